package io.openaep.conformance;

import io.openaep.conformance.bench.FleetRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// How long a platform with many registered LwM2M devices is away: the fleet registers them, the
/// platform is killed (and once more stopped in order) and started again, and a device that was
/// registered before sends the same notification until it is acknowledged. Prints a line a restart.
public final class RestartBenchMain {
  private static final String IMEI = "869999999999999";
  private static final int DRX = 2;

  /// As many as one fleet has file descriptors for.
  private static final int FLEET_DEVICES = 15_000;

  private static final Duration RESEND = Duration.ofMillis(50);

  private RestartBenchMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int devices = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    Path data = Files.createTempDirectory("openaep-restart").resolve("data");
    try (PlatformProcess platform = PlatformProcess.start(data)) {
      for (int left = devices - 1; left > 0; left -= FLEET_DEVICES) {
        String some = Integer.toString(Math.min(left, FLEET_DEVICES));
        FleetRun.of(
            platform,
            List.of("--protocol", "lwm2m", "--devices", some, "--rate", "100", "--duration", "1"));
        System.out.println("registered " + some + " more");
      }
      Api api = platform.api();
      api.device(api.lwm2m("restart", DRX), true, IMEI);
      try (RawLwm2m device = RawLwm2m.open(platform)) {
        device.register(IMEI);
        device.report("before");
        for (boolean killed : List.of(true, false)) {
          restart(platform, device, devices, killed);
        }
      }
    }
  }

  private static void restart(
      PlatformProcess platform, RawLwm2m device, int devices, boolean killed)
      throws IOException, InterruptedException {
    if (killed) {
      platform.kill();
    } else if (!platform.stop(Duration.ofSeconds(10))) {
      throw new IOException("did not stop in order within 10 s");
    }
    long begun = System.nanoTime();
    CompletableFuture<Double> ready =
        CompletableFuture.supplyAsync(() -> {
          try {
            platform.restart();
            return seconds(begun);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    RawCoap notification = device.notification("after");
    boolean acknowledged = false;
    while (!acknowledged && seconds(begun) < 120) {
      device.send(notification);
      acknowledged =
          device.answerTo(notification, RESEND).filter(it -> it.type() == RawCoap.ACK).isPresent();
    }
    double heard = seconds(begun);
    System.out.printf(
        "%d registered devices, %s: ready after %.1f s, first notification acknowledged after %.1f s%n",
        devices, killed ? "SIGKILL" : "orderly stop", ready.join(), heard);
    if (!acknowledged) {
      throw new IOException("the notification was not acknowledged");
    }
  }

  private static double seconds(long begunNanos) {
    return (System.nanoTime() - begunNanos) / 1e9;
  }
}
