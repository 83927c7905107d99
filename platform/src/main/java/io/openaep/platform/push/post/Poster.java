package io.openaep.platform.push.post;

/// Sends one message to a receiver. Implementations: {@link HttpPoster}, and fakes in tests.
/// Thread-safe; blocks its caller, which is a virtual thread.
@FunctionalInterface
public interface Poster {
  /// @param body JSON in UTF-8
  /// @return what became of it; never throws for what the receiver or the network does
  Outcome post(Destination destination, byte[] body);
}
