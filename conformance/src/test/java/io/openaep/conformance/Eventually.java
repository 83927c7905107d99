package io.openaep.conformance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;

/// Waits for what the platform does by itself, without a call of ours.
final class Eventually {
  private Eventually() {}

  /// Repeats the assertion until it holds, for at most fifteen seconds: a busy machine starts
  /// programs slowly.
  static void holds(ThrowingRunnable assertion) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(assertion);
  }
}
