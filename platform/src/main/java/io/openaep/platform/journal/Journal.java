package io.openaep.platform.journal;

import java.time.Instant;
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

  /// Events after `position`, oldest first: at most `limit`, fewer where they are large, but never
  /// none while there is one. Blocking.
  List<Recorded> read(long position, int limit);

  /// The place just before the oldest of the newest events that are all not older than `since`:
  /// reading on from here gives what happened since then.
  long positionBefore(Instant since);

  /// The position of the newest stored event; 0 if there is none.
  long end();

  /// All values of one space.
  List<StateEntry> state(String space);

  /// Deletes some of the oldest events: those up to position `passed` and older than `before`, at
  /// most `limit` at once so that appends do not stall; never the newest event, whose position must
  /// not be given out again.
  ///
  /// Completes with the number of deleted events; fewer than `limit` means that nothing more is to
  /// be deleted now. Completes exceptionally as {@link #append} does.
  CompletionStage<Integer> trim(long passed, Instant before, int limit);

  /// Waits until there is an event after `position` or `close` was called.
  ///
  /// @return false once the journal is closed
  boolean awaitAfter(long position) throws InterruptedException;

  /// Whether appends work now; a sentence with the reason otherwise (shown by the health check).
  Optional<String> trouble();

  @Override
  void close();
}
