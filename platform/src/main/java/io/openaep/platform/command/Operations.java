package io.openaep.platform.command;

import io.openaep.platform.command.Commands.CancelResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// What the API can do with operations on the objects of LwM2M devices: saved, decided and sent in
/// the device's one lane, like commands. Thread-safe.
public interface Operations {
  /// Stores an operation. Completes when it is on disk and can be found by {@link #find}; completes
  /// exceptionally with {@link CommandRefused} when it cannot be accepted.
  CompletionStage<Operation> create(NewOperation operation);

  /// Cancels an operation that has never been sent, atomically with sending.
  CompletionStage<CancelResult> cancel(long device, long operation, String by);

  /// Completes when an operation has ended or is no more, at once if that is so already; on the
  /// tail's thread, where nothing may block. Who will not wait any longer cancels it.
  CompletableFuture<Void> ended(long device, long operation);

  Optional<Operation> find(long device, long operation);

  /// Newest first, at most `limit`, with ids below `before`.
  List<Operation> list(long device, long before, int limit);

  /// @param reason for a held one why and until when, in words; for a failed one the detail
  record Operation(StoredOperation stored, String reason) {}
}
