package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.CLEAN;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static io.openaep.platform.access.mqtt.MqttPeer.USER_AND_PASSWORD;
import static io.openaep.platform.access.mqtt.MqttPeer.connect5;
import static io.openaep.platform.access.mqtt.MqttPeer.packet;
import static io.openaep.platform.access.mqtt.MqttPeer.publish5;
import static io.openaep.platform.access.mqtt.MqttPeer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What MQTT 5.0 adds.
class Mqtt5Test extends MqttTest {
  /// Receive maximum 3, maximum packet size 2000, topic alias maximum 2.
  private static final String LIMITS = "21 0003 27 000007d0 22 0002";

  private static final String ACCEPTED = "20 0e 00 00 0b" + LIMITS;
  private static final String PRESENT = "20 0e 01 00 0b" + LIMITS;

  @Test
  void limitsAreTold() {
    try (RawPeer peer = online("")) {
      peer.send(publish5("32", "t", 1, "", "{}")).expect("40 02 0001");
      peer.send("e0 00").expectClosed();
    }
    world.awaitGone(GoneCause.LEFT);
  }

  @Test
  void eachRefusalHasItsReasonCode() {
    world.devices.bar("2", Admission.Cause.CANCELLED);
    expectRefused(connect5(CLEAN, "", "", DEVICE, "wrong"), 0x86);
    expectRefused(connect5(CLEAN, "", "0"), 0x87);
    expectRefused(connect5(CLEAN, "", "2"), 0x87);
    expectRefused(connect5(CLEAN, "", ""), 0x85);
    expectRefused(connect5(CLEAN, "15 0001 61", DEVICE), 0x8c);
    String wildcard = "00" + text("a/#") + text("gone");
    expectRefused(connect5("c6", "", wildcard, DEVICE, FakeAuthenticator.PASSWORD), 0x90);
  }

  @Test
  void passwordMayComeWithoutAUserName() {
    String connect =
        packet(
            "10", "0004 4d515454 05 42 0064 00" + text(DEVICE) + text(FakeAuthenticator.PASSWORD));
    world.connect().send(connect).expect(ACCEPTED).close();
  }

  @Test
  void platformSaysWhyItCloses() {
    try (RawPeer older = online("");
        RawPeer newer = online("")) {
      assertThat(older.untilClosed()).isEqualTo("e0028e00");
      world.advance(Duration.ofSeconds(150));
      assertThat(newer.untilClosed()).isEqualTo("e0028d00");
    }
    try (RawPeer peer = online("")) {
      world.session(DEVICE).close(GoneCause.REMOVED);
      assertThat(peer.untilClosed()).isEqualTo("e0029800");
    }
    try (RawPeer peer = online("")) {
      world.uplinks.full(true);
      assertThat(peer.send(publish5("32", "t", 1, "", "{}")).untilClosed()).startsWith("e01c97");
      world.uplinks.full(false);
    }
    try (RawPeer peer = online("")) {
      world.listener().stop(Duration.ofSeconds(5));
      assertThat(peer.untilClosed()).isEqualTo("e0028b00");
    }
  }

  @Test
  void brokenRulesCloseWithTheirReasonCode() {
    expectClosed(publish5("32", "a/#", 1, "", "x"), 0x90);
    expectClosed(publish5("32", "", 1, "", "x"), 0x82);
    expectClosed(publish5("36", "t", 1, "", "x"), 0x81);
    expectClosed(publish5("32", "t", 1, "23 0000", "x"), 0x94);
    expectClosed(publish5("32", "t", 1, "23 0003", "x"), 0x94);
    expectClosed(publish5("32", "", 1, "23 0001", "x"), 0x82);
    expectClosed(publish5("32", "t", 1, "0b 01", "x"), 0x82);
    expectClosed(publish5("32", "t", 1, "01 00 01 00", "x"), 0x82);
    expectClosed(publish5("32", "t", 1, "7f 00", "x"), 0x81);
    expectClosed(publish5("32", "t", 1, "", "x".repeat(PAYLOAD_LIMIT_BYTES + 1)), 0x95);
    expectClosed("30 d10f", 0x95);
    expectClosed("f0 00", 0x82);
    expectClosed("82 06 0001 00 0001 61", 0x81);
    expectClosed("82 07 0001 00 0001 61 30", 0x82);
    expectClosed("82 03 0001 00", 0x82);
    expectClosed(packet("82", "0001 00" + text("$share/g/a") + "05"), 0x82);
    expectClosed(connect5(CLEAN, "", DEVICE), 0x82);
    expectClosed("e0 07 00 05 11 00000001", 0x82);
    try (RawPeer peer = online("")) {
      for (int id = 1; id <= UNRELEASED_LIMIT; id++) {
        peer.send(publish5("34", "t", id, "", "x")).expect("50 02 %04x".formatted(id));
      }
      assertThat(peer.send(publish5("34", "t", 9, "", "x")).untilClosed()).contains("93");
    }
  }

