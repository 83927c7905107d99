package io.openaep.platform.command;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread of the dispatcher, and its mailbox. It runs what it is given in order, and
/// between two messages what is due by the clock.
final class DispatcherThread implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DispatcherThread.class);

  /// The longest nap: a clock that was set forward is noticed within it.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /// So many batches of the journal may lie in the mailbox before the tail has to wait.
  private static final int BATCHES_WAITING = 64;

  /// More than there will ever be batches after the end: the tail must not wait any more.
  private static final int PERMITS_AT_THE_END = Integer.MAX_VALUE / 2;

  private final InstantSource clock;
  private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
  private final Semaphore batches = new Semaphore(BATCHES_WAITING);
  private final Dispatcher dispatcher;
  private final Thread thread;
  private final AtomicBoolean closed = new AtomicBoolean();
  private boolean stopping;
  private volatile boolean over;

  /// @param made makes the dispatcher, which is given this mailbox
  DispatcherThread(InstantSource clock, Function<Executor, Dispatcher> made) {
    this.clock = clock;
    this.dispatcher = made.apply(mailbox::add);
    this.thread = Thread.ofPlatform().name("command-dispatcher").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Dispatcher dispatcher() {
    return dispatcher;
  }

  /// Never blocks.
  @Override
  public void execute(Runnable message) {
    mailbox.add(message);
    if (over) {
      drain();
    }
  }

  /// As {@link #execute}, but waits while too many lie there: for the tail, which can.
  void executeBatch(Runnable message) {
    batches.acquireUninterruptibly();
    execute(() -> {
      batches.release();
      message.run();
    });
  }

  private void run() {
    while (!stopping) {
      step();
    }
    dispatcher.stop();
    over = true;
    drain();
  }

  /// The thread has ended: whoever comes late finds a dispatcher that has stopped.
  private synchronized void drain() {
    for (Runnable late = mailbox.poll(); late != null; late = mailbox.poll()) {
      late.run();
    }
  }

  private void step() {
    try {
      Runnable message = mailbox.poll(napMilliseconds(), TimeUnit.MILLISECONDS);
      if (message != null) {
        message.run();
      }
    } catch (InterruptedException unexpected) {
      LOG.warn("dispatcher interrupted");
    } catch (Exception e) {
      LOG.error("dispatcher failed", e);
    }
    boolean more = true;
    while (more) {
      more = due();
    }
  }

  private boolean due() {
    try {
      return dispatcher.runDue();
    } catch (Exception e) {
      LOG.error("dispatcher failed", e);
      return true;
    }
  }

  private long napMilliseconds() {
    Optional<Instant> due = dispatcher.nextDue();
    Duration nap = due.map(it -> Duration.between(clock.instant(), it)).orElse(LONGEST_WAIT);
    return Math.clamp(nap.toMillis() + 1, 0, LONGEST_WAIT.toMillis());
  }

  /// Ends the thread after what is in the mailbox now. Whoever waits for an answer is told.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      mailbox.add(() -> stopping = true);
      batches.release(PERMITS_AT_THE_END);
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
