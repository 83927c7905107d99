package io.openaep.platform.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/// AEP's protection of itself (AEP northbound, section 5): after more than 100 failures in a row,
/// or more than 10 % failures in the last 10 s, a receiver is left alone for a minute. Not
/// thread-safe.
final class FailureRate {
  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final int FAILURES_IN_ROW = 100;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double SHARE = 0.1;

  /// AEP does not say from how many messages on a share counts; one failure of one is not 100 %.
  private static final int LEAST = 20;

  private final ArrayDeque<Second> seconds = new ArrayDeque<>();
  private int inRow;

  private static final class Second {
    private final long at;
    private int all;
    private int failed;

    Second(long at) {
      this.at = at;
    }
  }

  /// @return whether the pause is due
  boolean add(boolean failed, Instant now) {
    inRow = failed ? inRow + 1 : 0;
    while (!seconds.isEmpty()
        && seconds.getFirst().at <= now.getEpochSecond() - WINDOW.toSeconds()) {
      seconds.removeFirst();
    }
    if (seconds.isEmpty() || seconds.getLast().at != now.getEpochSecond()) {
      seconds.addLast(new Second(now.getEpochSecond()));
    }
    seconds.getLast().all++;
    seconds.getLast().failed += failed ? 1 : 0;
    int all = seconds.stream().mapToInt(it -> it.all).sum();
    int bad = seconds.stream().mapToInt(it -> it.failed).sum();
    boolean due = inRow > FAILURES_IN_ROW || (all >= LEAST && bad > all * SHARE);
    if (due) {
      inRow = 0;
      seconds.clear();
    }
    return due;
  }
}
