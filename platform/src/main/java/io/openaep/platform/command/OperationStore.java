package io.openaep.platform.command;

import io.openaep.platform.command.CommandStore.OpenCommand;
import java.util.List;
import java.util.Optional;

/// Operations on objects as folded from the journal, in the same fold as the commands they share
/// lanes with. Read by any thread.
public interface OperationStore {
  Optional<StoredOperation> find(long device, long id);

  /// Newest first.
  ///
  /// @param page from 1
  StoredPage list(long device, int page, int size);

  /// Every operation that has not ended, oldest first.
  List<OpenCommand> open();

  /// @param total over all pages
  record StoredPage(long total, List<StoredOperation> operations) {
    public StoredPage {
      operations = List.copyOf(operations);
    }
  }
}
