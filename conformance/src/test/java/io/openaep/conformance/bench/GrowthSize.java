package io.openaep.conformance.bench;

import java.util.Locale;

/// How much a data directory is filled with: `DEVICES:REPORTS` or `DEVICES:REPORTS:DAYS`.
///
/// @param days over which the reports are spread, up to yesterday
record GrowthSize(long devices, long reports, int days) {
  private static final int USUAL_DAYS = 10;

  /// Measured: some 290 a report with its place, 400 a device with its indexes, and what the load
  /// and the write-ahead logs add.
  private static final long REPORT_BYTES = 320;

  private static final long DEVICE_BYTES = 600;
  private static final long BESIDES_BYTES = 2L << 30;

  /// @throws IllegalArgumentException with a sentence if the text is none
  static GrowthSize parse(String text) {
    String[] words = text.split(":", -1);
    try {
      GrowthSize size =
          new GrowthSize(
              Long.parseLong(words[0]),
              Long.parseLong(words[1]),
              words.length == 3 ? Integer.parseInt(words[2]) : USUAL_DAYS);
      if (words.length <= 3 && size.devices > 0 && size.reports >= 0 && size.days > 0) {
        return size;
      }
    } catch (IndexOutOfBoundsException | NumberFormatException _) {
      // told below
    }
    throw new IllegalArgumentException(
        "A size is DEVICES:REPORTS or DEVICES:REPORTS:DAYS, such as 1000:0; not " + text);
  }

  long bytes() {
    return reports * REPORT_BYTES + devices * DEVICE_BYTES + BESIDES_BYTES;
  }

  /// What the disk must have free for it, in words.
  String room() {
    return String.format(Locale.ROOT, "%.1f GB", bytes() / 1e9);
  }
}
