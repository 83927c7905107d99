package io.openaep.platform.journal;

import java.time.Duration;

/// The bounds of the journal's writer.
///
/// @param queueEvents the most events that may wait for the disk; more are refused at once
/// @param queueBytes the same in bytes of encoded events and state
/// @param commitEvents the most events of one commit; fewer make shorter waits, more save work
/// @param commitBytes the same in bytes
/// @param recentEvents how many of the newest events are kept in memory for the tails
/// @param recentBytes the same in bytes
/// @param retry the pause between attempts to write again after a failure
public record JournalSettings(
    int queueEvents,
    long queueBytes,
    int commitEvents,
    long commitBytes,
    int recentEvents,
    long recentBytes,
    Duration retry) {
  public static final JournalSettings USUAL =
      new JournalSettings(
          100_000, 32L << 20, 2_000, 4L << 20, 8_192, 4L << 20, Duration.ofSeconds(1));

  public JournalSettings {
    if (queueEvents < 1
        || queueBytes < 1
        || commitEvents < 1
        || commitBytes < 1
        || recentEvents < 1
        || recentBytes < 1) {
      throw new IllegalArgumentException("The journal's bounds must be at least 1.");
    }
    if (!retry.isPositive()) {
      throw new IllegalArgumentException("The journal's pause before a retry must be positive.");
    }
  }
}
