package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.ACCEPTED;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static io.openaep.platform.access.mqtt.MqttPeer.connect;
import static io.openaep.platform.access.mqtt.MqttPeer.online;
import static io.openaep.platform.access.mqtt.MqttPeer.packet;
import static io.openaep.platform.access.mqtt.MqttPeer.publish;
import static io.openaep.platform.access.mqtt.MqttPeer.subscribe;
import static io.openaep.platform.access.mqtt.MqttPeer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MqttDownlinkTest extends MqttTest {
  @Test
  void commandComesWithoutSubscribeAndIsDeliveredByPuback() {
    try (RawPeer peer = online(world)) {
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{\"valve\":0}");
      peer.expect(commandPacket(1, "{\"valve\":0}"));
      world.settle();
      assertThat(outcome).isNotDone();

      peer.send("40 02 0001");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void commandComesOnceEvenIfTheDeviceSubscribed() {
    try (RawPeer peer = online(world)) {
      peer.send(subscribe(1, "device_control", 1)).expect("90 03 0001 01");
      peer.send(subscribe(2, "#", 1)).expect("90 03 0002 01");
      var _ = world.send(DEVICE, "{}");

      peer.expect(commandPacket(1, "{}"));
      world.expectSilence(peer);
    }
  }

  @Test
  void everyCommandHasAPacketIdOfItsOwn() {
    try (RawPeer peer = online(world)) {
      for (int packetId = 1; packetId <= 3; packetId++) {
        CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
        peer.expect(commandPacket(packetId, "{}")).send("40 02 %04x".formatted(packetId));
        assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
      }
    }
  }

  @Test
  void pubackOfSomethingElseDeliversNothing() {
    try (RawPeer peer = online(world)) {
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
      peer.expect(commandPacket(1, "{}")).send("40 02 0009" + "c000").expect("d000");

      assertThat(outcome).isNotDone();
      peer.send("40 02 0001");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void commandWaitsForThePubackOfAnEarlierReport() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(publish("t", 9, "earlier"));
      world.awaitReports(1);
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
      world.expectSilence(peer);

      world.uplinks.storeAll();
      peer.expect("40 02 0009" + commandPacket(1, "{}")).send("40 02 0001");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void commandWaitsForConnack() {
    world.uplinks.hold();
    try (RawPeer peer = world.connect().send(connect(DEVICE))) {
      await().until(() -> world.uplinks.heldCount() == 1);
      var _ = world.send(DEVICE, "{}");
      world.expectSilence(peer);

      world.uplinks.storeOldest();
      peer.expect(ACCEPTED + commandPacket(1, "{}"));
    }
  }

  @Test
  void missingPubackClosesTheConnectionAfterThirtySeconds() {
    try (RawPeer peer = online(world)) {
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
      peer.expect(commandPacket(1, "{}"));
      world.advance(Duration.ofMillis(29_999));
      assertThat(outcome).isNotDone();
      world.advance(Duration.ofMillis(1));

      peer.expectClosed();
      assertThat(outcome.join()).isInstanceOf(SendOutcome.Unanswered.class);
      world.awaitGone(GoneCause.UNRESPONSIVE);
    }
  }

  @Test
  void pubackThatLiesUnreadIsNotMissing() {
    try (RawPeer peer = online(world)) {
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
      peer.expect(commandPacket(1, "{}"));
      world.uplinks.hold();
      for (int packetId = 1; packetId <= UNANSWERED_LIMIT; packetId++) {
        peer.send(publish("t", packetId, "waits"));
      }
      world.awaitReports(UNANSWERED_LIMIT);
      peer.send("40 02 0001");
      world.advance(Duration.ofSeconds(31));
      assertThat(outcome).isNotDone();

      world.uplinks.storeAll();
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void patienceOfTheCommandProlongsTheWait() {
    try (RawPeer peer = online(world)) {
      Downlink patient = new Downlink(1, Bytes.utf8("{}"), Duration.ofSeconds(20));
      CompletableFuture<SendOutcome> outcome =
          world.session(DEVICE).send(patient).toCompletableFuture();
      peer.expect(commandPacket(1, "{}"));
      world.advance(Duration.ofSeconds(49));
      peer.send("40 02 0001");

      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void commandUnderWayWhenTheConnectionEndsIsUnanswered() {
    CompletableFuture<SendOutcome> outcome;
    try (RawPeer peer = online(world)) {
      outcome = world.send(DEVICE, "{}");
      peer.expect(commandPacket(1, "{}"));
    }
    assertThat(outcome.join()).isInstanceOf(SendOutcome.Unanswered.class);
    world.awaitGone(GoneCause.CLOSED);
  }

  @Test
  void takeoverLeavesTheOldersCommandUnanswered() {
    try (RawPeer first = online(world)) {
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
      first.expect(commandPacket(1, "{}"));
      try (RawPeer second = online(world)) {
        assertThat(outcome.join()).isInstanceOf(SendOutcome.Unanswered.class);
        var _ = world.send(DEVICE, "{\"n\":2}");
        second.expect(commandPacket(1, "{\"n\":2}"));
      }
    }
  }

  /// QoS 1, no DUP, no RETAIN.
  private static String commandPacket(int packetId, String payload) {
    return packet(
        "32", text("device_control") + "%04x".formatted(packetId) + MqttPeer.hex(payload));
  }
}
