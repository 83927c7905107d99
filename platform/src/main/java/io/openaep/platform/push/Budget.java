package io.openaep.platform.push;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/// How many messages may be under way at all. A part is kept apart for receivers whose last message
/// did not get through, so that any number of hanging receivers leaves the others theirs. Lanes
/// that find nothing free wait in line, so that each gets its turn. Thread-safe.
final class Budget {
  private static final int UNPROVEN_PART = 4;

  private final Semaphore proven;
  private final Semaphore unproven;
  private final ConcurrentLinkedQueue<Lane> provenLine = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Lane> unprovenLine = new ConcurrentLinkedQueue<>();

  Budget(int all) {
    int few = Math.max(1, all / UNPROVEN_PART);
    this.unproven = new Semaphore(few);
    this.proven = new Semaphore(all - few);
  }

  /// Whether the lane may have one more under way; else it waits in line.
  boolean take(Lane lane, boolean isProven) {
    boolean free = (isProven ? proven : unproven).tryAcquire();
    if (!free) {
      var line = isProven ? provenLine : unprovenLine;
      if (!line.contains(lane)) {
        line.add(lane);
      }
    }
    return free;
  }

  void release(boolean isProven) {
    (isProven ? proven : unproven).release();
  }

  /// The lane whose turn it is after a release.
  Optional<Lane> waiting(boolean isProven) {
    return Optional.ofNullable((isProven ? provenLine : unprovenLine).poll());
  }
}
