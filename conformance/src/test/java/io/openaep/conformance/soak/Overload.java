package io.openaep.conformance.soak;

import io.openaep.conformance.PlatformProcess;
import io.openaep.conformance.bench.Machine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Finds the rate that the platform sustains on one protocol, then offers it four times as much,
/// with a small fleet of well-behaved devices beside.
final class Overload {
  private static final int TIMES = 4;
  private static final Duration APART = Duration.ofSeconds(2);

  private final Path directory;
  private final SoakLengths lengths;

  Overload(Path directory, SoakLengths lengths) {
    this.directory = directory;
    this.lengths = lengths;
  }

  /// @param outstanding how many reports a device sends ahead
  SoakRow run(String name, String protocol, int devices, int outstanding)
      throws IOException, InterruptedException {
    try (PlatformProcess platform =
        PlatformProcess.startWith(
            MemoryParts.PREFIX, directory.resolve(protocol), "--mqtts-port", "0")) {
      List<String> fleet =
          List.of(
              "--protocol",
              protocol,
              "--devices",
              Integer.toString(devices),
              "--outstanding",
              Integer.toString(outstanding));
      double sustained =
          RunningFleet.start(platform, words(fleet, lengths.probe(), "--max"))
              .result()
              .path("rate")
              .asDouble();
      long offered = Math.max(1, Math.round(sustained * TIMES));
      RunningFleet flood =
          RunningFleet.start(
              platform, words(fleet, lengths.each(), "--rate", Long.toString(offered)));
      // a fleet names its product by the second in which it begins
      Pause.of(APART);
      RunningFleet well =
          RunningFleet.start(
              platform,
              words(
                  List.of("--protocol", protocol, "--devices", "20"),
                  lengths.each(),
                  "--rate",
                  "20"));
      JsonNode felt = well.result();
      JsonNode taken = flood.result();
      long doubled = sum(taken, felt, "duplicates");
      return new SoakRow(
          TIMES + "× the sustainable rate, " + name,
          sum(taken, felt, "acked"),
          sum(taken, felt, "stored"),
          sum(taken, felt, "lost"),
          Machine.peakMiB(platform.pid()),
          felt.path("p99_ms").asDouble(Double.NaN),
          MemoryParts.of(platform),
          String.format(
              Locale.ROOT,
              "sustained %,.0f/s, offered %,d/s, took %,.0f/s%s",
              sustained,
              offered,
              taken.path("rate").asDouble(),
              doubled == 0 ? "" : String.format(Locale.ROOT, ", %,d stored twice", doubled)));
    }
  }

  private static List<String> words(List<String> fleet, Duration length, String... more) {
    return Stream.of(fleet, List.of("--duration", Long.toString(length.toSeconds())), List.of(more))
        .flatMap(List::stream)
        .toList();
  }

  private static long sum(JsonNode one, JsonNode other, String figure) throws IOException {
    return told(one, figure) + told(other, figure);
  }

  /// What is not told is not 0: a fleet that could not ask the platform leaves it out.
  private static long told(JsonNode figures, String figure) throws IOException {
    if (!figures.path(figure).isNumber()) {
      throw new IOException("the fleet does not know how many were " + figure + ": " + figures);
    }
    return figures.path(figure).asLong();
  }
}
