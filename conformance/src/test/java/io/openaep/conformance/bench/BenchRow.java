package io.openaep.conformance.bench;

import java.util.Locale;

/// One path.
///
/// @param words the options of `openaep fleet`
/// @param perSecond acknowledged (and so stored) reports, or devices connected
/// @param cpuMicros the platform's CPU time for each, all tails included
/// @param p50Millis to the acknowledgement; NaN where it was not measured
record BenchRow(
    String name,
    String words,
    double perSecond,
    double cpuMicros,
    double p50Millis,
    double p99Millis) {
  String line() {
    return String.format(
        Locale.ROOT,
        "%-52s %,9.0f /s %8.1f CPU-us  p50 %s  p99 %s",
        name,
        perSecond,
        cpuMicros,
        millis(p50Millis),
        millis(p99Millis));
  }

  String markdown() {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %,.0f | %s | %s | `%s` |",
        name,
        cpuMicros,
        perSecond,
        millis(p50Millis),
        millis(p99Millis),
        words);
  }

  private static String millis(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.1f ms", value);
  }
}
