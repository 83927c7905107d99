package io.openaep.platform.journal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Lets work that nobody waits for take at most half of the time: after each step it rests as long
/// as the step took. For one thread.
final class Pace implements BooleanSupplier {
  /// Else whoever waits for the lock between two short steps would hardly ever get it.
  private static final long SHORTEST_NANOS = Duration.ofMillis(1).toNanos();

  private static final long LONGEST_NANOS = Duration.ofSeconds(1).toNanos();

  private final CountDownLatch closed;
  private long rested = System.nanoTime();

  /// @param closed no further step once it has come to zero
  Pace(CountDownLatch closed) {
    this.closed = closed;
  }

  @Override
  public boolean getAsBoolean() {
    long took = System.nanoTime() - rested;
    boolean open;
    try {
      open = !closed.await(Math.clamp(took, SHORTEST_NANOS, LONGEST_NANOS), TimeUnit.NANOSECONDS);
    } catch (InterruptedException unexpected) {
      Thread.currentThread().interrupt();
      open = false;
    }
    rested = System.nanoTime();
    return open;
  }
}
