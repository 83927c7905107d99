package io.openaep.platform.journal;

import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// A journal for tests: keeps everything in memory, stores on the caller's thread at once, and on
/// demand holds its appends back ({@link #hold}, {@link #release}) or refuses them ({@link
/// #refuse}, {@link #accept}). Passes the same contract test as the real one.
public final class MemoryJournal implements Journal {
  private final int queueLimitEvents;
  private final TreeMap<Long, Event> events = new TreeMap<>();
  private final Map<String, Map<String, StateEntry>> state = new TreeMap<>();
  private final ArrayDeque<Append> queue = new ArrayDeque<>();
  private long newest;
  private long visible;
  private boolean held;
  private boolean committing;
  private boolean closed;
  private @Nullable String refusal;

  private record Append(
      List<Event> events, List<StateChange> changes, CompletableFuture<Long> done) {}

  public MemoryJournal() {
    this(100_000);
  }

  /// @param queueLimitEvents how many events may wait while appends are held
  public MemoryJournal(int queueLimitEvents) {
    this.queueLimitEvents = queueLimitEvents;
  }

  /// From now on appends wait.
  public synchronized void hold() {
    held = true;
  }

  /// Stores what waits, in order, and holds no longer.
  public void release() {
    synchronized (this) {
      held = false;
    }
    commit();
  }

  /// What waits, and every append from now on, fails as if the disk were full.
  public void refuse(String reason) {
    List<Append> failing;
    synchronized (this) {
      refusal = reason;
      failing = new ArrayList<>(queue);
      queue.clear();
    }
    failing.forEach(append -> append.done().completeExceptionally(new JournalUnavailable(reason)));
  }

  public synchronized void accept() {
    refusal = null;
  }

  /// Every stored event, for assertions.
  public synchronized List<Event> events() {
    return List.copyOf(events.values());
  }

  @Override
  public CompletionStage<Long> append(List<Event> events, List<StateChange> changes) {
    Append append =
        new Append(List.copyOf(events), List.copyOf(changes), new CompletableFuture<>());
    synchronized (this) {
      if (closed) {
        return CompletableFuture.failedStage(new JournalUnavailable("The journal is closed."));
      }
      if (refusal != null) {
        return CompletableFuture.failedStage(new JournalUnavailable(refusal));
      }
      int queued = queue.stream().mapToInt(waiting -> waiting.events().size()).sum();
      if (queued + events.size() > queueLimitEvents) {
        return CompletableFuture.failedStage(new JournalUnavailable("The queue is full."));
      }
      queue.add(append);
    }
    commit();
    return append.done().minimalCompletionStage();
  }

  /// Stores one append after the other. A stage's dependents may append again: that is stored by
  /// the outer call.
  private void commit() {
    synchronized (this) {
      if (committing) {
        return;
      }
      committing = true;
    }
    while (true) {
      Append next;
      long end;
      synchronized (this) {
        if (held || queue.isEmpty()) {
          committing = false;
          return;
        }
        next = queue.remove();
        next.events().forEach(event -> events.put(++newest, event));
        next.changes().forEach(this::apply);
        end = newest;
      }
      next.done().complete(end);
      synchronized (this) {
        visible = end;
        notifyAll();
      }
    }
  }

  private void apply(StateChange change) {
    Map<String, StateEntry> space = state.computeIfAbsent(change.space(), _ -> new TreeMap<>());
    Optional<Bytes> value = change.value();
    String name = change.device() + "/" + change.key();
    if (value.isPresent()) {
      space.put(name, new StateEntry(change.space(), change.key(), change.device(), value.get()));
    } else if (change.key().isEmpty()) {
      space.values().removeIf(entry -> entry.device() == change.device());
    } else {
      space.remove(name);
    }
  }

  @Override
  public synchronized List<Recorded> read(long position, int limit) {
    return events.tailMap(position, false).entrySet().stream()
        .takeWhile(entry -> entry.getKey() <= visible)
        .limit(limit)
        .map(entry -> new Recorded(entry.getKey(), entry.getValue()))
        .toList();
  }

  @Override
  public synchronized long positionBefore(Instant since) {
    for (var entry : events.descendingMap().entrySet()) {
      if (entry.getValue().at().isBefore(since)) {
        return entry.getKey();
      }
    }
    return 0;
  }

  @Override
  public synchronized long end() {
    return visible;
  }

  @Override
  public synchronized List<StateEntry> state(String space) {
    return List.copyOf(state.getOrDefault(space, Map.of()).values());
  }

  @Override
  public synchronized CompletionStage<Integer> trim(long passed, Instant before, int limit) {
    int trimmed = 0;
    while (trimmed < limit
        && events.size() > 1
        && events.firstKey() <= passed
        && events.firstEntry().getValue().at().isBefore(before)) {
      events.pollFirstEntry();
      trimmed++;
    }
    return CompletableFuture.completedStage(trimmed);
  }

  @Override
  public synchronized boolean awaitAfter(long position) throws InterruptedException {
    while (!closed && visible <= position) {
      wait();
    }
    return !closed;
  }

  @Override
  public synchronized Optional<String> trouble() {
    return closed ? Optional.of("The journal is closed.") : Optional.ofNullable(refusal);
  }

  @Override
  public void close() {
    release();
    synchronized (this) {
      closed = true;
      notifyAll();
    }
  }
}
