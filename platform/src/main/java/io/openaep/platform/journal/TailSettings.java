package io.openaep.platform.journal;

import java.time.Duration;

/// How a tail reads and retries.
///
/// @param batchEvents the most events of one fold call
/// @param firstRetry pause after the first failure of a streak; it doubles with each further one
/// @param slowestRetry the longest pause
public record TailSettings(int batchEvents, Duration firstRetry, Duration slowestRetry) {
  public static final TailSettings USUAL =
      new TailSettings(1_000, Duration.ofMillis(100), Duration.ofSeconds(30));

  public TailSettings {
    if (batchEvents < 1) {
      throw new IllegalArgumentException("A tail must read at least one event at once.");
    }
    if (!firstRetry.isPositive() || slowestRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException("A tail's pauses must be positive and growing.");
    }
  }

  /// The pause after this many failures in a row.
  Duration pauseAfter(int failures) {
    Duration pause = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(slowestRetry) < 0 ? pause : slowestRetry;
  }
}
