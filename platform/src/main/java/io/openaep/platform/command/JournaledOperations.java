package io.openaep.platform.command;

import io.openaep.platform.command.Commands.CancelResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Operations on objects, through the same dispatcher as the commands. Thread-safe.
record JournaledOperations(JournaledCommands commands, OperationStore store, OperationEnds ends)
    implements Operations {
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
  public CompletableFuture<Void> ended(long device, long operation) {
    return ends.of(device, operation);
  }

  @Override
  public Optional<Operation> find(long device, long operation) {
    return store.find(device, operation).map(this::present);
  }

  @Override
  public List<Operation> list(long device, long before, int limit) {
    return store.list(device, before, limit).stream().map(this::present).toList();
  }

  private Operation present(StoredOperation stored) {
    return new Operation(
        stored, stored.status().open() ? commands.standing(stored) : stored.detail());
  }
}
