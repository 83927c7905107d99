package io.openaep.platform.access;

/// Why a device went offline, in the words of logs and traces.
public enum GoneCause {
  /// It said so: LwM2M deregistration, MQTT DISCONNECT.
  LEFT,
  /// The peer closed or reset the connection.
  CLOSED,
  /// A newer connection of the device took its place.
  REPLACED,
  /// LwM2M lifetime, MQTT keepalive × 1.5 or TCP silence ran out.
  SILENT,
  /// It broke the protocol and was closed.
  PROTOCOL_ERROR,
  /// An outbound command was not acknowledged in time and the connection was closed.
  UNRESPONSIVE,
  /// The device was deleted or cancelled on the platform.
  REMOVED,
  /// The platform stopped or had stopped without notice.
  PLATFORM_STOPPED,
  /// The platform could not store (disk full) and closed the connection unanswered.
  NOT_STORED
}
