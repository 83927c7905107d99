package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.ACCEPTED;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static io.openaep.platform.access.mqtt.MqttPeer.USER_AND_PASSWORD;
import static io.openaep.platform.access.mqtt.MqttPeer.connect;
import static io.openaep.platform.access.mqtt.MqttPeer.online;
import static io.openaep.platform.access.mqtt.MqttPeer.packet;
import static io.openaep.platform.access.mqtt.MqttPeer.publish;
import static io.openaep.platform.access.mqtt.MqttPeer.subscribe;
import static io.openaep.platform.access.mqtt.MqttPeer.text;
import static io.openaep.platform.access.mqtt.MqttPeer.unsubscribe;
import static io.openaep.platform.access.socket.FakeAuthenticator.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.socket.RawPeer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttUplinkTest extends MqttTest {
  @Test
  void publishIsStoredAsItCame() {
    try (RawPeer peer = online(world)) {
      peer.send(publish("topic/data", "{\"temp\":22.5,\"humi\":78}"));
      world.awaitReports(1);

      Inbound.Report report = world.uplinks.asked(Inbound.Report.class).getFirst();
      assertThat(report.payload().toUtf8()).isEqualTo("{\"temp\":22.5,\"humi\":78}");
      assertThat(report.channel()).isEqualTo("topic/data");
      assertThat(report.source()).isEqualTo(world.session(DEVICE).source());
      assertThat(report.confirmable()).isFalse();
      assertThat(report.repeat()).isEmpty();
      world.expectSilence(peer);
    }
  }

  @Test
  void pubackLeavesOnlyWhenTheReportIsStored() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(publish("t", 10, "one") + publish("t", 11, "two"));
      world.awaitReports(2);
      assertThat(world.uplinks.asked(Inbound.Report.class).getFirst().confirmable()).isTrue();
      world.expectSilence(peer);

      world.uplinks.storeOldest();
      peer.expect("40 02 000a");
      world.expectSilence(peer);

      world.uplinks.storeOldest();
      peer.expect("40 02 000b");
    }
  }

  @Test
  void reportThatCannotBeStoredClosesWithoutPuback() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(publish("t", 1, "one") + publish("t", 2, "two") + publish("t", 3, "three"));
      world.awaitReports(3);
      world.uplinks.storeOldest();
      peer.expect("40 02 0001");
      world.uplinks.failOldest();

      peer.expectClosed();
      assertThat(world.refusals()).containsExactly("not_stored");
    }
    world.uplinks.storeAll();
    world.awaitGone(GoneCause.NOT_STORED);
  }

  @Test
  void qos2IsStoredOnceAndPubrecWaitsForIt() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(publish("34", "t", 5, "once"));
      world.awaitReports(1);
      peer.send(publish("3c", "t", 5, "once"));
      world.expectSilence(peer);

      world.uplinks.storeAll();
      peer.expect("50 02 0005 50 02 0005");
      peer.send(publish("3c", "t", 5, "once")).expect("50 02 0005");
      peer.send("62 02 0005").expect("70 02 0005");
      peer.send("62 02 0005").expect("70 02 0005");
      assertThat(world.uplinks.reported()).containsExactly("once");

      peer.send(publish("34", "t", 5, "next")).expect("50 02 0005");
      assertThat(world.uplinks.reported()).containsExactly("once", "next");
    }
  }

  @Test
  void qos2ThatCannotBeStoredIsNotReceived() {
    try (RawPeer peer = online(world)) {
      world.uplinks.full(true);
      peer.send(publish("34", "t", 5, "once")).expectClosed();
    }
  }

  @Test
  void qos2WithoutReleaseIsBounded() {
    try (RawPeer peer = online(world)) {
      for (int packetId = 1; packetId <= UNRELEASED_LIMIT; packetId++) {
        peer.send(publish("34", "t", packetId, "once")).expect("50 02 %04x".formatted(packetId));
      }
      peer.send(publish("34", "t", 100, "once")).expectClosed();
      assertThat(world.refusals()).containsExactly("too_many_unreleased");
      assertThat(world.uplinks.reported()).hasSize(UNRELEASED_LIMIT);
    }
  }

  @Test
  void retainedAndRepeatedPublishesAreReports() {
    try (RawPeer peer = online(world)) {
      peer.send(publish("33", "t", 1, "retained")).expect("40 02 0001");
      peer.send(publish("3a", "t", 1, "again")).expect("40 02 0001");
      peer.send(publish("32", "device_control", 2, "to myself?")).expect("40 02 0002");

      assertThat(world.uplinks.reported()).containsExactly("retained", "again", "to myself?");
      world.expectSilence(peer);
    }
  }

  @Test
  void reportOfAKeptSessionIsRecognisedWhenItComesAgain() {
    String keptSession =
        MqttPeer.connect("0004 4d515454 04", USER_AND_PASSWORD, 60, DEVICE, PASSWORD);
    try (RawPeer peer = world.connect().send(keptSession).expect(ACCEPTED)) {
      peer.send(publish("32", "t", 1, "first")).expect("40 02 0001");
      peer.send(publish("3a", "t", 1, "first")).expect("40 02 0001");
      peer.send(publish("3a", "t", 2, "first")).expect("40 02 0002");
      peer.send(publish("3a", "t", 1, "other")).expect("40 02 0001");
      peer.send(publish("3a", "tf", 1, "irst")).expect("40 02 0001");
      List<RepeatKey> keys =
          world.uplinks.asked(Inbound.Report.class).stream()
              .map(it -> it.repeat().orElseThrow())
              .toList();

      assertThat(keys.get(0).mayBeRepetition()).isFalse();
      assertThat(keys.get(1)).isEqualTo(new RepeatKey(keys.get(0).value(), true));
      assertThat(keys.stream().map(RepeatKey::value).distinct()).hasSize(4);
    }
  }

  @Test
  void reportOfACleanSessionOrOfQos0IsNeverARepetition() {
    try (RawPeer peer = online(world)) {
      peer.send(publish("3a", "t", 1, "x")).expect("40 02 0001");
      peer.send(publish("t", "x"));
      world.awaitReports(2);
      assertThat(world.uplinks.asked(Inbound.Report.class))
          .allMatch(report -> report.repeat().isEmpty());
    }
  }

  @Test
  void packetsCutAfterEveryByteAreHandledTheSame() {
    String all = connect(DEVICE) + subscribe(2, "#", 1) + "c000" + publish("t", 1, "one");
    byte[] bytes = HexFormat.of().parseHex(all.replace(" ", ""));
    try (RawPeer peer = world.connect()) {
      for (int at = 0; at < bytes.length; at++) {
        peer.send(Arrays.copyOfRange(bytes, at, at + 1));
        world.listener().sweep().join();
      }
      peer.expect(ACCEPTED + "90 03 0002 01" + "d0 00" + "40 02 0001");
      assertThat(world.uplinks.reported()).containsExactly("one");
    }
  }

  @Test
  void unstoredReportsStopTheReadingUntilTheyAreStored() {
    List<String> sent = IntStream.range(0, 50).mapToObj(number -> "data " + number).toList();
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      sent.forEach(data -> peer.send(publish("t", 1, data)));
      world.awaitReports(UNANSWERED_LIMIT);
      world.settle();
      assertThat(world.uplinks.reported()).hasSize(UNANSWERED_LIMIT);
      assertThat(world.meters.get("openaep.reading.stopped").counter().count()).isEqualTo(1);

      world.uplinks.storeAll();
      world.awaitReports(50);
      assertThat(world.uplinks.reported()).isEqualTo(sent);
      peer.expect("40 02 0001".repeat(50));
    }
  }

  @Test
  void whatWasSentBeforeClosingIsStoredBeforeTheDeviceIsGone() {
    RawPeer peer = online(world);
    world.uplinks.hold();
    IntStream.range(0, 10).forEach(number -> peer.send(publish("t", "data " + number)));
    peer.send("e000");
    peer.close();
    world.awaitReports(UNANSWERED_LIMIT);
    world.settle();
    assertThat(world.uplinks.asked(Inbound.Gone.class)).isEmpty();

    world.uplinks.storeAll();
    world.awaitGone(GoneCause.LEFT);
    assertThat(world.uplinks.reported()).hasSize(10);
    assertThat(world.uplinks.asked().getLast()).isInstanceOf(Inbound.Gone.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "device_control",
        "topic/event",
        "ota/upgrade",
        "mqtt/2000033383/16891291/16891291868543060025186/dn/device_control",
        "#",
        "+/x/#"
      })
  void anyValidFilterIsGranted(String filter) {
    try (RawPeer peer = online(world)) {
      peer.send(subscribe(1, filter, 0)).expect("90 03 0001 00");
      peer.send(subscribe(2, filter, 1)).expect("90 03 0002 01");
      peer.send(subscribe(3, filter, 2)).expect("90 03 0003 02");
      peer.send(unsubscribe(4, filter)).expect("b0 02 0004");
    }
  }

  @Test
  void eachFilterOfASubscribeHasItsGrant() {
    try (RawPeer peer = online(world)) {
      peer.send(packet("82", "0007" + text("a") + "00" + text("b/#") + "02" + text("+") + "01"))
          .expect("90 05 0007 00 02 01");
    }
  }

  @Test
  void brokenRulesClose() {
    expectClosed(publish("a/+", 1, "x"), "malformed");
    expectClosed(publish("#", 1, "x"), "malformed");
    expectClosed(publish("", 1, "x"), "malformed");
    expectClosed(publish("a\u0000b", 1, "x"), "malformed");
    expectClosed(packet("32", "0002 c328 0001 78"), "malformed");
    expectClosed(publish("t", 0, "x"), "malformed");
    expectClosed(publish("36", "t", 1, "x"), "malformed");
    expectClosed(packet("38", text("t") + "78"), "protocol");
    expectClosed(subscribe(1, "a#", 0), "malformed");
    expectClosed(subscribe(1, "a", 3), "malformed");
    expectClosed(packet("82", "0001"), "protocol");
    expectClosed(packet("a2", "0001"), "protocol");
    expectClosed(unsubscribe(1, "#/a"), "malformed");
    expectClosed("20 02 00 00", "protocol");
    expectClosed("30 ff ff ff ff ff", "malformed");
    assertThat(world.uplinks.reported()).isEmpty();
  }

  /// A field that reaches past the end of its packet is an error, not something to wait for.
  @Test
  void innerLengthPastTheEndOfThePacketCloses() {
    expectClosed("32 03 0001 74", "malformed");
    expectClosed("32 04 0009 7474", "malformed");
    expectClosed("82 05 0001 0009 61", "malformed");
    expectClosed("40 01 00", "malformed");
    expectClosed("c0 01 00", "malformed");
  }

  @Test
  void receiptOfWhatNobodySentIsAnsweredOrPassedOver() {
    try (RawPeer peer = online(world)) {
      peer.send("50 02 0001").expect("62 02 0001");
      peer.send("40 02 0001" + "70 02 0001" + "c000").expect("d000");
    }
  }

  @Test
  void payloadAndPacketBeyondTheirLimitsClose() {
    try (RawPeer peer = online(world)) {
      peer.send(publish("t", 1, "x".repeat(PAYLOAD_LIMIT_BYTES))).expect("40 02 0001");
    }
    world.awaitGone();
    expectClosed(publish("t", 1, "x".repeat(PAYLOAD_LIMIT_BYTES + 1)), "too_large");
    // 2,001 bytes are announced, and refused before they come.
    expectClosed("32 d10f" + text("t") + "0001", "too_large");
  }

  @Test
  void peerThatDoesNotReadIsNotReadFrom() {
    byte[] pings = HexFormat.of().parseHex("c000".repeat(16 * 1024));
    try (RawPeer peer = RawPeer.connect("127.0.0.1", world.port(), 2_048)) {
      peer.send(connect(DEVICE)).expect(ACCEPTED);
      Thread writer = Thread.startVirtualThread(() -> peer.sendUntilClosed(pings));
      await().until(() -> world.meters.get("openaep.reading.stopped").counter().count() > 0);

      assertThat(writer.isAlive()).isTrue();
    }
  }

  private void expectClosed(String bytes, String kind) {
    int before = world.uplinks.asked(Inbound.Gone.class).size();
    double counted = world.refused(Door.MQTT, kind);
    try (RawPeer peer = online(world).send(bytes)) {
      peer.expectClosed();
      await().until(() -> world.uplinks.asked(Inbound.Gone.class).size() == before + 1);
      assertThat(world.uplinks.asked(Inbound.Gone.class).getLast().cause())
          .as(bytes)
          .isEqualTo(GoneCause.PROTOCOL_ERROR);
      assertThat(world.refused(Door.MQTT, kind)).as(bytes).isEqualTo(counted + 1);
    }
  }
}
