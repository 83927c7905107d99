package io.openaep.platform.command;

import io.openaep.platform.command.Commands.CancelResult;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Operations on objects, through the same dispatcher as the commands. Thread-safe.
record JournaledOperations(JournaledCommands commands, OperationStore store) implements Operations {
  @Override
  public CompletionStage<Operation> create(NewOperation operation) {
    long device = operation.device().number();
    return commands
        .create(operation)
        .thenApply(id ->
            store
                .find(device, id)
                .map(stored -> new Operation(stored, "just saved"))
                .orElseThrow(() -> new CommandRefused("the device does not exist any more")));
  }

  @Override
  public CompletionStage<CancelResult> cancel(long device, long operation, String by) {
    return commands.cancel(device, operation, by);
  }

  @Override
  public Optional<Operation> find(long device, long operation) {
    return store.find(device, operation).map(this::present);
  }

  @Override
  public OperationPage list(long device, int page, int size) {
    if (page < 1 || size < 1) {
      throw new IllegalArgumentException("pages are counted from 1 and hold at least one row");
    }
    OperationStore.StoredPage found = store.list(device, page, size);
    return new OperationPage(
        found.total(), found.operations().stream().map(this::present).toList());
  }

  private Operation present(StoredOperation stored) {
    return new Operation(
        stored, stored.status().open() ? commands.standing(stored) : stored.detail());
  }
}
