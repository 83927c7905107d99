package io.openaep.devices.link;

import java.time.Duration;
import java.time.Instant;

/// The one thread of a device, with its clock. Everything a link does with its state happens in
/// tasks of the lane, one at a time and in order, so that the protocol code needs no locks and runs
/// on a virtual clock in tests. Sockets are read by threads of their own, which only hand what they
/// read to the lane.
public interface Lane {
  /// Runs `task` as soon as the lane is free. May be called from any thread.
  void run(Runnable task);

  /// Runs `task` on the lane when `delay` is over. May be called from any thread.
  Later after(Duration delay, Runnable task);

  /// The lane's time.
  Instant now();

  /// A task that has not run yet.
  @FunctionalInterface
  interface Later {
    /// Called on the lane: the task will not run any more. Without effect if it has run.
    void cancel();
  }
}
