package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.ACCEPTED;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static io.openaep.platform.access.mqtt.MqttPeer.connect;
import static io.openaep.platform.access.mqtt.MqttPeer.connectKept;
import static io.openaep.platform.access.mqtt.MqttPeer.hex;
import static io.openaep.platform.access.mqtt.MqttPeer.packet;
import static io.openaep.platform.access.mqtt.MqttPeer.publish;
import static io.openaep.platform.access.mqtt.MqttPeer.subscribe;
import static io.openaep.platform.access.mqtt.MqttPeer.text;
import static io.openaep.platform.access.mqtt.MqttPeer.unsubscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What outlives a connection, in MQTT 3.1.1.
class MqttSessionTest extends MqttTest {
  private static final String PRESENT = "20 02 01 00";

  @Test
  void keptSessionIsPresentUntilACleanOneReplacesIt() {
    kept(ACCEPTED).close();
    kept(PRESENT).close();
    world.connect().send(connect(DEVICE)).expect(ACCEPTED).close();
    kept(ACCEPTED).close();
  }

  @Test
  void keptSessionExpires() {
    kept(ACCEPTED).close();
    world.awaitGone();
    world.clock.advance(SESSION_EXPIRY.minusMillis(1));
    RawPeer back = kept(PRESENT);
    back.close();
    await().until(() -> world.uplinks.asked(Inbound.Gone.class).size() == 2);
    world.clock.advance(SESSION_EXPIRY);
    kept(ACCEPTED).close();
  }

  @Test
  void keptSessionIsPresentAfterARestartUntilItExpires() {
    kept(ACCEPTED).close();
    world.awaitGone();
    try (DoorWorld next = restarted()) {
      next.connect().send(connectKept(DEVICE)).expect(PRESENT).close();
    }
    try (DoorWorld next = restarted()) {
      next.clock.advance(SESSION_EXPIRY);
      next.connect().send(connectKept(DEVICE)).expect(ACCEPTED).close();
    }
  }

  @Test
  void qos2IsStoredOnceAcrossAReconnect() {
    try (RawPeer peer = kept(ACCEPTED)) {
      peer.send(publish("34", "t", 1, "once")).expect("50 02 0001");
    }
    try (RawPeer peer = kept(PRESENT)) {
      peer.send(publish("3c", "t", 1, "once")).expect("50 02 0001");
      assertThat(world.uplinks.reported()).containsExactly("once");
      peer.send("62 02 0001").expect("70 02 0001");
      peer.send(publish("34", "t", 1, "once")).expect("50 02 0001");
      assertThat(world.uplinks.reported()).containsExactly("once", "once");
    }
  }

  @Test
  void qos2IsStoredOnceAcrossARestart() {
    try (RawPeer peer = kept(ACCEPTED)) {
      peer.send(publish("34", "t", 1, "once")).expect("50 02 0001");
      peer.send(publish("34", "t", 2, "done")).expect("50 02 0002");
      peer.send("62 02 0002").expect("70 02 0002");
    }
    try (DoorWorld next = restarted();
        RawPeer peer = next.connect().send(connectKept(DEVICE)).expect(PRESENT)) {
      peer.send(publish("3c", "t", 1, "once")).expect("50 02 0001");
      peer.send("62 02 0001").expect("70 02 0001");
      assertThat(next.uplinks.reported()).isEmpty();
      peer.send(publish("34", "t", 2, "done")).expect("50 02 0002");
      assertThat(next.uplinks.reported()).containsExactly("done");
    }
  }

  @Test
  void qos2WhoseAppendIsUnderWayIsNotAppendedAgainByTheNextConnection() {
    try (RawPeer first = kept(ACCEPTED)) {
      world.uplinks.hold();
      first.send(publish("34", "t", 1, "once"));
      world.awaitReports(1);
      try (RawPeer second =
          world.connect().send(connectKept(DEVICE) + publish("3c", "t", 1, "once"))) {
        await().until(() -> world.uplinks.heldCount() == 2);
        first.expectClosed();
        world.uplinks.storeAll();
        second.expect(PRESENT + "50 02 0001");
        assertThat(world.uplinks.reported()).containsExactly("once");
      }
    }
  }

