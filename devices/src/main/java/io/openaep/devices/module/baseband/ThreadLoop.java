package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loop on a thread of its own, for real use. What is still waiting when it is closed never runs.
public final class ThreadLoop implements ModuleLoop, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);

  private final String device;
  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor thread;

  /// @param device names the thread and its log lines
  public ThreadLoop(String device, InstantSource clock) {
    this.device = device;
    this.clock = clock;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("module-" + device).daemon().factory());
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    thread.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void run(Runnable task) {
    try {
      thread.execute(() -> guarded(task));
    } catch (RejectedExecutionException e) {
      LOG.debug("device={} event=late-task the module is gone", device);
    }
  }

  @Override
  public Task after(Duration delay, Runnable task) {
    try {
      Future<?> future =
          thread.schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.debug("device={} event=late-timer the module is gone", device);
      return () -> {};
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  /// The top of the module's thread: what breaks is our mistake, is logged once, and the module
  /// goes on.
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (Exception e) {
      LOG.error("device={} event=fault", device, e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
