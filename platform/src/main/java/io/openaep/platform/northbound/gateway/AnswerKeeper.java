package io.openaep.platform.northbound.gateway;

import io.openaep.platform.journal.StateChange;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// For a write that takes effect in one append to the journal: what it adds to that append, so that
/// its answer is remembered if, and only if, it has taken effect
/// (docs/adr/0014-a-call-is-one-append.md).
public interface AnswerKeeper {
  /// @param answer what the caller will get once the append is on disk
  /// @return to be stored in that append; asked for once
  List<StateChange> keep(Answer answer);

  /// To be told of the append before waiting for it: should that take too long, a repetition still
  /// gets what became of it.
  ///
  /// @param stored completes when all of it is on disk; with {@link
  ///   io.openaep.platform.journal.JournalUnavailable} if nothing of it is, or may not be
  void follow(CompletionStage<?> stored);
}
