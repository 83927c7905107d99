package io.openaep.platform.command;

import io.openaep.platform.journal.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Commands as folded from the journal, with the position up to which they are. `SqlCommandStore`,
/// and a fake in memory for tests; both pass the same contract test. Read by any thread, folded by
/// the tail's.
public interface CommandStore {
  /// Everything up to here is folded; 0 at first.
  long position();

  /// The highest id ever folded, whether or not the command is still kept; 0 at first.
  long highestId();

  /// Folds a batch and its position in one transaction. Events up to {@link #position} are passed
  /// over, so a batch may come again. Events of no interest cost nothing: then the position on disk
  /// may stay behind a little.
  void fold(List<Recorded> batch);

  Optional<StoredCommand> find(long device, long id);

  /// Commands of a device created in [from, to], newest first.
  ///
  /// @param status those that are so; empty for all
  /// @param page from 1
  StoredPage list(
      long device, Optional<CommandStatus> status, Instant from, Instant to, int page, int size);

  /// The operations on objects that the same fold keeps.
  OperationStore operations();

  /// The tasks of commands of thing models.
  TaskStore tasks();

  /// Every command that has not ended, oldest first, without the payloads.
  List<OpenCommand> open();

  /// @param total over all pages
  record StoredPage(long total, List<StoredCommand> commands) {
    public StoredPage {
      commands = List.copyOf(commands);
    }
  }

  /// What a lane must know of a command.
  ///
  /// @param sent SENT is on disk
  record OpenCommand(
      long id, long device, long position, Instant createdAt, Duration ttl, boolean sent) {}
}