  @Test
  void qos2WhoseAppendFailedIsAppendedByTheNextConnection() {
    try (RawPeer first = kept(ACCEPTED)) {
      world.uplinks.hold();
      first.send(publish("34", "t", 1, "once"));
      world.awaitReports(1);
      world.uplinks.failOldest();
      first.expectClosed();
    }
    world.uplinks.storeAll();
    try (RawPeer second = kept(PRESENT)) {
      second.send(publish("3c", "t", 1, "once")).expect("50 02 0001");
      assertThat(world.uplinks.reported()).containsExactly("once", "once");
    }
  }

  @Test
  void clientThatForgotItsPacketIdsLosesNothing() {
    try (RawPeer peer = kept(ACCEPTED)) {
      peer.send(publish("34", "t", 1, "old")).expect("50 02 0001");
    }
    try (RawPeer peer = kept(PRESENT)) {
      peer.send(publish("34", "t", 1, "new")).expect("50 02 0001");
      assertThat(world.uplinks.reported()).containsExactly("old", "new");
    }
  }

  @Test
  void pubcompWaitsUntilTheReleaseIsStored() {
    try (RawPeer peer = kept(ACCEPTED)) {
      peer.send(publish("34", "t", 1, "x")).expect("50 02 0001");
      store.full(true);
      peer.send("62 02 0001").expectClosed();
    }
    store.full(false);
    try (RawPeer peer = kept(PRESENT)) {
      peer.send("62 02 0001").expect("70 02 0001");
      assertThat(store.saved()).contains(new SessionChange.DropMqttReceived(1, 1));
    }
  }

  @Test
  void commandUnderWayGoesOutAgainWithDupAndTheSamePacketId() {
    CompletableFuture<SendOutcome> outcome;
    try (RawPeer peer = kept(ACCEPTED)) {
      outcome = world.send(DEVICE, "{}");
      peer.expect(command("32", 1, "{}"));
    }
    assertThat(outcome.join()).isInstanceOf(SendOutcome.Kept.class);
    try (RawPeer peer = kept(PRESENT)) {
      outcome = world.send(DEVICE, "{}");
      peer.expect(command("3a", 1, "{}")).send("40 02 0001");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
      outcome = send(2, "{\"n\":2}");
      peer.expect(command("32", 2, "{\"n\":2}"));
    }
  }

  @Test
  void commandOfADiscardedSessionIsNotSentAsANewMessage() {
    try (RawPeer peer = kept(ACCEPTED)) {
      var _ = world.send(DEVICE, "{}");
      peer.expect(command("32", 1, "{}"));
    }
    try (RawPeer peer = world.connect().send(connect(DEVICE)).expect(ACCEPTED)) {
      assertThat(world.send(DEVICE, "{}").join()).isInstanceOf(SendOutcome.Unanswered.class);
      world.expectSilence(peer);
      var _ = send(2, "{}");
      peer.expect(command("32", 1, "{}"));
    }
  }

  @Test
  void commandOfAnExpiredSessionIsNotSentAsANewMessage() {
    try (RawPeer peer = kept(ACCEPTED)) {
      var _ = world.send(DEVICE, "{}");
      peer.expect(command("32", 1, "{}"));
    }
    world.awaitGone();
    world.advance(SESSION_EXPIRY);
    try (RawPeer peer = kept(ACCEPTED)) {
      assertThat(world.send(DEVICE, "{}").join()).isInstanceOf(SendOutcome.Unanswered.class);
      world.expectSilence(peer);
    }
  }

  @Test
  void expiredSessionsAreForgotten() {
    kept(ACCEPTED).close();
    world.awaitGone();
    world.advance(SESSION_EXPIRY);
    assertThat(store.saved()).contains(new SessionChange.DropMqttSession(1));
  }

