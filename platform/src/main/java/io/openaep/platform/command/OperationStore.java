package io.openaep.platform.command;

import io.openaep.platform.command.CommandStore.OpenCommand;
import java.util.List;
import java.util.Optional;

/// Operations on objects as folded from the journal, in the same fold as the commands they share
/// lanes with. Read by any thread.
public interface OperationStore {
  Optional<StoredOperation> find(long device, long id);

  /// Newest first, at most `limit`, with ids below `before`.
  List<StoredOperation> list(long device, long before, int limit);

  /// Every operation that has not ended, oldest first.
  List<OpenCommand> open();
}
