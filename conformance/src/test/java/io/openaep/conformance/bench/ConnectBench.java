package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Distinct devices, each registered and observed; over MQTT and TCP each logged in. LwM2M comes
/// twice: by a platform that has just been started, and by one that has had as many before.
final class ConnectBench {
  private static final String SOME = "4000";
  private static final String MANY = "20000";

  private final PlatformProcess platform;
  private final List<BenchRow> rows = new ArrayList<>();

  ConnectBench(PlatformProcess platform) {
    this.platform = platform;
  }

  /// To be called before anything else has warmed the platform.
  List<BenchRow> cold() throws IOException, InterruptedException {
    connect("LwM2M registration and observation, cold", Target.NONE, "lwm2m", SOME);
    return List.copyOf(rows);
  }

  List<BenchRow> warm() throws IOException, InterruptedException {
    registrations();
    rows.clear();
    registrations();
    connect("DTLS handshake, LwM2M registration and observation", Target.NONE, "lwm2ms", SOME);
    connect("MQTT CONNECT", Target.NONE, "mqtt", SOME);
    connect("TCP login", Target.NONE, "tcp", SOME);
    return List.copyOf(rows);
  }

  private void registrations() throws IOException, InterruptedException {
    connect(
        "LwM2M registration and observation, warm",
        Target.cost(40, 15_000),
        "lwm2m",
        MANY,
        "--sleep",
        "PSM");
  }

  private void connect(String name, Target target, String protocol, String devices, String... more)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("--protocol", protocol, "--devices", devices));
    words.addAll(List.of("--rate", "10", "--duration", "1"));
    words.addAll(List.of(more));
    JsonNode result = FleetRun.of(platform, words);
    BenchRow row = BenchRow.connects(name, target, String.join(" ", words), result);
    rows.add(row);
    System.out.println(row.line());
  }
}
