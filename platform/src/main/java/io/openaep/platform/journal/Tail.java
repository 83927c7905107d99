package io.openaep.platform.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the journal for one {@link Fold}, on a thread of its own named `tail-<fold>`. It pulls:
/// the journal knows no listeners, so a slow or failing fold holds up nobody but those who ask for
/// what it folds. Under load it lets events gather between two batches ({@link TailSettings}).
/// After a failure it reads on from the same place, for ever, with growing pauses and shrinking
/// batches: the log of the streak's end names the event that would not go through.
public final class Tail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

  private final Journal journal;
  private final Fold fold;
  private final TailSettings settings;
  private final Counter failures;
  private final Thread thread;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition hurry = lock.newCondition();
  private final PriorityQueue<Waiter> waiters =
      new PriorityQueue<>(Comparator.comparingLong(Waiter::position));
  private boolean stopped;
  private boolean waitingForEvents;
  private volatile long position;
  private volatile boolean failing;

  private record Waiter(long position, CompletableFuture<Void> folded) {}

  /// Reads the fold's position; {@link #start} begins to follow.
  public Tail(Journal journal, Fold fold, TailSettings settings, MeterRegistry meters) {
    this.journal = journal;
    this.fold = fold;
    this.settings = settings;
    this.position = fold.position();
    this.failures =
        Counter.builder("openaep.tail.failures")
            .description("Batches that could not be folded and were tried again")
            .tag("fold", fold.name())
            .register(meters);
    this.thread = Thread.ofPlatform().name("tail-" + fold.name()).unstarted(this::run);
    Gauge.builder("openaep.tail.lag", this, Tail::lag)
        .tag("fold", fold.name())
        .description("Events of the journal that this fold has not seen")
        .register(meters);
  }

  /// Why what is asked of this fold is not up to date; empty while it works.
  public Optional<String> trouble() {
    return failing
        ? Optional.of(
            "The fold %s fails and tries again; it stands at %d, %d events behind."
                .formatted(name(), position, lag()))
        : Optional.empty();
  }

  public Tail start() {
    thread.start();
    return this;
  }

  public String name() {
    return fold.name();
  }

  /// The position up to which the fold has durably folded.
  public long position() {
    return position;
  }

  /// Has the fold drop what is too old; see {@link Fold#dropOld}.
  void dropOld(BooleanSupplier goOn) {
    fold.dropOld(goOn);
  }

  /// How far the fold is behind the journal's end, in positions.
  public long lag() {
    return Math.max(0, journal.end() - position);
  }

  /// Completes once the fold has reached the journal's end for the first time; exceptionally if the
  /// tail is closed before.
  public CompletionStage<Void> caughtUp() {
    return caughtUp.minimalCompletionStage();
  }

  /// Completes when the event at `position` has been folded, so that an API call can answer after
  /// its own append is visible. Completes on the tail's thread, where nothing slow may be done, or
  /// at once; exceptionally with {@link JournalUnavailable} when the tail is closed before.
  public CompletionStage<Void> awaitFolded(long awaited) {
    if (position >= awaited) {
      return CompletableFuture.completedStage(null);
    }
    lock.lock();
    try {
      if (position >= awaited) {
        return CompletableFuture.completedStage(null);
      }
      if (stopped) {
        return CompletableFuture.failedStage(closedEarly());
      }
      CompletableFuture<Void> folded = new CompletableFuture<>();
      waiters.add(new Waiter(awaited, folded));
      hurry.signalAll();
      return folded.minimalCompletionStage();
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the batch in hand and ends the thread. What is not folded stays for the next start.
  @Override
  public void close() {
    lock.lock();
    try {
      stopped = true;
      hurry.signalAll();
      if (waitingForEvents) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    giveUpWaiters();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    int streak = 0;
    int batchEvents = settings.batchEvents();
    while (!isStopped()) {
      try {
        List<Recorded> batch = journal.read(position, batchEvents);
        if (!batch.isEmpty()) {
          fold.fold(batch);
          folded(batch.getLast().position());
        }
        if (streak > 0) {
          LOG.info("tail works again fold={} position={} failures={}", name(), position, streak);
          streak = 0;
          failing = false;
        }
        batchEvents = Math.min(settings.batchEvents(), batchEvents * 2);
        if (position >= journal.end()) {
          caughtUp.complete(null);
        }
        if (settings.gathersAfter(batch.size())) {
          gather();
        }
        if (position >= journal.end() && !awaitEvents()) {
          break;
        }
      } catch (Exception e) {
        streak++;
        failing = true;
        failures.increment();
        if (streak == 1) {
          LOG.error(
              "tail failed, will retry fold={} after={} batch={}",
              name(),
              position,
              batchEvents,
              e);
        }
        batchEvents = Math.max(1, batchEvents / 2);
        pause(settings.pauseAfter(streak), () -> false);
      }
    }
    giveUpWaiters();
  }

  private void folded(long reached) {
    List<Waiter> done = new ArrayList<>();
    lock.lock();
    try {
      position = reached;
      while (!waiters.isEmpty() && waiters.element().position() <= reached) {
        done.add(waiters.remove());
      }
    } finally {
      lock.unlock();
    }
    for (Waiter waiter : done) {
      waiter.folded().complete(null);
    }
  }

  /// Lets events gather for a while; shorter if somebody waits for one to be folded.
  private void gather() {
    pause(settings.gathering(), () -> !waiters.isEmpty());
  }

  /// @return false when there is nothing more to wait for
  private boolean awaitEvents() {
    lock.lock();
    try {
      if (stopped) {
        return false;
      }
      waitingForEvents = true;
    } finally {
      lock.unlock();
    }
    boolean open = true;
    try {
      open = journal.awaitAfter(position);
    } catch (InterruptedException closing) {
      // Only close() interrupts; the loop sees `stopped`.
    }
    lock.lock();
    try {
      waitingForEvents = false;
    } finally {
      lock.unlock();
    }
    // A close() that came while the wait ended by itself has left its mark behind.
    boolean _ = Thread.interrupted();
    return open;
  }

  /// @param cutShort asked under the lock
  private void pause(Duration duration, BooleanSupplier cutShort) {
    lock.lock();
    try {
      long left = duration.toNanos();
      while (!stopped && left > 0 && !cutShort.getAsBoolean()) {
        left = hurry.awaitNanos(left);
      }
    } catch (InterruptedException unexpected) {
      // Nobody interrupts a pausing tail; one that is interrupted all the same retries early.
    } finally {
      lock.unlock();
    }
  }

  private boolean isStopped() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  private void giveUpWaiters() {
    List<Waiter> left;
    lock.lock();
    try {
      stopped = true;
      left = new ArrayList<>(waiters);
      waiters.clear();
    } finally {
      lock.unlock();
    }
    for (Waiter waiter : left) {
      waiter.folded().completeExceptionally(closedEarly());
    }
    caughtUp.completeExceptionally(closedEarly());
  }

  private JournalUnavailable closedEarly() {
    return JournalUnavailable.perhapsStored(
        "The tail '" + name() + "' was closed before it got there.");
  }
}
