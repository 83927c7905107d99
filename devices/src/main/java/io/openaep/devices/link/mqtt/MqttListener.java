package io.openaep.devices.link.mqtt;

import io.openaep.wire.Bytes;

/// Told what comes from the server, on the lane.
public interface MqttListener {
  /// @param packetId 0 for QoS 0
  void received(String topic, int packetId, Bytes payload);

  /// The connection is over, and not because the device closed it. Told once, after every operation
  /// that was open has failed.
  void ended(End end);

  /// Why.
  enum End {
    /// The server or the network closed it.
    CLOSED,
    /// The server did not answer a ping.
    PING_TIMEOUT,
    /// What the server sent is no MQTT.
    BROKEN
  }
}
