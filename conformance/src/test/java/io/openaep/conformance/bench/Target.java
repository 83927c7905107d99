package io.openaep.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the project has set itself for a row, and whether it was met. A bound that is infinite is
/// none.
///
/// @param micros of CPU time, at most
/// @param perSecond at least
/// @param p99Millis at most
record Target(double micros, double perSecond, double p99Millis) {
  static final Target NONE =
      new Target(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  static Target cost(double micros, double perSecond) {
    return new Target(micros, perSecond, Double.POSITIVE_INFINITY);
  }

  static Target rate(double perSecond) {
    return new Target(Double.POSITIVE_INFINITY, perSecond, Double.POSITIVE_INFINITY);
  }

  static Target promptness(double perSecond, double p99Millis) {
    return new Target(Double.POSITIVE_INFINITY, perSecond, p99Millis);
  }

  /// Each bound with the word whether this row keeps it.
  String judge(BenchRow row) {
    List<String> words = new ArrayList<>();
    if (Double.isFinite(micros)) {
      words.add(verdict("≤ %.0f µs", micros, row.cpuMicros() <= micros));
    }
    if (Double.isFinite(perSecond)) {
      words.add(verdict("≥ %,.0f/s", perSecond, row.perSecond() >= perSecond));
    }
    if (Double.isFinite(p99Millis)) {
      words.add(verdict("p99 ≤ %.0f ms", p99Millis, row.p99Millis() <= p99Millis));
    }
    return String.join(", ", words);
  }

  static String verdict(String bound, double value, boolean met) {
    return String.format(Locale.ROOT, bound, value) + (met ? " met" : " **missed**");
  }
}
