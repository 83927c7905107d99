package io.openaep.platform.command;

import io.openaep.platform.journal.StateChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// What the API can do with commands. Thread-safe.
public interface Commands {
  /// Stores a command for delivery. Completes when it is on disk and can be found by {@link #find};
  /// completes exceptionally with {@link CommandRefused} when a bound is exceeded.
  CompletionStage<Command> create(NewCommand command);

  /// Makes commands for several devices ready, to be stored in one append: a call that is cut off
  /// by a crash happened whole or not at all. The stage completes on the dispatcher's thread;
  /// exceptionally with {@link io.openaep.platform.journal.JournalUnavailable} while no commands
  /// are taken.
  CompletionStage<CommandBatch> prepare(List<NewCommand> wanted);

  /// Cancels a command that has never been sent, atomically with sending: either it is cancelled
  /// and never leaves, or it is refused because it left.
  CompletionStage<CancelResult> cancel(long device, long commandId, String by);

  /// Cancels every command of a device that has never been sent, all in one append.
  ///
  /// @param together stored in the same append
  /// @return how many were cancelled
  CompletionStage<Integer> cancelAll(long device, String by, List<StateChange> together);

  Optional<Command> find(long device, long commandId);

  /// Commands of a device created in [from, to], newest first.
  ///
  /// @param status those that are so; empty for all
  /// @param page from 1
  CommandPage list(
      long device, Optional<CommandStatus> status, Instant from, Instant to, int page, int size);

  /// The same, whatever their status.
  default CommandPage list(long device, Instant from, Instant to, int page, int size) {
    return list(device, Optional.empty(), from, to, page, size);
  }

  /// @param total over all pages
  record CommandPage(long total, List<Command> commands) {
    public CommandPage {
      commands = List.copyOf(commands);
    }
  }

  /// What became of a wish to cancel.
  enum CancelResult {
    CANCELLED,
    /// It was sent, has ended, or was cancelled before.
    TOO_LATE,
    UNKNOWN
  }
}
