package io.openaep.platform.journal;

import java.time.Duration;

/// How a tail reads and retries.
///
/// A tail that is woken for each commit works through small batches, each a transaction of its own:
/// at 100 devices that took more than all else that a message costs (decision 12). So after a batch
/// that shows load it lets events gather, unless somebody waits for what it folds.
///
/// @param batchEvents the most events of one fold call
/// @param firstRetry pause after the first failure of a streak; it doubles with each further one
/// @param slowestRetry the longest pause
/// @param busyEvents so many events in one batch show load
/// @param gathering how long events then gather before the next batch; zero for never
public record TailSettings(
    int batchEvents,
    Duration firstRetry,
    Duration slowestRetry,
    int busyEvents,
    Duration gathering) {
  public static final TailSettings USUAL =
      new TailSettings(
          1_000, Duration.ofMillis(100), Duration.ofSeconds(30), 16, Duration.ofMillis(20));

  public TailSettings {
    if (batchEvents < 1) {
      throw new IllegalArgumentException("A tail must read at least one event at once.");
    }
    if (!firstRetry.isPositive() || slowestRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException("A tail's pauses must be positive and growing.");
    }
    if (busyEvents < 1 || gathering.isNegative()) {
      throw new IllegalArgumentException("A tail gathers for no negative time, and never nothing.");
    }
  }

  /// The same for a fold on which something waits: it reads on as soon as there is something.
  public TailSettings prompt() {
    return new TailSettings(batchEvents, firstRetry, slowestRetry, busyEvents, Duration.ZERO);
  }

  /// Whether events gather after a batch of this size. A full one means that more wait already.
  boolean gathersAfter(int events) {
    return events >= busyEvents && events < batchEvents && !gathering.isZero();
  }

  /// The pause after this many failures in a row.
  Duration pauseAfter(int failures) {
    Duration pause = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(slowestRetry) < 0 ? pause : slowestRetry;
  }
}
