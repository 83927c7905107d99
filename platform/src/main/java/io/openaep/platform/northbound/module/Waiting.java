package io.openaep.platform.northbound.module;

import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// Lets a request's virtual thread wait for what must be on disk before it is answered.
final class Waiting {
  private Waiting() {}

  /// The stage's value, or its own exception instead of a wrapper.
  static <T> T onDisk(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
