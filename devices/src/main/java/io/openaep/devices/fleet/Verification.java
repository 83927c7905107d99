package io.openaep.devices.fleet;

import io.openaep.devices.cloud.Cloud;
import io.openaep.devices.cloud.Cloud.CloudDevice;
import io.openaep.devices.cloud.Cloud.CloudProduct;
import io.openaep.devices.cloud.Cloud.CloudReport;
import io.openaep.devices.cloud.CloudException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Reads every report back through the northbound API and compares it with what the devices were
/// told. Blocking.
final class Verification {
  private static final int CALLS_AT_A_TIME = 8;

  private final Cloud cloud;
  private final CloudProduct product;
  private final int payloadBytes;

  Verification(Cloud cloud, CloudProduct product, int payloadBytes) {
    this.cloud = cloud;
    this.product = product;
    this.payloadBytes = payloadBytes;
  }

  /// @param stored reports in the platform's history
  /// @param lost acknowledged and not stored
  /// @param duplicates copies beyond the first
  /// @param altered reports that are not, byte for byte, what a device sent
  record Result(long stored, long lost, long duplicates, long altered) {
    static final Result NONE = new Result(0, 0, 0, 0);

    Result plus(Result other) {
      return new Result(
          stored + other.stored,
          lost + other.lost,
          duplicates + other.duplicates,
          altered + other.altered);
    }
  }

  Result of(List<Reporter> reporters) throws CloudException, InterruptedException {
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLS_AT_A_TIME)) {
      List<Future<Result>> calls = new ArrayList<>();
      for (Reporter reporter : reporters) {
        if (reporter.sent() > 0) {
          calls.add(callers.submit(() -> of(reporter)));
        }
      }
      Result sum = Result.NONE;
      for (Future<Result> call : calls) {
        sum = sum.plus(call.get());
      }
      return sum;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CloudException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private Result of(Reporter reporter) throws CloudException {
    CloudDevice device = new CloudDevice(product, reporter.identity().deviceId(), "");
    BitSet seen = new BitSet();
    long stored = 0;
    long duplicates = 0;
    long altered = 0;
    for (CloudReport report : cloud.reports(device)) {
      byte[] bytes = Base64.getDecoder().decode(report.base64());
      if (bytes.length == 0) {
        continue; // the first answer to the platform's observe request is empty
      }
      OptionalInt number = Report.number(bytes, payloadBytes);
      if (number.isEmpty()) {
        altered++;
        continue;
      }
      stored++;
      if (seen.get(number.getAsInt())) {
        duplicates++;
      }
      seen.set(number.getAsInt());
    }
    BitSet missing = (BitSet) reporter.acknowledged().clone();
    missing.andNot(seen);
    return new Result(stored, missing.cardinality(), duplicates, altered);
  }
}
