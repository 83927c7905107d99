package io.openaep.conformance.bench;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What one run of a load came to.
///
/// @param name the path
/// @param target what the project set itself
/// @param words the options of `openaep fleet`, or what else it was
/// @param perSecond acknowledged (and so stored) reports, or devices connected
/// @param cpuMicros the server's CPU time for each, all its threads
/// @param threads the same of the threads of each name; empty where it was not told
/// @param p50Millis to the acknowledgement; NaN where it was not measured
record BenchRow(
    String name,
    Target target,
    String words,
    double perSecond,
    double cpuMicros,
    Map<String, Double> threads,
    double p50Millis,
    double p99Millis) {
  BenchRow {
    threads = Map.copyOf(threads);
  }

  /// A row of something that was counted and not timed.
  static BenchRow plain(
      String name, Target target, String words, double perSecond, double cpuMicros) {
    return new BenchRow(
        name, target, words, perSecond, cpuMicros, Map.of(), Double.NaN, Double.NaN);
  }

  /// The load of one run of the fleet.
  static BenchRow load(String name, Target target, String words, JsonNode result) {
    return new BenchRow(
        name,
        target,
        words,
        result.path("rate").asDouble(),
        result.path("cpu_us").asDouble(),
        threads(result.path("cpu_us_by_thread")),
        result.path("p50_ms").asDouble(),
        result.path("p99_ms").asDouble());
  }

  /// How the devices of a run of the fleet were connected.
  static BenchRow connects(String name, Target target, String words, JsonNode result) {
    return new BenchRow(
        name,
        target,
        words,
        result.path("connect_rate").asDouble(),
        result.path("connect_cpu_us").asDouble(),
        threads(result.path("connect_cpu_us_by_thread")),
        Double.NaN,
        Double.NaN);
  }

  private static Map<String, Double> threads(JsonNode told) {
    Map<String, Double> threads = new TreeMap<>();
    told.properties().forEach(it -> threads.put(it.getKey(), it.getValue().asDouble()));
    return threads;
  }

  /// Of it, what follows the journal behind the acknowledgement.
  double tailMicros() {
    return threadMicros("tail-", "command-dispatc", "push-");
  }

  /// Of it, the JVM's own compiling, which ends when the program is warm.
  double compilingMicros() {
    return threadMicros("C1 Comp", "C2 Comp");
  }

  /// Of it, what collects garbage.
  double collectingMicros() {
    return threadMicros("VM Thread", "GC Thread", "G1 ");
  }

  private double threadMicros(String... prefixes) {
    double sum = 0;
    for (Map.Entry<String, Double> thread : threads.entrySet()) {
      for (String prefix : prefixes) {
        sum += thread.getKey().startsWith(prefix) ? thread.getValue() : 0;
      }
    }
    return sum;
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%-52s %,9.0f /s %8.1f CPU-us (tails %.1f, compiling %.1f)  p50 %s  p99 %s",
        name,
        perSecond,
        cpuMicros,
        tailMicros(),
        compilingMicros(),
        millis(p50Millis),
        millis(p99Millis));
  }

  static String millis(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f ms", value);
  }
}
