package io.openaep.platform.access.lwm2m.coap;

import java.util.ConcurrentModificationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.californium.elements.util.CheckedExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread on which all CoAP of the platform is spoken: parsing, matching, sessions, timers.
///
/// One thread on purpose: messages of a device are handled in the order of their arrival, session
/// state needs no locks, and a Californium exchange that is told to run "on its executor" runs at
/// once instead of being queued again, which closes the gap in which a notification right behind
/// the observe response was lost. It carries well above 100,000 messages a second; DTLS records are
/// decrypted on the connectors' own threads.
///
/// Timers wait on a second thread and only enqueue here. Nothing here may block.
public final class ProtocolThread extends ScheduledThreadPoolExecutor implements CheckedExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(ProtocolThread.class);

  private final ThreadPoolExecutor worker;
  private final int backlogLimit;
  private long taskNumber;
  private volatile @Nullable Thread thread;

  /// @param backlogLimit waiting tasks above which {@link #awaitRoom} makes receivers wait
  @SuppressWarnings("this-escape") // the thread factory only stores the thread
  public ProtocolThread(String name, int backlogLimit) {
    super(1, task -> daemon(task, name + "-timer"));
    this.backlogLimit = backlogLimit;
    setRemoveOnCancelPolicy(true);
    this.worker =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread made = daemon(task, name);
              thread = made;
              return made;
            });
  }

  private static Thread daemon(Runnable task, String name) {
    Thread made = new Thread(task, name);
    made.setDaemon(true);
    return made;
  }

  /// Runs `task` after everything that was enqueued before.
  ///
  /// @throws RejectedExecutionException after {@link #shutdown}
  @Override
  public void execute(Runnable task) {
    worker.execute(() -> guarded(task));
  }

  /// Runs `task` at once if the caller is on this thread, else enqueues it.
  ///
  /// @return false after shutdown, when it does nothing
  public boolean run(Runnable task) {
    if (checkOwner()) {
      task.run();
      return true;
    }
    return later(task);
  }

  /// Runs `task` as one of its own, after what runs now.
  ///
  /// @return false after shutdown, when it does nothing
  public boolean later(Runnable task) {
    try {
      execute(task);
      return true;
    } catch (RejectedExecutionException stopped) {
      return false;
    }
  }

  /// Makes a receiving thread wait while too many messages are queued, so that a flood fills the
  /// kernel's socket buffer (bounded, and counted there) instead of the heap. Returns at once on
  /// this thread itself.
  public void awaitRoom() {
    while (worker.getQueue().size() > backlogLimit && !isShutdown() && !checkOwner()) {
      LockSupport.parkNanos(100_000);
    }
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    return super.schedule(() -> run(task), delay, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable task, long initialDelay, long period, TimeUnit unit) {
    return super.scheduleAtFixedRate(() -> run(task), initialDelay, period, unit);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable task, long initialDelay, long delay, TimeUnit unit) {
    return super.scheduleWithFixedDelay(() -> run(task), initialDelay, delay, unit);
  }

  @Override
  public void shutdown() {
    super.shutdownNow();
    worker.shutdown();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return worker.awaitTermination(timeout, unit);
  }

  @Override
  public boolean checkOwner() {
    return Thread.currentThread().equals(thread);
  }

  @Override
  public void assertOwner() {
    if (!checkOwner()) {
      throw new ConcurrentModificationException("not on the protocol thread");
    }
  }

  /// Numbers the tasks: what a message causes at once is done under one number. On this thread.
  public long taskNumber() {
    return taskNumber;
  }

  private void guarded(Runnable task) {
    taskNumber++;
    try {
      task.run();
    } catch (Exception e) { // top of the thread
      LOG.error("failed on the protocol thread", e);
    }
  }
}
