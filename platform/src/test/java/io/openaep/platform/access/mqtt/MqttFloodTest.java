package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.ACCEPTED;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static io.openaep.platform.access.mqtt.MqttPeer.connect;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.socket.RawPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// The flood rule on the MQTT door (AEP device protocols, 3.1, which does not say that it is for
/// TCP alone).
class MqttFloodTest extends MqttTest {
  @Test
  void rightCredentialsAreLetInFromASuspectAddress() {
    for (int number = 0; number <= 30; number++) {
      try (RawPeer peer = world.connect().send(connect("nobody")).expect("20 02 00 05")) {
        peer.expectClosed();
      }
    }
    await().until(() -> world.refused(Door.MQTT, "flood") == 1);
    try (RawPeer silent = world.connect();
        RawPeer device = world.connect().send(connect(DEVICE)).expect(ACCEPTED)) {
      world.advance(Duration.ofSeconds(5));
      silent.expectClosed();
      device.send("c0 00").expect("d0 00");
    }
  }
}
