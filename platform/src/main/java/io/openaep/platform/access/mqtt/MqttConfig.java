package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.socket.SocketConfig;
import java.time.Duration;

/// The MQTT door's figures.
///
/// @param packetLimitBytes the longest packet, without its fixed header
/// @param payloadLimitBytes the longest payload of a PUBLISH
/// @param connectLimitBytes what a peer may send before its CONNECT is complete
/// @param clientIdLimitChars the longest client id; MQTT 3.1 says 23, which does not hold every
///   device id of AEP
/// @param unreleasedLimit QoS 2 messages of one connection that wait for their PUBREL
/// @param ackTimeout how long the PUBACK of a command may take (delivery rules: 30 s)
public record MqttConfig(
    SocketConfig socket,
    int packetLimitBytes,
    int payloadLimitBytes,
    int connectLimitBytes,
    int clientIdLimitChars,
    int unreleasedLimit,
    Duration ackTimeout) {

  /// A payload as long as TCP's longest frame; the rest as devices of the field need it.
  public static MqttConfig of(SocketConfig socket) {
    return new MqttConfig(
        socket, 128 * 1024, 64 * 1024, 16 * 1024, 256, 1_000, Duration.ofSeconds(30));
  }

  /// The same figures at another place.
  public MqttConfig at(SocketConfig place) {
    return new MqttConfig(
        place,
        packetLimitBytes,
        payloadLimitBytes,
        connectLimitBytes,
        clientIdLimitChars,
        unreleasedLimit,
        ackTimeout);
  }
}
