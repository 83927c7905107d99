package io.openaep.platform.registry;

import java.util.List;

/// Changes of the registry that others must hear of, each committed with the change itself. Read by
/// one follower, who takes out what it has passed on. Blocking; thread-safe.
public interface Outbox {
  /// The id of the newest change, 0 if there has been none.
  long end();

  /// Entries after `id`, oldest first.
  List<OutboxEntry> after(long id, int limit);

  /// Forgets entries that have been passed on.
  void drop(long upTo);

  /// Waits until there is an entry after `id`, but no longer than so many milliseconds.
  void awaitAfter(long id, long atMostMs) throws InterruptedException;
}
