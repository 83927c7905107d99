package io.openaep.conformance.bench;

import io.openaep.conformance.PlatformProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reports on each path: the platform, and in the same run a bare server on the same libraries.
/// Each load comes twice, and the second is shown: by then its code is compiled.
final class UplinkBench {
  private static final String SECONDS = System.getProperty("openaep.bench-seconds", "10");

  private final PlatformProcess platform;

  /// A path with both figures.
  record Compared(BenchRow ours, Optional<BenchRow> bare) {}

  private record Load(
      String name,
      Target target,
      String protocol,
      int devices,
      int outstanding,
      List<String> more) {}

  private static final List<Load> LOADS =
      List.of(
          new Load("TCP, 10 outstanding", Target.cost(9, 60_000), "tcp", 100, 10, List.of()),
          new Load("TCP, one at a time", Target.cost(14, 35_000), "tcp", 100, 1, List.of()),
          new Load(
              "MQTT QoS 1, 10 outstanding", Target.cost(10, 55_000), "mqtt", 100, 10, List.of()),
          new Load("MQTT QoS 1, one at a time", Target.cost(15, 35_000), "mqtt", 100, 1, List.of()),
          new Load("MQTT QoS 2, one at a time", Target.NONE, "mqtt", 100, 1, List.of("--qos", "2")),
          new Load("MQTT QoS 1 over TLS, one at a time", Target.NONE, "mqtts", 100, 1, List.of()),
          new Load("LwM2M CON notify", Target.cost(18, 30_000), "lwm2m", 200, 1, List.of()),
          new Load(
              "LwM2M CON notify, DTLS with CID",
              Target.cost(28, 18_000),
              "lwm2ms",
              200,
              1,
              List.of()));

  UplinkBench(PlatformProcess platform) {
    this.platform = platform;
  }

  List<Compared> run() throws IOException, InterruptedException {
    List<Compared> rows = new ArrayList<>();
    for (Load load : LOADS) {
      List<String> words = words(load);
      String text = String.join(" ", words);
      FleetRun.of(platform, words);
      BenchRow ours = BenchRow.load(load.name(), load.target(), text, FleetRun.of(platform, words));
      System.out.println(ours.line());
      rows.add(new Compared(ours, bare(load, words)));
    }
    return rows;
  }

  /// There is none over TLS: it would measure the TLS library.
  private static Optional<BenchRow> bare(Load load, List<String> words)
      throws IOException, InterruptedException {
    if (load.protocol().equals("mqtts")) {
      return Optional.empty();
    }
    try (Server server = Server.bare(PlatformProcess.root(), load.protocol())) {
      FleetRun.of(server, words);
      BenchRow row =
          BenchRow.load("  bare", Target.NONE, String.join(" ", words), FleetRun.of(server, words));
      System.out.println(row.line());
      return Optional.of(row);
    }
  }

  private static List<String> words(Load load) {
    return words(load.protocol(), load.devices(), load.outstanding(), load.more());
  }

  static List<String> words(String protocol, int devices, int outstanding, List<String> more) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--protocol", protocol, "--devices", Integer.toString(devices), "--max"));
    words.addAll(List.of("--outstanding", Integer.toString(outstanding), "--duration", SECONDS));
    words.addAll(more);
    return words;
  }
}
