package io.openaep.devices.fleet;

/// What a device asks for with each report.
public enum Acknowledgement {
  /// NON, QoS 0: nothing comes back.
  NONE,
  /// CON, QoS 1, the heartbeat answer after a TCP frame.
  ONCE,
  /// MQTT QoS 2.
  EXACTLY_ONCE
}
