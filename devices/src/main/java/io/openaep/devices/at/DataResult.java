package io.openaep.devices.at;

/// What came of a data prompt.
public sealed interface DataResult {
  /// All of it, decoded. The array belongs to the receiver.
  @SuppressWarnings("ArrayRecordComponent") // a hand-over, never compared
  record Data(byte[] bytes) implements DataResult {}

  /// The host gave it up with ESC, or went away.
  record Cancelled() implements DataResult {}

  /// The host was silent for too long.
  record TimedOut() implements DataResult {}

  /// What came is not what was asked for: more than the limit, or no hexadecimal digits.
  record Unusable(String reason) implements DataResult {}
}