  @Test
  void commandUnderWayGoesOutAgainAfterARestart() {
    try (RawPeer peer = kept(ACCEPTED)) {
      var _ = world.send(DEVICE, "{}");
      peer.expect(command("32", 1, "{}"));
    }
    world.awaitGone();
    FakeMqttStore found = new FakeMqttStore();
    found.finds(store.after(world.uplinks));
    MqttSessions sessions = MqttSessions.load(found, world.clock);
    assertThat(sessions.keeps(1, 1)).isTrue();
    assertThat(sessions.keeps(1, 2)).isFalse();
    assertThat(sessions.keeps(2, 1)).isFalse();
    try (DoorWorld next = restarted();
        RawPeer peer = next.connect().send(connectKept(DEVICE)).expect(PRESENT)) {
      CompletableFuture<SendOutcome> outcome = next.send(DEVICE, "{}");
      peer.expect(command("3a", 1, "{}")).send("40 02 0001");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void packetIdOfACommandIsStoredBeforeItLeaves() {
    try (RawPeer peer = kept(ACCEPTED)) {
      store.full(true);
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
      peer.expectClosed();
      assertThat(outcome.join()).isInstanceOf(SendOutcome.NotSent.class);
    }
  }

  @Test
  void missingPubackInAKeptSessionClosesAndKeepsTheCommand() {
    try (RawPeer peer = kept(ACCEPTED)) {
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
      peer.expect(command("32", 1, "{}"));
      world.advance(Duration.ofSeconds(30));
      peer.expectClosed();
      assertThat(outcome.join()).isInstanceOf(SendOutcome.Kept.class);
      world.awaitGone(GoneCause.UNRESPONSIVE);
    }
  }

  @Test
  void deviceThatSubscribedWithQos2GetsItsCommandsOnce() {
    try (RawPeer peer = kept(ACCEPTED)) {
      peer.send(subscribe(1, "device_control", 2)).expect("90 03 0001 02");
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{}");
      peer.expect(command("34", 1, "{}"));
      assertThat(outcome).isNotDone();
      peer.send("50 02 0001").expect("62 02 0001");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
    try (RawPeer peer = kept(PRESENT)) {
      peer.expect("62 02 0001").send("70 02 0001");
      var _ = send(2, "{}");
      peer.expect(command("34", 2, "{}"));
    }
    try (RawPeer peer = kept(PRESENT)) {
      var _ = send(2, "{}");
      peer.expect(command("3c", 2, "{}"));
    }
  }

  @Test
  void unsubscribedMeansQos1Again() {
    try (RawPeer peer = kept(ACCEPTED)) {
      peer.send(subscribe(1, "#", 2)).expect("90 03 0001 02");
      peer.send(unsubscribe(2, "#")).expect("b0 02 0002");
      var _ = world.send(DEVICE, "{}");
      peer.expect(command("32", 1, "{}"));
    }
  }

  @Test
  void deviceThatSubscribedToTheInternalFormAloneGetsItsCommandsThere() {
    String internal = "mqtt/2000033383/15436586/" + DEVICE + "/dn/device_control";
    try (RawPeer peer = kept(ACCEPTED)) {
      peer.send(subscribe(1, internal, 1)).expect("90 03 0001 01");
      var _ = world.send(DEVICE, "{}");
      peer.expect(packet("32", text(internal) + "0001" + hex("{}"))).send("40 02 0001");
      peer.send(subscribe(2, "device_control", 1)).expect("90 03 0002 01");
      var _ = send(2, "{}");
      peer.expect(command("32", 2, "{}"));
    }
  }

  @Test
  void subscriptionsAreBounded() {
    try (RawPeer peer = kept(ACCEPTED)) {
      for (int number = 1; number <= SUBSCRIPTION_LIMIT; number++) {
        peer.send(subscribe(number, "t" + number, 1)).expect("90 03 %04x 01".formatted(number));
      }
      peer.send(subscribe(9, "one more", 1)).expect("90 03 0009 80");
      peer.send(subscribe(10, "t1", 0)).expect("90 03 000a 00");
      peer.send(subscribe(11, "x".repeat(201), 0)).expect("90 03 000b 80");
      assertThat(world.refusals()).containsExactly("subscription");
    }
  }

  @Test
  void unreleasedMessagesAreBounded() {
    try (RawPeer peer = kept(ACCEPTED)) {
      for (int id = 1; id <= UNRELEASED_LIMIT; id++) {
        peer.send(publish("34", "t", id, "x")).expect("50 02 %04x".formatted(id));
      }
      peer.send(publish("34", "t", 9, "x")).expectClosed();
      assertThat(world.refusals()).containsExactly("too_many_unreleased");
    }
  }

  @Test
  void commandsWithoutPubcompAreBoundedAndCounted() {
    try (RawPeer peer = kept(ACCEPTED)) {
      peer.send(subscribe(1, "device_control", 2)).expect("90 03 0001 02");
      for (int id = 1; id <= RELEASED_LIMIT + 1; id++) {
        assertThat(released()).isZero();
        var _ = send(id, "{}");
        peer.expect(publish("34", "device_control", id, "{}"));
        peer.send("50 02 %04x".formatted(id)).expect("62 02 %04x".formatted(id));
      }
      assertThat(released()).isEqualTo(1);
    }
    try (RawPeer peer = kept(PRESENT)) {
      for (int id = 2; id <= RELEASED_LIMIT + 1; id++) {
        peer.expect("62 02 %04x".formatted(id));
      }
    }
  }

  private double released() {
    return world.meters.counter("openaep.mqtt.released.forgotten").count();
  }

  @Test
  void willIsAnEventUnlessTheClientSaysGoodbye() {
    withWill().close();
    world.awaitGone(GoneCause.CLOSED);
    await().until(() -> wills(world) == 1);
    Inbound.Will will = world.uplinks.asked(Inbound.Will.class).getFirst();
    assertThat(will.topic()).isEqualTo("last/words");
    assertThat(will.payload()).isEqualTo(Bytes.utf8("gone"));
    assertThat(will.qos()).isEqualTo(1);
    assertThat(will.retain()).isTrue();
    assertThat(world.trace.lines()).anyMatch(it -> it.contains("will published on last/words"));
    assertThat(world.uplinks.reported()).isEmpty();

    withWill().send("e000").expectClosed();
    await().until(() -> world.uplinks.asked(Inbound.Gone.class).size() == 2);
    world.advance(Duration.ofSeconds(1));
    assertThat(wills(world)).isEqualTo(1);
    assertThat(store.after(world.uplinks).wills()).isEmpty();
  }

  @Test
  void willIsPublishedByATakeoverAndAfterAKill() {
    try (RawPeer first = withWill();
        RawPeer second = withWill()) {
      first.expectClosed();
      await().until(() -> wills(world) == 1);
      try (DoorWorld next = restarted()) {
        next.advance(Duration.ZERO);
        await().until(() -> wills(next) == 1);
      }
      second.send("c000").expect("d000");
    }
  }

  private static int wills(DoorWorld of) {
    return of.uplinks.asked(Inbound.Will.class).size();
  }

  private RawPeer withWill() {
    return world
        .connect()
        .send(
            packet(
                "10",
                "0004 4d515454 04 ee 003c"
                    + text(DEVICE)
                    + text("last/words")
                    + text("gone")
                    + text("u")
                    + text(FakeAuthenticator.PASSWORD)))
        .expect(ACCEPTED);
  }

  /// The platform as it would start from what is on disk now.
  private DoorWorld restarted() {
    FakeMqttStore found = new FakeMqttStore();
    found.finds(store.after(world.uplinks));
    DoorWorld next = world(found);
    next.devices.add(DEVICE);
    return next;
  }

  private RawPeer kept(String answer) {
    return world.connect().send(connectKept(DEVICE)).expect(answer);
  }

  private CompletableFuture<SendOutcome> send(long commandId, String payload) {
    return world
        .session(DEVICE)
        .send(new Downlink(commandId, Bytes.utf8(payload), Duration.ZERO))
        .toCompletableFuture();
  }

  private static String command(String first, int packetId, String payload) {
    return publish(first, "device_control", packetId, payload);
  }
}
