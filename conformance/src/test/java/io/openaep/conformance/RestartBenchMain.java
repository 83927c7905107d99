package io.openaep.conformance;

import io.openaep.conformance.bench.FleetRun;
import io.openaep.conformance.bench.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/// How long a platform with many registered LwM2M devices is away: the fleet registers them, plain
/// and over DTLS, the platform is killed (and once more stopped in order) and started again. A
/// plain device that was registered before sends the same notification until it is acknowledged;
/// one on DTLS resumes its session and does the same. Prints a line a figure, and writes the page
/// of the reference if it ran with the usual numbers.
///
/// Arguments: plain devices (100,000), devices on DTLS (10,000).
public final class RestartBenchMain {
  private static final String IMEI = "869999999999999";
  private static final String SECURED_IMEI = "869999999999998";
  private static final String KEY = "0123456789abcdef";
  private static final int DRX = 2;
  private static final int PLAIN = 100_000;
  private static final int SECURED = 10_000;
  private static final Duration RESEND = Duration.ofMillis(50);
  private static final Duration GIVE_UP = Duration.ofMinutes(2);

  private final PlatformProcess platform;
  private final int plain;
  private final int secured;
  private final List<String> registering = new ArrayList<>();
  private final List<Restart> restarts = new ArrayList<>();

  private RestartBenchMain(PlatformProcess platform, int plain, int secured) {
    this.platform = platform;
    this.plain = plain;
    this.secured = secured;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int plain = arguments.length > 0 ? Integer.parseInt(arguments[0]) : PLAIN;
    int secured = arguments.length > 1 ? Integer.parseInt(arguments[1]) : SECURED;
    Path data = Files.createTempDirectory("openaep-restart").resolve("data");
    try (PlatformProcess platform = PlatformProcess.start(data)) {
      RestartBenchMain bench = new RestartBenchMain(platform, plain, secured);
      bench.run();
      if (plain == PLAIN && secured == SECURED) {
        Path page = PlatformProcess.root().resolve("docs/reference/restart.md");
        Files.writeString(page, bench.page());
        System.out.println("written to " + page);
      }
    }
  }

  /// @param ready seconds from the end of the old process to the ready line of the new one
  /// @param plain the same to the first acknowledgement of a plain device
  /// @param resumed from the ready line to the acknowledgement over DTLS, handshake and all
  /// @param residentMiB of the new process when it is ready
  private record Restart(
      boolean killed, double ready, double plain, double resumed, long residentMiB) {
    String how() {
      return killed ? "SIGKILL" : "orderly stop";
    }
  }

  private void run() throws IOException, InterruptedException {
    register("lwm2m", plain - 1);
    register("lwm2ms", secured - 1);
    Api api = platform.api();
    api.device(api.lwm2m("restart", DRX), true, IMEI);
    api.securedDevice(api.securedLwm2m("restart secured", DRX), SECURED_IMEI, KEY);
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    try (RawLwm2m device = RawLwm2m.open(platform);
        RawLwm2m onDtls =
            new RawLwm2m(new DtlsLink(here, platform.port("lwm2ms"), SECURED_IMEI, KEY))) {
      device.register(IMEI);
      device.report("before");
      onDtls.register(SECURED_IMEI);
      onDtls.report("before");
      for (boolean killed : List.of(true, false)) {
        restart(device, onDtls, killed);
      }
    }
  }

  /// They sleep afterwards, so one fleet has descriptors for all of them.
  private void register(String protocol, int devices) throws IOException, InterruptedException {
    JsonNode result =
        FleetRun.of(
            platform,
            List.of(
                "--protocol",
                protocol,
                "--devices",
                Integer.toString(devices),
                "--sleep",
                "PSM",
                "--rate",
                "100",
                "--duration",
                "1"));
    long connected = result.path("connected").asLong();
    String line =
        String.format(
            Locale.ROOT,
            "%s: %,d of %,d devices registered and observed, %,.0f a second",
            protocol,
            connected,
            devices,
            result.path("connect_rate").asDouble());
    System.out.println(line);
    registering.add(line);
    if (connected != devices) {
      throw new IOException("not every device is registered and observed: " + result);
    }
  }

