package io.openaep.platform.access.lwm2m;

/// What became of one request to a device.
sealed interface RequestResult {
  /// @param success 2.xx
  /// @param code as text, `2.04`
  record Answered(boolean success, String code) implements RequestResult {}

  /// RST: the device does not know what this is about.
  record Rejected() implements RequestResult {}

  /// It left, and no answer came; it may have arrived.
  record Silent(String reason) implements RequestResult {}

  /// Certain that no byte left.
  record NotSent(String reason) implements RequestResult {}
}
