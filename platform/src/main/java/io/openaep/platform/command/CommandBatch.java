package io.openaep.platform.command;

import io.openaep.platform.journal.StateChange;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Commands for several devices, made ready together: each has its id and counts against the
/// bounds, but none is stored yet. They are stored in one append, so that after a crash all of them
/// are there or none (docs/adr/0014-a-call-is-one-append.md). Of the thread that asked for it.
public interface CommandBatch extends AutoCloseable {
  /// What became of each wish, in their order.
  List<Row> rows();

  /// Stores all that are ready, and `together` with them. Completes when that is on disk and the
  /// commands can be found; exceptionally with {@link
  /// io.openaep.platform.journal.JournalUnavailable} when nothing of it was stored. To be called
  /// once.
  CompletionStage<Void> store(List<StateChange> together);

  /// Gives up what was not stored.
  @Override
  void close();

  /// What became of one wish.
  sealed interface Row {
    /// @param command as it will be when it is stored
    record Ready(Command command) implements Row {}

    /// @param reason a sentence for the caller
    record Refused(String reason) implements Row {}
  }
}
