package io.openaep.platform.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// When one device was heard, and its rhythm: what "an uplink has come" and the expectation in
/// words are taken from. In memory only: after a restart a contact is over anyway, and the rhythm,
/// a hint and never a rule, is learned again from history ({@link Rhythms}). Written by the
/// dispatcher's thread, read by any.
final class Heard {
  private static final int GAPS = 16;

  /// Messages closer together than this belong to one wake-up and say nothing about the next.
  private static final Duration WAKE = Duration.ofSeconds(30);

  private final int[] gapsMilliseconds = new int[GAPS];
  private int gapCount;
  private long position;
  private Instant at = Instant.MIN;
  private Instant wokeAt = Instant.MIN;
  private Optional<Duration> lifetime = Optional.empty();

  /// @param newLifetime of a registration, update or login; empty on a report
  synchronized void uplink(long newPosition, Instant when, Optional<Duration> newLifetime) {
    if (at.equals(Instant.MIN)) {
      wokeAt = when;
    } else if (when.isAfter(at.plus(WAKE))) {
      long gap = Math.min(Duration.between(wokeAt, when).toMillis(), Integer.MAX_VALUE);
      gapsMilliseconds[gapCount % GAPS] = (int) gap;
      gapCount++;
      wokeAt = when;
    }
    position = newPosition;
    at = when;
    if (newLifetime.isPresent()) {
      lifetime = newLifetime;
    }
  }

  /// The journal's position of the newest uplink.
  synchronized long position() {
    return position;
  }

  synchronized Instant at() {
    return at;
  }

  synchronized Optional<Duration> lifetime() {
    return lifetime;
  }

  /// The first uplink of the newest wake-up.
  synchronized Instant wokeAt() {
    return wokeAt;
  }

  /// How many gaps the rhythm is learned from.
  synchronized int gaps() {
    return Math.min(gapCount, GAPS);
  }

  boolean knowsItsRhythm() {
    return gaps() == GAPS;
  }

  /// The median of the last 16 gaps between wake-ups.
  synchronized Optional<Duration> rhythm() {
    int[] gaps = Arrays.copyOf(gapsMilliseconds, Math.min(gapCount, GAPS));
    Arrays.sort(gaps);
    return gaps.length == 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(gaps[gaps.length / 2]));
  }
}
