package io.openaep.devices.link.mqtt;

/// How a login ended.
public sealed interface ConnectResult {
  record Accepted() implements ConnectResult {}

  /// @param returnCode of the CONNACK, 1–5
  record Refused(int returnCode) implements ConnectResult {}

  /// No CONNACK in time, or the connection broke before.
  record Failed() implements ConnectResult {}
}
