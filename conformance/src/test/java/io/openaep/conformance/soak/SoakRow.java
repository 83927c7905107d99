package io.openaep.conformance.soak;

import java.util.Locale;
import java.util.Optional;

/// One part's outcome.
///
/// @param peakMiB the platform's resident memory at its highest
/// @param p99Millis from a report of a well-behaved device to its acknowledgement
/// @param memory of what it was made at the end, where the JVM told
/// @param remark what the part counted besides
record SoakRow(
    String name,
    long acknowledged,
    long stored,
    long lost,
    double peakMiB,
    double p99Millis,
    Optional<MemoryParts> memory,
    String remark) {
  /// The heap of the platform in every part (`-Xmx512m`), and what the process may take besides.
  static final int HEAP_MIB = 512;

  static final int BESIDES_MIB = 300;

  /// Nothing was lost, something was risked, and the memory has kept its bound.
  boolean good() {
    return lost == 0
        && acknowledged > 0
        && stored >= acknowledged
        && peakMiB <= HEAP_MIB + BESIDES_MIB;
  }

  String markdown() {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d | %s | %s | %s |",
        name,
        acknowledged,
        stored,
        lost,
        String.format(Locale.ROOT, "%.0f MB", peakMiB),
        String.format(Locale.ROOT, "%.1f ms", p99Millis),
        remark);
  }
}
