package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.SocketConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// An MQTT door with small limits, and one device that may enter.
abstract class MqttTest {
  static final int UNANSWERED_LIMIT = 4;
  static final int UNRELEASED_LIMIT = 3;
  static final int RELEASED_LIMIT = 2;
  static final int PAYLOAD_LIMIT_BYTES = 1_000;

  static final int SUBSCRIPTION_LIMIT = 3;
  static final int TOPIC_ALIAS_LIMIT = 2;
  static final int USER_PROPERTY_LIMIT = 4;
  static final Duration SESSION_EXPIRY = Duration.ofHours(1);

  final FakeMqttStore store = new FakeMqttStore();
  final DoorWorld world = world(store);

  MqttTest() {
    world.devices.add(MqttPeer.DEVICE);
  }

  /// A door over what `store` finds.
  static DoorWorld world(FakeMqttStore store) {
    return new DoorWorld((loops, ports) ->
        MqttServer.open(config(), loops, ports, MqttSessions.load(store, ports.clock())));
  }

  @AfterEach
  void closeTheDoor() {
    world.close();
  }

  static MqttConfig config() {
    SocketConfig socket =
        new SocketConfig(
            List.of(DoorWorld.IPV4, DoorWorld.IPV6),
            0,
            100,
            Duration.ofSeconds(30),
            UNANSWERED_LIMIT,
            4 * 1024,
            16 * 1024,
            Duration.ofSeconds(1),
            SocketConfig.FloodLimit.STANDARD);
    return new MqttConfig(
        socket,
        2_000,
        PAYLOAD_LIMIT_BYTES,
        1_500,
        256,
        200,
        SUBSCRIPTION_LIMIT,
        TOPIC_ALIAS_LIMIT,
        USER_PROPERTY_LIMIT,
        UNRELEASED_LIMIT,
        RELEASED_LIMIT,
        SESSION_EXPIRY,
        Duration.ofSeconds(30));
  }
}
