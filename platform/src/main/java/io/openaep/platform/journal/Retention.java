package io.openaep.platform.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the journal bounded: deletes what is older than an age and has been passed by every tail,
/// in slices that go through the writer between commits, so that appends hardly notice. Then has
/// the folds drop what is too old for them; none of it while the clock looks wrong ({@link
/// SteadyClock}). Runs on a thread of its own, `journal-retention`. The files do not shrink; what
/// was freed is used again.
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /// Deleting these takes about as long as a commit.
  private static final int SLICE_EVENTS = 1_000;

  private static final int LOOK_BACK_EVENTS = 100;

  private final Journal journal;
  private final List<Tail> tails;
  private final LongSupplier released;
  private final Duration age;
  private final Duration every;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /// @param tails every tail there is: none may miss an event
  /// @param age how long events are kept at least
  /// @param every the pause between two sweeps
  public Retention(
      Journal journal, List<Tail> tails, Duration age, Duration every, InstantSource clock) {
    this(journal, tails, () -> Long.MAX_VALUE, age, every, clock);
  }

  /// @param released a position up to which events are not referred to by what the tails folded
  public Retention(
      Journal journal,
      List<Tail> tails,
      LongSupplier released,
      Duration age,
      Duration every,
      InstantSource clock) {
    this(journal, tails, released, age, every, clock, System::nanoTime);
  }

  /// @param nanos a clock that cannot jump
  Retention(
      Journal journal,
      List<Tail> tails,
      LongSupplier released,
      Duration age,
      Duration every,
      InstantSource clock,
      LongSupplier nanos) {
    this.journal = journal;
    this.tails = List.copyOf(tails);
    this.released = released;
    this.age = age;
    this.every = every;
    this.clock = clock;
    this.nanos = nanos;
    this.thread = Thread.ofPlatform().name("journal-retention").daemon().unstarted(this::run);
  }

  public Retention start() {
    thread.start();
    return this;
  }

  /// Deletes all that may go now; blocking.
  ///
  /// @return how many events
  /// @throws CompletionException with a {@link JournalUnavailable} if the journal cannot write
  public long sweep() {
    long folded = tails.stream().mapToLong(Tail::position).min().orElse(0);
    long passed = Math.min(folded, released.getAsLong());
    Instant before = clock.instant().minus(age);
    long deleted = 0;
    int slice = SLICE_EVENTS;
    while (slice == SLICE_EVENTS && closed.getCount() > 0) {
      slice = journal.trim(passed, before, SLICE_EVENTS).toCompletableFuture().join();
      deleted += slice;
    }
    return deleted;
  }

  private void run() {
    List<Work> all = new ArrayList<>();
    all.add(new Work("the journal", this::trim));
    for (Tail tail : tails) {
      all.add(new Work(tail.name(), () -> tail.dropOld(new Pace(closed))));
    }
    SteadyClock time = new SteadyClock(clock, nanos, newest());
    boolean waits = false;
    try {
      while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        boolean steady = time.isSteady();
        if (steady) {
          all.forEach(Work::run);
        } else if (!waits) {
          LOG.warn(
              "clock jumped ahead, nothing is deleted for its age now={} resumesIn={}",
              clock.instant(),
              SteadyClock.SETTLES_IN);
        }
        waits = !steady;
      }
    } catch (InterruptedException unexpected) {
      LOG.error("journal retention interrupted: stopping", unexpected);
    }
  }

  /// The time of the last event but for starts, to tell whether the clock can be right.
  private Instant newest() {
    return journal.read(Math.max(0, journal.end() - LOOK_BACK_EVENTS), LOOK_BACK_EVENTS).stream()
        .map(Recorded::event)
        .filter(it -> !(it instanceof Event.PlatformStarted))
        .map(Event::at)
        .max(Comparator.naturalOrder())
        .orElseGet(clock::instant);
  }

  private void trim() {
    long deleted = sweep();
    if (deleted > 0) {
      LOG.info("journal trimmed events={}", deleted);
    }
  }

  /// What is done each time; that one fails keeps no other from it, and is told once.
  private static final class Work {
    private final String of;
    private final Runnable task;
    private boolean failing;

    Work(String of, Runnable task) {
      this.of = of;
      this.task = task;
    }

    void run() {
      try {
        task.run();
        failing = false;
      } catch (Exception e) {
        if (!failing) {
          LOG.warn("retention failed, will retry of=\"{}\" reason=\"{}\"", of, e.getMessage());
        }
        failing = true;
      }
    }
  }

  /// Ends after the slice in hand.
  @Override
  public void close() {
    closed.countDown();
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
