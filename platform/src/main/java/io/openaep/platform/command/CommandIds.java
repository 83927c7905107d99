package io.openaep.platform.command;

import java.time.Instant;

/// Gives out command ids: ascending over restarts and clock jumps, and small enough for the doubles
/// of JavaScript clients (53 bits last until the year 2248). An id is the time in ms × 1,024 plus a
/// counter, so its age can be read from it. Used by the dispatcher's thread alone.
final class CommandIds {
  private static final long IDS_PER_MILLISECOND = 1_024;

  private long last;

  /// @param last the highest id ever given out
  CommandIds(long last) {
    this.last = last;
  }

  long next(Instant now) {
    last = Math.max(last + 1, now.toEpochMilli() * IDS_PER_MILLISECOND);
    return last;
  }
}
