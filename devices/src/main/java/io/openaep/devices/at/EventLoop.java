package io.openaep.devices.at;

import java.time.Duration;
import java.time.Instant;

/// The one thread on which an interpreter and everything behind it runs: tasks one at a time and in
/// order, so that nothing behind it needs a lock and tests can turn the clock by hand.
public interface EventLoop {
  /// Runs `task` as soon as the loop is free. May be called from any thread.
  void run(Runnable task);

  /// Runs `task` on the loop when `delay` is over. May be called from any thread.
  Timer after(Duration delay, Runnable task);

  /// The loop's time.
  Instant now();

  /// A task that has not run yet.
  @FunctionalInterface
  interface Timer {
    /// Called on the loop: the task will not run any more. Without effect if it has run.
    void cancel();
  }
}
