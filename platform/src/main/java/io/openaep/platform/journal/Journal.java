package io.openaep.platform.journal;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// The durable log. Implementations: `SqliteJournal`, `MemoryJournal` (tests); both pass the same
/// contract test. Thread-safe.
public interface Journal extends AutoCloseable {
  /// Appends events and state changes as one unit: all or nothing, and in order of the calls of one
  /// thread.
  ///
  /// Completes with the position of the last event (of the journal's end, if there are only state
  /// changes) when it is on disk, on the writer's thread, before any tail sees it. Completes
  /// exceptionally with {@link JournalUnavailable} when it was not stored: disk full, the queue of
  /// un-stored appends is full, or closed. Never blocks.
  CompletionStage<Long> append(List<Event> events, List<StateChange> changes);

  default CompletionStage<Long> append(Event event) {
    return append(List.of(event), List.of());
  }

  /// Events after `position`, oldest first, at most `limit`.
  List<Recorded> read(long position, int limit);

  /// The position of the newest stored event; 0 if there is none.
  long end();

  /// All values of one space.
  List<StateEntry> state(String space);

  /// Waits until there is an event after `position` or `close` was called.
  ///
  /// @return false once the journal is closed
  boolean awaitAfter(long position) throws InterruptedException;

  /// Whether appends work now; a sentence with the reason otherwise (shown by the health check).
  Optional<String> trouble();

  @Override
  void close();
}
