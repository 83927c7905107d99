package io.openaep.platform.command;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.journal.StateEntry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A journal whose disk works when the test says so, one append at a time; a crash loses what was
/// not committed, and its appenders never hear of it.
class SteppedJournal implements Journal {
  private final List<Event> stored = new ArrayList<>();
  private final ArrayDeque<Append> pending = new ArrayDeque<>();
  private final List<Event> asked = new ArrayList<>();

  private record Append(List<Event> events, CompletableFuture<Long> done) {}

  @Override
  public CompletionStage<Long> append(List<Event> events, List<StateChange> changes) {
    Append append = new Append(List.copyOf(events), new CompletableFuture<>());
    pending.add(append);
    asked.addAll(append.events());
    return append.done().minimalCompletionStage();
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  /// Every event that was ever to be stored, whether or not it was.
  List<Event> asked() {
    return asked;
  }

  /// Writes the oldest append, if there is one.
  void commitOne() {
    Append append = pending.poll();
    if (append != null) {
      stored.addAll(append.events());
      append.done().complete((long) stored.size());
    }
  }

  /// The disk is full: what is pending fails.
  void refusePending() {
    List<Append> refused = List.copyOf(pending);
    pending.clear();
    refused.forEach(
        append -> append.done().completeExceptionally(new JournalUnavailable("disk full")));
  }

  void crash() {
    pending.clear();
  }

  List<Recorded> all() {
    return read(0, Integer.MAX_VALUE);
  }

  @Override
  public List<Recorded> read(long position, int limit) {
    List<Recorded> found = new ArrayList<>();
    for (int i = (int) position; i < stored.size() && found.size() < limit; i++) {
      found.add(new Recorded(i + 1L, stored.get(i)));
    }
    return found;
  }

  @Override
  public long end() {
    return stored.size();
  }

  @Override
  public long positionBefore(Instant since) {
    return stored.stream().takeWhile(it -> it.at().isBefore(since)).count();
  }

  @Override
  public List<StateEntry> state(String space) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Integer> trim(long passed, Instant before, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean awaitAfter(long position) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
