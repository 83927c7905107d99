package io.openaep.conformance.soak;

import java.util.Locale;

/// One part's outcome.
///
/// @param peakMiB the platform's resident memory at its highest; 0 where it did not live through
/// @param p99Millis from a report of a well-behaved device to its acknowledgement; NaN where none
///   reported beside
/// @param remark what the part counted besides
record SoakRow(
    String name,
    long acknowledged,
    long stored,
    long lost,
    double peakMiB,
    double p99Millis,
    String remark) {
  /// Nothing was lost, and something was risked.
  boolean good() {
    return lost == 0 && acknowledged > 0 && stored >= acknowledged;
  }

  String markdown() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %s | %s | %s |",
        name,
        acknowledged,
        stored,
        lost,
        peakMiB == 0 ? "–" : String.format(Locale.ROOT, "%.0f MB", peakMiB),
        Double.isNaN(p99Millis) ? "–" : String.format(Locale.ROOT, "%.1f ms", p99Millis),
        remark);
  }
}
