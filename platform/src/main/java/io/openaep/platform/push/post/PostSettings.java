package io.openaep.platform.push.post;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The bounds of one POST.
///
/// @param connectTimeout for finding the address and connecting
/// @param timeout for the whole exchange, from the first byte to the answer's headers
/// @param idle how long an unused connection is kept for the next message
/// @param answerLimitBytes how much of an answer is read so that its connection can be used again
/// @param allowedNetworks that may be pushed to beside the public addresses, with commas between
///   them
/// @param trustedCertificates PEM with authorities that are trusted beside the JDK's
public record PostSettings(
    Duration connectTimeout,
    Duration timeout,
    Duration idle,
    int answerLimitBytes,
    String allowedNetworks,
    Optional<Path> trustedCertificates) {
  public PostSettings {
    if (!connectTimeout.isPositive() || !timeout.isPositive() || idle.isNegative()) {
      throw new IllegalArgumentException("push.post: the timeouts must be positive.");
    }
    if (answerLimitBytes < 1024) {
      throw new IllegalArgumentException("push.post.answer-limit-bytes must be at least 1024.");
    }
    var _ = new AddressGuard(allowedNetworks);
  }

  public static PostSettings defaults() {
    return new PostSettings(
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        64 << 10,
        "",
        Optional.empty());
  }
}