  @Test
  void topicAliasStandsForTheTopic() {
    try (RawPeer peer = online("")) {
      peer.send(publish5("32", "long/topic", 1, "23 0001", "a")).expect("40 02 0001");
      peer.send(publish5("32", "", 2, "23 0001", "b")).expect("40 02 0002");
      peer.send(publish5("32", "other", 3, "23 0001", "c")).expect("40 02 0003");
      peer.send(publish5("32", "", 4, "23 0001", "d")).expect("40 02 0004");
      assertThat(world.uplinks.asked(Inbound.Report.class))
          .extracting(Inbound.Report::channel)
          .containsExactly("long/topic", "long/topic", "other", "other");
    }
  }

  @Test
  void propertiesOfTheApplicationAreLetIn() {
    String properties =
        "01 01 02 00000010"
            + "03"
            + text("a/b")
            + "08"
            + text("re")
            + "09 0001 00"
            + ("26" + text("k") + text("v")).repeat(2);
    try (RawPeer peer = online("26" + text("k") + text("v"))) {
      peer.send(publish5("30", "t", 0, properties, "{}"));
      world.awaitReports(1);
    }
  }

  @Test
  void unknownPacketIdsHaveTheirReasonCode() {
    try (RawPeer peer = online("")) {
      peer.send("62 02 0009").expect("70 03 0009 92");
      peer.send("50 02 0009").expect("62 03 0009 92");
    }
  }

  @Test
  void subscribingAndUnsubscribingHaveTheirReasonCodes() {
    try (RawPeer peer = online("")) {
      peer.send(
              packet(
                  "82",
                  "0001 00"
                      + text("a")
                      + "00"
                      + text("b#")
                      + "01"
                      + text("$share/g/c")
                      + "2a"
                      + text("$share//c")
                      + "01"))
          .expect("90 07 0001 00 00 8f 02 8f");
      peer.send(packet("a2", "0002 00" + text("a") + text("z"))).expect("b0 05 0002 00 00 11");
    }
  }

  @Test
  void sessionExpiresAsTheClientWishes() {
    online(USER_AND_PASSWORD, "11 00000064", ACCEPTED).close();
    world.awaitGone();
    world.clock.advance(Duration.ofSeconds(99));
    online(USER_AND_PASSWORD, "11 00000064", PRESENT).close();
    await().until(() -> world.uplinks.asked(Inbound.Gone.class).size() == 2);
    world.clock.advance(Duration.ofSeconds(100));
    online(USER_AND_PASSWORD, "", ACCEPTED).close();
    await().until(() -> world.uplinks.asked(Inbound.Gone.class).size() == 3);
    online(USER_AND_PASSWORD, "", ACCEPTED).close();
  }

  @Test
  void longerExpiryThanGrantedIsTold() {
    String granted = "20 13 00 00 10 11 00000e10" + LIMITS;
    online(USER_AND_PASSWORD, "11 ffffffff", granted).close();
  }

  @Test
  void disconnectMayEndTheSession() {
    try (RawPeer peer = online(USER_AND_PASSWORD, "11 00000064", ACCEPTED)) {
      peer.send("e0 07 00 05 11 00000000").expectClosed();
    }
    world.awaitGone(GoneCause.LEFT);
    online(USER_AND_PASSWORD, "11 00000064", ACCEPTED).close();
    assertThat(world.uplinks.asked(Inbound.Gone.class).getFirst().changes()).isNotEmpty();
  }

