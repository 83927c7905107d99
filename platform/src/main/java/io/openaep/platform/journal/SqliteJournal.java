package io.openaep.platform.journal;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.store.ConnectionSource;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The journal in one SQLite file. Appends are encoded on the caller's thread, put into a bounded
/// queue and committed in groups by one writer thread (`journal`), which also completes their
/// stages; reads run on connections of their own and see only what has been committed and
/// acknowledged.
public final class SqliteJournal implements Journal {
  private final JournalStore store;
  private final AppendQueue queue;
  private final JournalMeters meters;
  private final RecentEvents recent;
  private final Thread writer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private boolean closed;
  private volatile long end;

  /// Opens or makes the file and starts the writer.
  ///
  /// @param source a file of its own whose commits wait for the disk
  /// @throws io.openaep.platform.store.UnusableData if the file cannot be used
  public static SqliteJournal open(
      ConnectionSource source,
      JournalSettings settings,
      InstantSource clock,
      MeterRegistry meters) {
    SqliteJournal journal = new SqliteJournal(JournalStore.open(source, clock), settings, meters);
    journal.writer.start();
    return journal;
  }

  private SqliteJournal(JournalStore store, JournalSettings settings, MeterRegistry registry) {
    this.store = store;
    this.queue = new AppendQueue(settings);
    this.meters = new JournalMeters(registry, queue);
    this.end = store.newest();
    this.recent = new RecentEvents(settings.recentEvents(), settings.recentBytes(), end);
    JournalWriter loop =
        new JournalWriter(store, queue, settings, meters, recent, end, this::advance);
    this.writer = Thread.ofPlatform().name("journal").unstarted(loop);
  }

  @Override
  public CompletionStage<Long> append(List<Event> events, List<StateChange> changes) {
    return offer(Append.of(events, changes, meters.nanos()));
  }

  private CompletionStage<Long> offer(Append append) {
    Optional<String> refusal = queue.offer(append);
    if (refusal.isPresent()) {
      meters.refused();
      return CompletableFuture.failedStage(new JournalUnavailable(refusal.get()));
    }
    return append.done();
  }

  @Override
  public List<Recorded> read(long position, int limit) {
    long last = end;
    if (position >= last) {
      return List.of();
    }
    return recent.read(position, last, limit).orElseGet(() -> store.read(position, last, limit));
  }

  @Override
  public long positionBefore(Instant since) {
    return store.positionBefore(since);
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public List<StateEntry> state(String space) {
    return store.state(space);
  }

  @Override
  public CompletionStage<Integer> trim(long passed, Instant before, int limit) {
    var doomed = store.doomed(Math.min(passed, end - 1), before, limit);
    if (doomed.events() == 0) {
      return CompletableFuture.completedStage(0);
    }
    return offer(Append.trim(doomed.upTo(), meters.nanos()))
        .thenApply(_ -> {
          meters.trimmed(doomed.events());
          recent.dropUpTo(doomed.upTo());
          return doomed.events();
        });
  }

  @Override
  public boolean awaitAfter(long position) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && end <= position) {
        moved.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void advance(long newEnd) {
    lock.lock();
    try {
      end = newEnd;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> trouble() {
    return queue.refusal();
  }

  /// Stores what waits, then ends. Call it after the doors are closed and before the tails are.
  @Override
  public void close() {
    queue.close();
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    lock.lock();
    try {
      closed = true;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
    store.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
