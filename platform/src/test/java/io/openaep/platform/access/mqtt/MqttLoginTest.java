package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.ACCEPTED;
import static io.openaep.platform.access.mqtt.MqttPeer.CLEAN;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static io.openaep.platform.access.mqtt.MqttPeer.connect;
import static io.openaep.platform.access.mqtt.MqttPeer.hex;
import static io.openaep.platform.access.mqtt.MqttPeer.online;
import static io.openaep.platform.access.mqtt.MqttPeer.packet;
import static io.openaep.platform.access.mqtt.MqttPeer.publish;
import static io.openaep.platform.access.mqtt.MqttPeer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MqttLoginTest extends MqttTest {
  private static final String LEVEL_4 = "0004 4d515454 04";

  @Test
  void connectIsAcceptedAndStored() {
    try (RawPeer peer = online(world)) {
      Inbound.Connected connected = world.uplinks.asked(Inbound.Connected.class).getFirst();

      assertThat(connected.source().device().deviceId()).isEqualTo(DEVICE);
      assertThat(connected.source().door()).isEqualTo(Door.MQTT);
      assertThat(connected.lifetime()).contains(Duration.ofSeconds(100));
      assertThat(world.session(DEVICE).source()).isEqualTo(connected.source());
      world.expectSilence(peer);
    }
  }

  @Test
  void acceptanceWaitsUntilTheLoginIsStored() {
    world.uplinks.hold();
    try (RawPeer peer = world.connect().send(connect(DEVICE) + publish("t", 1, "{}") + "c000")) {
      await().until(() -> world.uplinks.heldCount() == 1);
      world.expectSilence(peer);

      world.uplinks.storeOldest();
      peer.expect(ACCEPTED + "d0 00");
      world.expectSilence(peer);
      world.uplinks.storeOldest();
      peer.expect("40 02 0001");
    }
  }

  @Test
  void loginThatCannotBeStoredIsToldToComeLater() {
    world.uplinks.full(true);
    try (RawPeer peer = world.connect().send(connect(DEVICE)).expect("20 02 00 03")) {
      peer.expectClosed();
    }
    assertThat(world.refusals()).containsExactly("not_stored");
    assertThat(world.uplinks.asked(Inbound.Gone.class)).isEmpty();
  }

  @Test
  void version31IsAccepted() {
    try (RawPeer peer = world.connect()) {
      peer.send(connect("0006 4d5149736470 03", CLEAN, 60, DEVICE, FakeAuthenticator.PASSWORD))
          .expect(ACCEPTED)
          .send(publish("t", 1, "{}"))
          .expect("40 02 0001");
    }
  }

  @Test
  void otherVersionsAreRefusedWithCode1() {
    String tail = CLEAN + "003c" + text(DEVICE) + text("u") + text(FakeAuthenticator.PASSWORD);
    expectRefused(packet("10", "0004 4d515454 06" + tail), "20 02 00 01");
    expectRefused(packet("10", "0004 4d515454 84" + tail), "20 02 00 01");
    assertThat(world.refused(Door.MQTT, "version")).isEqualTo(2);
  }

  @Test
  void eachRefusalHasItsReturnCodeAndClosesTheConnection() {
    world.devices.add("1").bar("2", Admission.Cause.CANCELLED).bar("3", Admission.Cause.WRONG_DOOR);

    expectRefused(connect(DEVICE, "wrong"), "20 02 00 04");
    expectRefused(connect("0"), "20 02 00 05");
    expectRefused(connect("2"), "20 02 00 05");
    expectRefused(connect("3"), "20 02 00 05");
    expectRefused(connect(""), "20 02 00 02");
    expectRefused(packet("10", LEVEL_4 + "02 003c" + text(DEVICE)), "20 02 00 04");
    expectRefused(packet("10", LEVEL_4 + "82 003c" + text(DEVICE) + text("u")), "20 02 00 04");
    assertThat(world.refusals())
        .containsExactly(
            "bad_credentials", "cancelled", "client_id", "unknown_device", "wrong_door");
    assertThat(world.uplinks.asked()).isEmpty();
  }

  @Test
  void firstPacketMustBeConnect() {
    expectClosed(publish("t", "{}"), "no_login");
    expectClosed("c000", "no_login");
    expectClosed("e000", "no_login");
    expectClosed(hex("GET / HTTP/1.1\r\n\r\n"), "malformed");
    expectClosed("0000", "malformed");
    assertThat(world.uplinks.asked()).isEmpty();
  }

  @Test
  void connectionWithoutConnectIsClosedAfterThirtySeconds() {
    try (RawPeer peer = world.connect().send("10 40 0004")) {
      await().until(() -> world.connections(Door.MQTT) == 1);
      world.advance(Duration.ofMillis(29_999));
      world.expectSilence(peer);
      world.advance(Duration.ofMillis(1));

      peer.expectClosed();
      assertThat(world.refusals()).containsExactly("login_timeout");
    }
  }

  @Test
  void strangerCannotMakeUsKeepMuch() {
    try (RawPeer peer = world.connect()) {
      // A CONNECT that announces 1,900 bytes, within the limit of packets: refused before it comes.
      peer.send("10 ec0e 0004 4d515454 04 c2 003c 0700");
      peer.expectClosed();
      assertThat(world.refusals()).containsExactly("too_large");
    }
  }

  @Test
  void namesBeyondTheirLengthsAreRefused() {
    expectRefused(connect("x".repeat(257)), "20 02 00 02");
    assertThat(world.refused(Door.MQTT, "client_id")).isEqualTo(1);
    try (RawPeer peer = MqttPeer.online(world)) {
      peer.send(publish("t".repeat(201), "{}")).expectClosed();
    }
    await().until(() -> world.refused(Door.MQTT, "too_large") == 1);
  }

  @Test
  void secondConnectCloses() {
    try (RawPeer peer = online(world).send(connect(DEVICE))) {
      peer.expectClosed();
      world.awaitGone(GoneCause.PROTOCOL_ERROR);
      assertThat(world.refusals()).containsExactly("protocol");
    }
  }

  @Test
  void secondLoginTakesOverAndTheDeviceIsNeverOffline() {
    try (RawPeer first = online(world);
        RawPeer second = online(world)) {
      first.expectClosed();
      second.send("c000").expect("d000");

      world.settle();
      assertThat(world.uplinks.asked(Inbound.Connected.class)).hasSize(2);
      assertThat(world.uplinks.asked(Inbound.Gone.class)).isEmpty();
      second.send("e000").expectClosed();
    }
    Source newest = world.uplinks.asked(Inbound.Connected.class).getLast().source();
    assertThat(world.awaitGone().source()).isEqualTo(newest);
    assertThat(world.awaitGone().cause()).isEqualTo(GoneCause.LEFT);
  }

  @Test
  void keepaliveTimesOneAndAHalfEndsASilentConnection() {
    try (RawPeer peer = online(world)) {
      world.advance(Duration.ofSeconds(149));
      peer.send("c000").expect("d000");
      world.advance(Duration.ofMillis(149_999));
      world.expectSilence(peer);
      world.advance(Duration.ofMillis(1));

      peer.expectClosed();
      world.awaitGone(GoneCause.SILENT);
    }
  }

  @Test
  void keepaliveZeroNeverEnds() {
    try (RawPeer peer = world.connect()) {
      peer.send(connect(LEVEL_4, CLEAN, 0, DEVICE, FakeAuthenticator.PASSWORD)).expect(ACCEPTED);
      assertThat(world.uplinks.asked(Inbound.Connected.class).getFirst().lifetime()).isEmpty();
      world.advance(Duration.ofDays(30));

      peer.send("c000").expect("d000");
    }
  }

  @Test
  void onePortServesBothAddressFamilies() {
    try (RawPeer peer = RawPeer.connect("::1", world.port())) {
      peer.send(connect(DEVICE)).expect(ACCEPTED).send(publish("t", 7, "{}")).expect("40 02 0007");
    }
  }

  private void expectRefused(String connect, String answer) {
    try (RawPeer peer = world.connect().send(connect).expect(answer)) {
      peer.expectClosed();
    }
  }

  private void expectClosed(String bytes, String kind) {
    double before = world.refused(Door.MQTT, kind);
    try (RawPeer peer = world.connect().send(bytes)) {
      peer.expectClosed();
    }
    world.settle();
    assertThat(world.refused(Door.MQTT, kind)).as(kind).isEqualTo(before + 1);
  }
}