  @Test
  void willWaitsForItsDelayAndNotLongerThanTheSession() {
    withWill("18 0000001e", "11 00000064").close();
    world.awaitGone();
    world.advance(Duration.ofSeconds(29));
    assertThat(wills()).isZero();
    world.advance(Duration.ofSeconds(1));
    assertThat(wills()).isEqualTo(1);

    withWill("18 000000ff", "11 00000001").close();
    await().until(() -> world.uplinks.asked(Inbound.Gone.class).size() == 2);
    world.advance(Duration.ofSeconds(1));
    assertThat(wills()).isEqualTo(2);
  }

  @Test
  void clientThatIsBackInTimeHasNoWillPublished() {
    withWill("18 0000001e", "11 00000064").close();
    world.awaitGone();
    try (RawPeer peer = online(USER_AND_PASSWORD, "11 00000064", PRESENT)) {
      world.advance(Duration.ofSeconds(60));
      assertThat(wills()).isZero();
      peer.send("c000").expect("d000");
    }
  }

  @Test
  void goodbyeMayAskForTheWill() {
    withWill("", "").send("e0 01 04").expectClosed();
    await().until(() -> wills() == 1);
  }

  @Test
  void commandsUseAnAliasWhereTheClientTakesOne() {
    try (RawPeer peer = online("22 0001")) {
      CompletableFuture<SendOutcome> outcome = send(1);
      peer.expect(publish5("32", "device_control", 1, "23 0001", "{}")).send("40 02 0001");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
      var _ = send(2);
      peer.expect(publish5("32", "", 2, "23 0001", "{}"));
    }
  }

  @Test
  void commandNamesTheSubscriptionsThatItMatches() {
    try (RawPeer peer = online("")) {
      peer.send(packet("82", "0001 02 0b 07" + text("device_control") + "01"))
          .expect("90 04 0001 00 01");
      var _ = send(1);
      peer.expect(publish5("32", "device_control", 1, "0b 07", "{}"));
    }
  }

  @Test
  void commandThatIsTooLargeForTheClientFailsWithoutBeingSent() {
    try (RawPeer peer = online("27 00000014")) {
      assertThat(send(1).join()).isInstanceOf(SendOutcome.Refused.class);
      peer.send("c000").expect("d000");
    }
  }

  @Test
  void clientThatTakesOneMessageAtATimeGetsTheNextAfterPubcomp() {
    try (RawPeer peer = online("21 0001")) {
      peer.send(packet("82", "0001 00" + text("device_control") + "02")).expect("90 04 0001 00 02");
      CompletableFuture<SendOutcome> first = send(1);
      peer.expect(publish5("34", "device_control", 1, "", "{}")).send("50 02 0001");
      peer.expect("62 02 0001");
      assertThat(first.join()).isEqualTo(new SendOutcome.Delivered());
      var _ = send(2);
      world.expectSilence(peer);
      peer.send("70 02 0001").expect(publish5("34", "device_control", 2, "", "{}"));
    }
  }

  @Test
  void commandThatWaitsForTheClientEndsWithItsTimeAndIsNeverSent() {
    try (RawPeer peer = online("21 0001")) {
      peer.send(packet("82", "0001 00" + text("device_control") + "02")).expect("90 04 0001 00 02");
      var _ = send(1);
      peer.expect(publish5("34", "device_control", 1, "", "{}")).send("50 02 0001");
      peer.expect("62 02 0001");

      CompletableFuture<SendOutcome> waits = send(2, Duration.ofSeconds(10));
      world.expectSilence(peer);
      world.advance(Duration.ofMillis(9_999));
      assertThat(waits).isNotDone();
      world.advance(Duration.ofMillis(1));
      assertThat(waits.join()).isEqualTo(new SendOutcome.Overdue());

      peer.send("70 02 0001 c000").expect("d000");
      var _ = send(3);
      peer.expect(publish5("34", "device_control", 2, "", "{}"));
    }
  }

  @Test
  void roomThatComesTooLateLetsNoCommandOut() {
    try (RawPeer peer = online("21 0001")) {
      peer.send(packet("82", "0001 00" + text("device_control") + "02")).expect("90 04 0001 00 02");
      var _ = send(1);
      peer.expect(publish5("34", "device_control", 1, "", "{}")).send("50 02 0001");
      peer.expect("62 02 0001");
      CompletableFuture<SendOutcome> waits = send(2, Duration.ofSeconds(10));
      world.expectSilence(peer);
      world.clock.advance(Duration.ofSeconds(10));
      peer.send("70 02 0001 c000").expect("d000");
      assertThat(waits.join()).isEqualTo(new SendOutcome.Overdue());
    }
  }