  private void restart(RawLwm2m device, RawLwm2m onDtls, boolean killed)
      throws IOException, InterruptedException {
    if (killed) {
      platform.kill();
    } else if (!platform.stop(Duration.ofSeconds(30))) {
      throw new IOException("did not stop in order within 30 s");
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
    repeat(device, device.notification("after"));
    double heard = seconds(begun);
    double whenReady = ready.join();
    long shaking = System.nanoTime();
    onDtls.renewLink();
    repeat(onDtls, onDtls.notification("after"));
    Restart restart =
        new Restart(
            killed, whenReady, heard, seconds(shaking), (long) Machine.residentMiB(platform.pid()));
    if (resumed() < 1) {
      throw new IOException("the DTLS session was not resumed");
    }
    System.out.printf(
        Locale.ROOT,
        "%,d devices, %s: ready after %.1f s, first notification acknowledged after %.1f s; over DTLS"
            + " %.0f ms after the ready line, its session resumed; %d MiB resident%n",
        plain + secured,
        restart.how(),
        restart.ready(),
        restart.plain(),
        restart.resumed() * 1000,
        restart.residentMiB());
    restarts.add(restart);
  }

  /// Sends the same until it is acknowledged.
  private static void repeat(RawLwm2m device, RawCoap notification) throws IOException {
    long begun = System.nanoTime();
    boolean acknowledged = false;
    while (!acknowledged) {
      if (seconds(begun) > GIVE_UP.toSeconds()) {
        throw new IOException("the notification was not acknowledged");
      }
      device.send(notification);
      acknowledged =
          device.answerTo(notification, RESEND).filter(it -> it.type() == RawCoap.ACK).isPresent();
    }
  }

  private double resumed() throws IOException {
    URI metrics = URI.create(platform.url() + "/metrics");
    return Api.send(HttpRequest.newBuilder(metrics).build())
        .body()
        .lines()
        .filter(line -> line.startsWith("openaep_dtls_handshakes_total{result=\"resumed\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static double seconds(long begunNanos) {
    return (System.nanoTime() - begunNanos) / 1e9;
  }

  private String page() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (Restart one : restarts) {
      rows.append(
          String.format(
              Locale.ROOT,
              "| %s | %.1f s | %.1f s | %.0f ms | %d MiB |%n",
              one.how(),
              one.ready(),
              one.plain(),
              one.resumed() * 1000,
              one.residentMiB()));
    }
    return """
    # Restart

    Written by one run of `make bench-restart` on %s.

    A platform with %,d registered and observed devices on plain LwM2M and %,d on DTLS is killed (SIGKILL), then once more stopped in
    order, and started again on the same data. A plain device that was registered before sends one confirmable notification again and
    again from the moment the old process is gone; one on DTLS resumes its session after the ready line and does the same. No device
    registers anew and none is observed anew. The target is to be ready in less than 10 s.

    | ended by | ready after | plain: acknowledged after | DTLS: acknowledged after the ready line, by | resident when ready |
    |---|---|---|---|---|
    %s
    Before that the fleet (`--sleep PSM`) had registered them:

    %s

    What is kept of a registration and its observation is in `journal.db`; of a DTLS session, encrypted, the master secret and a digest of
    the key (about 300 bytes), for 24 hours and at most `lwm2m.limits.dtls-sessions` (200,000) of them. A session's record state is never
    kept: after a restart a device makes one abbreviated handshake.
    """
        .formatted(
            Machine.words(),
            plain,
            secured,
            rows,
            String.join("\n", registering.stream().map("- "::concat).toList()));
  }
}
