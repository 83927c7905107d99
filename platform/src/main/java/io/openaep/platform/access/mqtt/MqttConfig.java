package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.socket.SocketConfig;
import java.time.Duration;

/// The MQTT door's figures.
///
/// @param packetLimitBytes the longest packet, without its fixed header; MQTT 5.0 clients are told
/// @param payloadLimitBytes the longest payload of a PUBLISH or will
/// @param connectLimitBytes the longest CONNECT
/// @param clientIdLimitChars the longest client id; MQTT 3.1 says 23, which does not hold every
///   device id of AEP
/// @param topicLimitChars the longest topic or topic filter
/// @param subscriptionLimit topic filters of one session
/// @param topicAliasLimit topic aliases that an MQTT 5.0 client may use
/// @param userPropertyLimit user properties of one PUBLISH: each is stored with the report
/// @param unreleasedLimit QoS 2 messages of one session that wait for their PUBREL; MQTT 5.0
///   clients are told it as receive maximum
/// @param releasedLimit QoS 2 commands of one session that wait for their PUBCOMP
/// @param sessionExpiry how long a kept session outlives its connection; MQTT 5.0 clients may ask
///   for less
/// @param ackTimeout how long the PUBACK of a command may take (delivery rules: 30 s)
public record MqttConfig(
    SocketConfig socket,
    int packetLimitBytes,
    int payloadLimitBytes,
    int connectLimitBytes,
    int clientIdLimitChars,
    int topicLimitChars,
    int subscriptionLimit,
    int topicAliasLimit,
    int userPropertyLimit,
    int unreleasedLimit,
    int releasedLimit,
    Duration sessionExpiry,
    Duration ackTimeout) {

  private static final int SHORT = 0xffff;

  public MqttConfig {
    requireShort(topicAliasLimit, 0, "topicAliasLimit");
    requireShort(userPropertyLimit, 0, "userPropertyLimit");
    requireShort(unreleasedLimit, 1, "unreleasedLimit");
    requireShort(releasedLimit, 1, "releasedLimit");
  }

  /// A payload as long as TCP's longest frame; the rest as devices of the field need it.
  public static MqttConfig of(SocketConfig socket) {
    return new MqttConfig(
        socket,
        128 * 1024,
        64 * 1024,
        16 * 1024,
        256,
        1_024,
        100,
        16,
        64,
        1_000,
        16,
        Duration.ofDays(7),
        Duration.ofSeconds(30));
  }

  /// The same figures at another place.
  public MqttConfig at(SocketConfig place) {
    return new MqttConfig(
        place,
        packetLimitBytes,
        payloadLimitBytes,
        connectLimitBytes,
        clientIdLimitChars,
        topicLimitChars,
        subscriptionLimit,
        topicAliasLimit,
        userPropertyLimit,
        unreleasedLimit,
        releasedLimit,
        sessionExpiry,
        ackTimeout);
  }

  private static void requireShort(int value, int lowest, String name) {
    if (value < lowest || value > SHORT) {
      throw new IllegalArgumentException(
          name + " must be in " + lowest + "…" + SHORT + ", not " + value);
    }
  }
}
