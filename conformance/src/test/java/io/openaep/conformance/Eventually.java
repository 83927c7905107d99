package io.openaep.conformance;

import static io.openaep.conformance.Patience.await;

import org.awaitility.core.ThrowingRunnable;

/// Waits for what the platform does by itself, without a call of ours.
final class Eventually {
  private Eventually() {}

  /// Repeats the assertion until it holds.
  static void holds(ThrowingRunnable assertion) {
    await().untilAsserted(assertion);
  }
}
