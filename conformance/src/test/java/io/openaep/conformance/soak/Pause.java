package io.openaep.conformance.soak;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Lets real time pass: what is measured here is what happens meanwhile, so there is nothing to
/// wait for.
final class Pause {
  private Pause() {}

  static void of(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    for (long rest = length.toNanos(); rest > 0; rest = end - System.nanoTime()) {
      LockSupport.parkNanos(rest);
    }
  }
}
