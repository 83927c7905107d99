package io.openaep.platform.access;

/// Knows which commands a kept MQTT session still has on its way, so that after a restart they go
/// on instead of ending as unanswered (delivery rules, "What its states mean"). Thread-safe.
@FunctionalInterface
public interface KeptCommands {
  /// Whether the device's session will send this command again under its old packet id.
  boolean keeps(long deviceNumber, long commandId);
}
