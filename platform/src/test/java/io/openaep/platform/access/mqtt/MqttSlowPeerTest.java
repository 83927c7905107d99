package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.ACCEPTED;
import static io.openaep.platform.access.mqtt.MqttPeer.connect;
import static io.openaep.platform.access.mqtt.MqttPeer.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.platform.access.socket.SocketConfig;
import io.openaep.platform.access.socket.StreamSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Peers that begin packets and never end them, or send a byte now and then.
class MqttSlowPeerTest {
  private static final int UNFINISHED_LIMIT_BYTES = 200_000;

  private final DoorWorld world = world(UNFINISHED_LIMIT_BYTES);

  private static DoorWorld world(int unfinishedLimitBytes) {
    return new DoorWorld(
        (loops, ports) ->
            MqttServer.open(
                MqttConfig.of(SocketConfig.of(List.of(DoorWorld.IPV4), 0)),
                loops,
                ports,
                MqttSessions.load(new FakeMqttStore(), ports.clock())),
        new StreamSettings(1_000, unfinishedLimitBytes));
  }

  @AfterEach
  void closeTheDoor() {
    world.close();
  }

  private RawPeer online(String deviceId) {
    world.devices.add(deviceId);
    return world.connect().send(connect(deviceId)).expect(ACCEPTED);
  }

  private double unfinished() {
    return world.meters.get("openaep.streams.unfinished").gauge().value();
  }

  @Test
  void manyPacketsThatNeverEndDoNotAddUp() {
    List<RawPeer> peers = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      peers.add(online("d" + number).send("30 ffff01" + "00".repeat(16_000)));
    }
    await().until(() -> world.refused(Door.MQTT, "too_much_unfinished") > 0);
    world.settle();
    // Whoever is let be is below the limit, up to what one more read brings.
    assertThat(unfinished()).isLessThan(UNFINISHED_LIMIT_BYTES + 2 * 32_768);
    assertThat(world.refused(Door.MQTT, "too_much_unfinished")).isGreaterThan(20);

    try (RawPeer honest = online("honest")) {
      honest.send(publish("t", 1, "x".repeat(900))).expect("40 02 0001");
    }
    peers.forEach(RawPeer::close);
    await().until(() -> unfinished() == 0);
  }

  @Test
  void endlessConnectsOfStrangersDoNotAddUp() {
    List<RawPeer> peers = new ArrayList<>();
    for (int number = 0; number < 30; number++) {
      peers.add(world.connect().send("10 ff7d" + "00".repeat(15_000)));
    }
    await().until(() -> world.refused(Door.MQTT, "too_much_unfinished") > 10);
    world.settle();
    assertThat(unfinished()).isLessThan(UNFINISHED_LIMIT_BYTES + 2 * 32_768);
    online("honest").close();
    peers.forEach(RawPeer::close);
    await().until(() -> unfinished() == 0);
  }

  /// A limit of one byte is what all others hold already.
  @Test
  void loginInPiecesIsTakenWhateverOthersHold() {
    try (DoorWorld full = world(1)) {
      full.devices.add("honest");
      String login = connect("honest").replace(" ", "");
      try (RawPeer honest = full.connect().send(login.substring(0, 40))) {
        await().until(() -> full.meters.get("openaep.streams.unfinished").gauge().value() > 0);
        honest.send(login.substring(40)).expect(ACCEPTED);
        honest.send("30 ff7d" + "00".repeat(3_000)).untilClosed();
      }
      assertThat(full.refused(Door.MQTT, "too_much_unfinished")).isEqualTo(1);
    }
  }

  @Test
  void byteASecondBeforeTheLoginEndsInTime() {
    try (RawPeer peer = world.connect().send("10")) {
      await().until(() -> world.connections(Door.MQTT) == 1);
      for (int second = 0; second < 29; second++) {
        peer.send(second == 0 ? "7f" : "00");
        world.advance(Duration.ofSeconds(1));
      }
      world.expectSilence(peer);
      world.advance(Duration.ofSeconds(1));
      peer.expectClosed();
    }
    assertThat(world.refused(Door.MQTT, "login_timeout")).isEqualTo(1);
  }

  @Test
  void byteNowAndThenIsNoSignOfLife() {
    try (RawPeer peer = online("a")) {
      peer.send("30 7f");
      for (int step = 0; step < 5; step++) {
        world.advance(Duration.ofSeconds(29));
        peer.send("00");
      }
      world.advance(Duration.ofSeconds(5));
      peer.expectClosed();
    }
    world.awaitGone(GoneCause.SILENT);
  }

  @Test
  void packetsBehindAConnectWaitAsBytesUntilItIsAnswered() {
    world.devices.add("a");
    world.uplinks.hold();
    try (RawPeer peer = world.connect().send(connect("a") + "c000".repeat(3_000))) {
      await().until(() -> world.uplinks.heldCount() == 1);
      await().until(() -> unfinished() > 0);
      // Not the hundred times as much that as many packets in memory would take.
      assertThat(unfinished()).isLessThan(40_000);
      world.uplinks.storeAll();
      peer.expect(ACCEPTED + "d000".repeat(3_000));
    }
    await().until(() -> unfinished() == 0);
  }
}
