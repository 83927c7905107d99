package io.openaep.platform.northbound.gateway;

import io.openaep.platform.journal.StateChange;
import java.util.List;

/// For a write that takes effect in one append to the journal: what it adds to that append, so that
/// its answer is remembered if, and only if, it has taken effect
/// (docs/adr/0014-a-call-is-one-append.md).
@FunctionalInterface
public interface AnswerKeeper {
  /// @param answer what the caller will get once the append is on disk
  /// @return to be stored in that append; asked for once
  List<StateChange> keep(Answer answer);
}
