package io.openaep.platform.command;

/// Why a command failed.
public enum Failure {
  /// The TTL ran out before it was ever sent.
  EXPIRED,
  /// Sent, and no answer came; it may have arrived.
  TIMEOUT,
  /// The device refused it, or it could not be sent at once with TTL 0.
  FAILED
}
