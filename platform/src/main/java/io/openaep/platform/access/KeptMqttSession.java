package io.openaep.platform.access;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an MQTT device with a kept session finds again on its next connection (MQTT 3.1.1, 4.1;
/// MQTT 5.0, 4.1), committed with the events that change it.
///
/// @param expiry how long it outlives its connection
/// @param endedAt when the connection ended; empty while it is open, and if the platform stopped
///   without notice
/// @param lastPacketId the newest packet id that the platform used; 0 before the first
/// @param outgoing messages of the platform that the device has not fully acknowledged, oldest
///   first
public record KeptMqttSession(
    DeviceRef device,
    Duration expiry,
    Optional<Instant> endedAt,
    int lastPacketId,
    List<Subscription> subscriptions,
    List<Outgoing> outgoing) {

  /// @param filter as the device sent it
  /// @param qos the highest granted
  /// @param identifier MQTT 5.0's subscription identifier; 0 if it gave none
  public record Subscription(String filter, int qos, int identifier) {}

  /// A command on its way.
  ///
  /// @param qos with which it left: it stays the same message only with the same
  /// @param released its PUBREC has come, so that PUBREL is sent again and not the message (4.3.3)
  public record Outgoing(int packetId, long commandId, int qos, boolean released) {}

  public KeptMqttSession {
    subscriptions = List.copyOf(subscriptions);
    outgoing = List.copyOf(outgoing);
  }
}