  @Test
  void commandWhoseTimeEndsWhileAnswersAreDueIsNeverSent() {
    try (RawPeer peer = online("")) {
      world.uplinks.hold();
      peer.send(publish5("32", "t", 1, "", "{}"));
      await().until(() -> world.uplinks.heldCount() == 1);
      CompletableFuture<SendOutcome> waits = send(1, Duration.ofSeconds(10));
      world.settle();
      world.clock.advance(Duration.ofSeconds(10));
      world.uplinks.storeAll();
      peer.expect("40 02 0001");
      assertThat(waits.join()).isEqualTo(new SendOutcome.Overdue());
      world.expectSilence(peer);
    }
  }

  @Test
  void userPropertiesAreStoredWithTheReport() {
    try (RawPeer peer = online("")) {
      String user = "26" + text("unit") + text("degree") + "26" + text("unit") + text("K");
      peer.send(publish5("32", "t", 1, user, "{}")).expect("40 02 0001");
      peer.send(publish5("34", "t", 2, user, "{}")).expect("50 02 0002");
      peer.send(publish5("30", "t", 0, user, "{}"));
      world.awaitReports(3);
    }
    assertThat(world.uplinks.asked(Inbound.Report.class))
        .allSatisfy(report ->
            assertThat(report.user())
                .containsExactly(
                    new UserProperty("unit", "degree"), new UserProperty("unit", "K")));
  }

  /// Each is a few bytes on the wire and much more in memory and on disk.
  @Test
  void userPropertiesOfAReportAreBounded() {
    String user = ("26" + text("k") + text("")).repeat(USER_PROPERTY_LIMIT);
    try (RawPeer peer = online("")) {
      peer.send(publish5("32", "t", 1, user, "{}")).expect("40 02 0001");
    }
    String more = user + "26" + text("k") + text("");
    expectClosed(publish5("30", "t", 0, more, "{}"), 0x95);
    expectClosed(publish5("32", "t", 1, more, "{}"), 0x95);
    expectClosed(publish5("34", "t", 1, more, "{}"), 0x95);
    assertThat(world.uplinks.asked(Inbound.Report.class)).hasSize(1);
  }

  @Test
  void deviceMayRefuseACommand() {
    try (RawPeer peer = online("")) {
      CompletableFuture<SendOutcome> outcome = send(1);
      peer.expect(publish5("32", "device_control", 1, "", "{}")).send("40 03 0001 97");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Refused("0x97"));
    }
  }

  private long wills() {
    return world.uplinks.asked(Inbound.Will.class).size();
  }

  private RawPeer withWill(String willProperties, String properties) {
    String will = MqttPeer.counted(willProperties) + text("bye") + text("gone");
    return world
        .connect()
        .send(connect5("c6", properties, will, DEVICE, FakeAuthenticator.PASSWORD))
        .expect("20 0e 00 00 0b" + LIMITS);
  }

  private CompletableFuture<SendOutcome> send(long commandId) {
    return send(commandId, Duration.ofDays(1));
  }

  private CompletableFuture<SendOutcome> send(long commandId, Duration timeToLive) {
    Instant end = world.clock.instant().plus(timeToLive);
    return world
        .session(DEVICE)
        .send(new Downlink(commandId, Bytes.utf8("{}"), Duration.ZERO, "", end))
        .toCompletableFuture();
  }

  private RawPeer online(String properties) {
    return online(CLEAN, properties, ACCEPTED);
  }

  private RawPeer online(String flags, String properties, String answer) {
    return world.connect().send(connect5(flags, properties, DEVICE)).expect(answer);
  }

  private void expectRefused(String connect, int code) {
    try (RawPeer peer = world.connect().send(connect)) {
      assertThat(peer.untilClosed()).isEqualTo("200300%02x00".formatted(code));
    }
  }

  private void expectClosed(String bytes, int code) {
    world.clock.advance(Duration.ofMinutes(2));
    try (RawPeer peer = online("").send(bytes)) {
      assertThat(peer.untilClosed()).as(bytes).matches("e0..%02x.*".formatted(code));
    }
  }
}
