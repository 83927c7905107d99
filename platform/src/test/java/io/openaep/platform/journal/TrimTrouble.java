package io.openaep.platform.journal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A journal whose trims fail on demand.
final class TrimTrouble implements Journal {
  private final Journal journal;
  volatile boolean failing = true;
  volatile boolean failed;

  TrimTrouble(Journal journal) {
    this.journal = journal;
  }

  @Override
  public CompletionStage<Integer> trim(long passed, Instant before, int limit) {
    if (failing) {
      failed = true;
      return CompletableFuture.failedStage(new JournalUnavailable("The disk is full."));
    }
    return journal.trim(passed, before, limit);
  }

  @Override
  public CompletionStage<Long> append(List<Event> events, List<StateChange> changes) {
    return journal.append(events, changes);
  }

  @Override
  public List<Recorded> read(long position, int limit) {
    return journal.read(position, limit);
  }

  @Override
  public long positionBefore(Instant since) {
    return journal.positionBefore(since);
  }

  @Override
  public long end() {
    return journal.end();
  }

  @Override
  public List<StateEntry> state(String space) {
    return journal.state(space);
  }

  @Override
  public boolean awaitAfter(long position) throws InterruptedException {
    return journal.awaitAfter(position);
  }

  @Override
  public Optional<String> trouble() {
    return journal.trouble();
  }

  @Override
  public void close() {
    journal.close();
  }
}
