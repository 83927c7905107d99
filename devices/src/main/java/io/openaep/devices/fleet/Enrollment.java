package io.openaep.devices.fleet;

import io.openaep.devices.cloud.Cloud;
import io.openaep.devices.cloud.Cloud.CloudDevice;
import io.openaep.devices.cloud.Cloud.CloudProduct;
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

/// Makes the fleet's product and devices through the northbound API. Blocking.
final class Enrollment {
  private static final int CALLS_AT_A_TIME = 32;
  private static final int POWER_PSM = 1;
  private static final int POWER_DRX = 2;
  private static final int ENDPOINT_IMEI = 1;

  private final Cloud cloud;
  private final FleetPlan plan;
  private final long run;

  /// @param run tells the devices of one run from those of another
  Enrollment(Cloud cloud, FleetPlan plan, long run) {
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
      List<Future<Enrolled>> calls = new ArrayList<>();
      for (int i = 0; i < plan.devices(); i++) {
        int index = i;
        calls.add(callers.submit(() -> device(product, index)));
      }
      List<Enrolled> devices = new ArrayList<>();
      for (Future<Enrolled> call : calls) {
        devices.add(result(callers, call));
      }
      return devices;
    }
  }

  private static Enrolled result(ExecutorService callers, Future<Enrolled> call)
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

  private Enrolled device(CloudProduct product, int index) throws CloudException {
    boolean lwm2m = plan.protocol().isLwm2m();
    String number =
        lwm2m ? "86%06d%07d".formatted(run % 1_000_000, index) : "fleet%07d".formatted(index);
    Optional<String> key =
        plan.protocol() == FleetProtocol.LWM2MS
            ? Optional.of("%016d".formatted(run * 1_000_003 % 1_000_000_000L + index))
            : Optional.empty();
    Optional<String> hex =
        key.map(it -> HexFormat.of().formatHex(it.getBytes(StandardCharsets.US_ASCII)));
    CloudDevice made = cloud.createDevice(product, lwm2m, number, hex, true);
    return new Enrolled(made.deviceId(), number, key.orElse(made.token()));
  }
}
