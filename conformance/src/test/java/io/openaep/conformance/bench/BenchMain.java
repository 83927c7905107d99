package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Runs the fleet against a platform in its own process, prints one row a path, and writes the page
/// of the reference. The properties `openaep.prefix` and `openaep.fleet-prefix` pin each to a core.
public final class BenchMain {
  private static final String SECONDS = "10";

  private final PlatformProcess platform;
  private final List<BenchRow> rows = new ArrayList<>();

  private BenchMain(PlatformProcess platform) {
    this.platform = platform;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("openaep-bench");
    try (PlatformProcess platform =
        PlatformProcess.start(
            directory.resolve("data"),
            "--mqtts-port",
            "0",
            "--config",
            PushBench.configuration(directory).toString())) {
      BenchMain bench = new BenchMain(platform);
      bench.uplinks();
      bench.registrations();
      PushBench push = new PushBench(platform);
      bench.add(push.one());
      bench.add(push.hundred());
      Path page = PlatformProcess.root().resolve("docs/reference/benchmarks.md");
      Files.writeString(page, BenchPage.of(bench.rows));
      System.out.println("written to " + page);
    }
  }

  private void uplinks() throws IOException, InterruptedException {
    uplink("TCP, 10 outstanding", "tcp", 100, 10);
    uplink("TCP, one at a time", "tcp", 100, 1);
    uplink("MQTT QoS 1, 10 outstanding", "mqtt", 100, 10);
    uplink("MQTT QoS 1, one at a time", "mqtt", 100, 1);
    uplink("MQTT QoS 2, one at a time", "mqtt", 100, 1, "--qos", "2");
    uplink("MQTT QoS 1 over TLS, one at a time", "mqtts", 100, 1);
    uplink("LwM2M CON notify", "lwm2m", 200, 1);
    uplink("LwM2M CON notify, DTLS with CID", "lwm2ms", 200, 1);
  }

  private void uplink(String name, String protocol, int devices, int outstanding, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--protocol", protocol, "--devices", Integer.toString(devices), "--max"));
    words.addAll(List.of("--outstanding", Integer.toString(outstanding), "--duration", SECONDS));
    words.addAll(List.of(more));
    JsonNode result = FleetRun.of(platform, words);
    add(
        new BenchRow(
            name,
            String.join(" ", words),
            result.path("rate").asDouble(),
            result.path("cpu_us").asDouble(),
            result.path("p50_ms").asDouble(),
            result.path("p99_ms").asDouble()));
  }

  /// Distinct devices, each registered and observed; over MQTT and TCP each logged in.
  private void registrations() throws IOException, InterruptedException {
    connect("LwM2M registration and observation", "lwm2m");
    connect("DTLS handshake, LwM2M registration and observation", "lwm2ms");
    connect("MQTT CONNECT", "mqtt");
    connect("TCP login", "tcp");
  }

  private void connect(String name, String protocol) throws IOException, InterruptedException {
    List<String> words =
        List.of("--protocol", protocol, "--devices", "4000", "--rate", "10", "--duration", "1");
    JsonNode result = FleetRun.of(platform, words);
    add(
        new BenchRow(
            name,
            String.join(" ", words),
            result.path("connect_rate").asDouble(),
            result.path("connect_cpu_us").asDouble(),
            Double.NaN,
            Double.NaN));
  }

  private void add(BenchRow row) {
    rows.add(row);
    System.out.println(row.line());
  }
}
