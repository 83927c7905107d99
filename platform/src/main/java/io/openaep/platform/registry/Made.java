package io.openaep.platform.registry;

/// What became of one of several devices that were to be made at once.
public sealed interface Made {
  record Created(Device device) implements Made {}

  /// @param reason as making it alone would have been refused
  record NotCreated(Refused reason) implements Made {}
}
