package io.openaep.platform.console.resource;

import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lets a request's virtual thread wait for what must be on disk before it is answered.
public final class Waiting {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private Waiting() {}

  /// The stage's value, or its own exception instead of a wrapper.
  ///
  /// @throws Problem 503 if it takes too long; it may still happen then
  public static <T> T onDisk(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException _) {
      throw new Problem(
          ProblemKind.UNAVAILABLE,
          "The platform's disk takes too long; it may or may not have been done. Look, then try"
              + " again.");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new Problem(
          ProblemKind.UNAVAILABLE, "The platform stops; it may or may not have been done.");
    }
  }

  /// Returns when the future has completed, or so much later; then it is cancelled.
  static void atMost(Duration wait, CompletableFuture<Void> end) {
    try {
      end.get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      boolean _ = end.cancel(false);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException _) {
      boolean _ = end.cancel(false);
      Thread.currentThread().interrupt();
    }
  }
}
