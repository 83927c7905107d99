package io.openaep.platform.northbound.gateway;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Lets a request's virtual thread wait for what must be on disk before it is answered, but not for
/// ever.
public final class OnDisk {
  /// For what is one row or a few.
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private OnDisk() {}

  /// The stage's value, or its own exception instead of a wrapper.
  ///
  /// @throws CallRefused 504 if it takes too long: what was asked for may still happen
  public static <T> T await(CompletionStage<T> stage) {
    return await(stage, PATIENCE);
  }

  /// The same for what may take longer than one row.
  public static <T> T await(CompletionStage<T> stage, Duration patience) {
    try {
      return stage.toCompletableFuture().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw CallRefused.unfinished(
          504,
          "The platform has not finished this within %d s; ask later whether it was carried out."
              .formatted(patience.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw CallRefused.unfinished(
          503, "The platform stopped while it worked on this; ask later what became of it.");
    }
  }
}
