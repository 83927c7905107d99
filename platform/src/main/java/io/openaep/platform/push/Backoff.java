package io.openaep.platform.push;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// Growing pauses with jitter, so that many receivers that failed together are not tried together.
///
/// @param random between 0 and 1
record Backoff(Duration first, Duration slowest, DoubleSupplier random) {
  /// Between half of the doubled pause and the whole.
  Duration after(int failures) {
    Duration whole = first.multipliedBy(1L << Math.min(Math.max(failures - 1, 0), 30));
    if (whole.compareTo(slowest) > 0) {
      whole = slowest;
    }
    double part = 0.5 + random.getAsDouble() / 2;
    return Duration.ofMillis(Math.max(1, Math.round(whole.toMillis() * part)));
  }
}
