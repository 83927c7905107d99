package io.openaep.platform.push;

import io.openaep.platform.push.post.PostSettings;
import java.time.Duration;

/// How messages are delivered, and the bounds of it.
///
/// @param mode `keep`: retry until `keepFor` is over, then keep as a dead letter; `aep`: three
///   tries, and a receiver that fails is left alone for a minute whose messages are dropped
/// @param keepFor how long a message is retried
/// @param keepDeadLetters how long dead letters are kept
/// @param deadLetters of one tenant; beyond it the oldest are dropped
/// @param firstRetry pause after a first failure; it doubles with each further one
/// @param slowestRetry the longest pause
/// @param receiverInFlight messages under way to one receiver
/// @param inFlight messages under way to all receivers
/// @param pending messages that may wait for one receiver; beyond it the oldest become dead letters
/// @param subscriptions of one tenant
public record PushSettings(
    String mode,
    Duration keepFor,
    Duration keepDeadLetters,
    int deadLetters,
    Duration firstRetry,
    Duration slowestRetry,
    int receiverInFlight,
    int inFlight,
    int pending,
    int subscriptions,
    PostSettings post) {
  public PushSettings {
    if (!mode.equals("keep") && !mode.equals("aep")) {
      throw new IllegalArgumentException("push.mode must be keep or aep.");
    }
    if (!keepFor.isPositive() || !keepDeadLetters.isPositive()) {
      throw new IllegalArgumentException("push.keep-for and keep-dead-letters must be positive.");
    }
    if (!firstRetry.isPositive() || slowestRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException("push: the pauses must be positive and growing.");
    }
    if (receiverInFlight < 1 || inFlight < 2 * receiverInFlight) {
      throw new IllegalArgumentException(
          "push.in-flight must be at least twice push.receiver-in-flight.");
    }
    if (deadLetters < 1 || pending < 1 || subscriptions < 1) {
      throw new IllegalArgumentException("push: the bounds must be at least 1.");
    }
  }

  public static PushSettings defaults() {
    return new PushSettings(
        "keep",
        Duration.ofDays(3),
        Duration.ofDays(30),
        100_000,
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        16,
        512,
        10_000_000,
        1_000,
        PostSettings.defaults());
  }

  boolean dropsLikeAep() {
    return mode.equals("aep");
  }
}
