package io.openaep.platform.access.tcp;

import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.SocketConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/// A TCP door with small limits, and one device that may enter.
abstract class TcpTest {
  static final int UNANSWERED_LIMIT = 4;
  static final int FLOOD_FAILURES = 5;
  static final int CONNECTION_LIMIT = 12;
  static final int STRANGERS = 2;

  final DoorWorld world =
      new DoorWorld((loops, ports) -> TcpServer.open(TcpConfig.of(socket()), loops, ports));

  TcpTest() {
    world.devices.add(TcpPeer.DEVICE);
  }

  @AfterEach
  void closeTheDoor() {
    world.close();
  }

  private static SocketConfig socket() {
    return new SocketConfig(
        List.of(DoorWorld.IPV4, DoorWorld.IPV6),
        0,
        CONNECTION_LIMIT,
        Duration.ofSeconds(30),
        UNANSWERED_LIMIT,
        4 * 1024,
        16 * 1024,
        Duration.ofSeconds(1),
        new SocketConfig.FloodLimit(
            FLOOD_FAILURES,
            Duration.ofSeconds(60),
            Duration.ofHours(2),
            Duration.ofSeconds(5),
            STRANGERS,
            100));
  }
}
