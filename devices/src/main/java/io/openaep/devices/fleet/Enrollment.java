package io.openaep.devices.fleet;

import io.openaep.devices.cloud.Cloud;
import io.openaep.devices.cloud.Cloud.CloudDevice;
import io.openaep.devices.cloud.Cloud.CloudProduct;
import io.openaep.devices.cloud.Cloud.DevicePlan;
import io.openaep.devices.cloud.Cloud.ProductPlan;
import io.openaep.devices.cloud.CloudException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/// Makes the fleet's product and devices through the northbound API, a hundred devices a call.
/// Blocking.
final class Enrollment {
  private static final int CALLS_AT_A_TIME = 4;
  private static final int DEVICES_PER_CALL = 100;
  private static final int POWER_PSM = 1;
  private static final int POWER_DRX = 2;
  private static final int ENDPOINT_IMEI = 1;

  private final Cloud cloud;
  private final FleetPlan plan;
  private final String run;

  /// @param run tells the product of one run from those of another
  Enrollment(Cloud cloud, FleetPlan plan, String run) {
    this.cloud = cloud;
    this.plan = plan;
    this.run = run;
  }

  CloudProduct product() throws CloudException {
    ProductPlan.Kind kind =
        switch (plan.protocol()) {
          case LWM2M, LWM2MS -> ProductPlan.Kind.LWM2M;
          case MQTT, MQTTS -> ProductPlan.Kind.MQTT;
          case TCP -> ProductPlan.Kind.TCP;
        };
    return cloud.createProduct(
        new ProductPlan(
            "fleet " + plan.protocol().word() + " " + run,
            kind,
            plan.protocol() == FleetProtocol.LWM2MS,
            plan.sleeps() ? POWER_PSM : POWER_DRX,
            ENDPOINT_IMEI));
  }

  List<Enrolled> devices(CloudProduct product) throws CloudException, InterruptedException {
    try (ExecutorService callers = Executors.newFixedThreadPool(CALLS_AT_A_TIME)) {
      List<Future<List<Enrolled>>> calls = new ArrayList<>();
      for (int first = 0; first < plan.devices(); first += DEVICES_PER_CALL) {
        int from = first;
        calls.add(callers.submit(() -> batch(product, from)));
      }
      List<Enrolled> devices = new ArrayList<>();
      for (Future<List<Enrolled>> call : calls) {
        devices.addAll(result(callers, call));
      }
      return devices;
    }
  }

  private static List<Enrolled> result(ExecutorService callers, Future<List<Enrolled>> call)
      throws CloudException, InterruptedException {
    try {
      return call.get();
    } catch (ExecutionException e) {
      callers.shutdownNow();
      if (e.getCause() instanceof CloudException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private List<Enrolled> batch(CloudProduct product, int first) throws CloudException {
    List<Enrolled> wanted =
        IntStream.range(first, Math.min(first + DEVICES_PER_CALL, plan.devices()))
            .mapToObj(index -> wanted(product, index))
            .toList();
    List<CloudDevice> made =
        cloud.createDevices(
            product,
            plan.protocol().isLwm2m(),
            wanted.stream().map(it -> new DevicePlan(it.number(), psk(it))).toList());
    List<Enrolled> enrolled = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      enrolled.add(wanted.get(i).as(made.get(i).deviceId(), made.get(i).token()));
    }
    return enrolled;
  }

  /// IMEIs and keys follow from the product's id, which is the platform's own and used once: fleets
  /// that begin in the same moment get different ones.
  private Enrolled wanted(CloudProduct product, int index) {
    String number =
        plan.protocol().isLwm2m()
            ? "86%06d%07d".formatted(product.productId() % 1_000_000, index)
            : "fleet%07d".formatted(index);
    String key =
        plan.protocol() == FleetProtocol.LWM2MS
            ? "%08d%08d".formatted(product.productId() % 100_000_000, index)
            : "";
    return new Enrolled("", number, key);
  }

  private static Optional<String> psk(Enrolled device) {
    return device.secret().isEmpty()
        ? Optional.empty()
        : Optional.of(
            HexFormat.of().formatHex(device.secret().getBytes(StandardCharsets.US_ASCII)));
  }
}
