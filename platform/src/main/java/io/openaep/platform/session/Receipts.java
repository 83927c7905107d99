package io.openaep.platform.session;

import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Receipt;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// From the journal's answer to the receipt that lets a session acknowledge: there is no other way
/// to one for something newly stored. Stateless.
public final class Receipts {
  private Receipts() {}

  /// Completes with the append, on its thread; exceptionally with {@link NotStored} itself, not
  /// wrapped.
  public static CompletionStage<Receipt> of(CompletionStage<Long> append) {
    return of(append, Optional.empty());
  }

  /// The same for a message of which it is known whether it fits, and why not.
  public static CompletionStage<Receipt> of(CompletionStage<Long> append, Optional<String> misfit) {
    CompletableFuture<Receipt> receipt = new CompletableFuture<>();
    append.whenComplete((position, failure) -> {
      if (failure == null) {
        receipt.complete(new Receipt(position, false, misfit));
      } else {
        receipt.completeExceptionally(notStored(failure));
      }
    });
    return receipt;
  }

  private static NotStored notStored(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return new NotStored(String.valueOf(cause.getMessage()), cause);
  }
}
