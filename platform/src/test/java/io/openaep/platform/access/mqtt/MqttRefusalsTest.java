package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.ACCEPTED;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static io.openaep.platform.access.mqtt.MqttPeer.connect;
import static io.openaep.platform.access.mqtt.MqttPeer.connect5;
import static io.openaep.platform.access.mqtt.MqttPeer.packet;
import static io.openaep.platform.access.mqtt.MqttPeer.publish;
import static io.openaep.platform.access.mqtt.MqttPeer.publish5;
import static io.openaep.platform.access.mqtt.MqttPeer.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every refusal explains itself: the code of 3.1.1 and of 5.0, the kind that is counted, and the
/// words in the trace of whom the client called itself.
class MqttRefusalsTest extends MqttTest {
  private void refused(String kind, int count, String who, String words) {
    await().until(() -> world.refused(Door.MQTT, kind) == count);
    await()
        .untilAsserted(() ->
            assertThat(world.trace.lines())
                .anyMatch(
                    it -> it.startsWith("?" + who + " ") && it.contains("refused: " + words)));
  }

  /// 3.1.1, 3.2.2.3; 5.0, 3.2.2.2.
  @ParameterizedTest
  @CsvSource({
    "0, '', 05, 87, unknown_device, no such device",
    "2, '', 05, 87, cancelled, barred by the test",
    "3, '', 05, 87, wrong_door, barred by the test",
    "4, '', 05, 87, wrong_endpoint_form, barred by the test",
    "1, wrong, 04, 86, bad_credentials, password does not match",
    "'', '', 02, 85, client_id, the client id is empty"
  })
  void login(String id, String secret, String code, String code5, String kind, String words) {
    world
        .devices
        .add("1")
        .bar("2", Admission.Cause.CANCELLED)
        .bar("3", Admission.Cause.WRONG_DOOR)
        .bar("4", Admission.Cause.WRONG_ENDPOINT_FORM);
    String password = secret.isEmpty() ? FakeAuthenticator.PASSWORD : secret;
    String who = id.isEmpty() ? "@127.0.0.1" : id;
    try (RawPeer peer = world.connect().send(connect(id, password))) {
      peer.expect("20 02 00" + code).expectClosed();
    }
    refused(kind, 1, who, words);
    try (RawPeer peer = world.connect().send(connect5("c2", "", "", id, password))) {
      assertThat(peer.untilClosed()).matches("20..00" + code5 + ".*");
    }
    refused(kind, 2, who, words);
  }

  @Test
  void versionThatIsNotServed() {
    String tail = "c2 003c" + text(DEVICE) + text("u") + text(FakeAuthenticator.PASSWORD);
    try (RawPeer peer = world.connect().send(packet("10", "0004 4d515454 06" + tail))) {
      peer.expect("20 02 00 01").expectClosed();
    }
    refused("version", 1, "@127.0.0.1", "");
  }

  @ParameterizedTest
  @CsvSource({"c000, no_login, PINGREQ before CONNECT", "0000, malformed, ''"})
  void strangersNonsense(String bytes, String kind, String words) {
    try (RawPeer peer = world.connect().send(bytes)) {
      peer.expectClosed();
    }
    refused(kind, 1, "@127.0.0.1", words);
  }

  /// 5.0, 3.14.2.1: the DISCONNECT carries the same reason in words.
  @ParameterizedTest
  @CsvSource({
    "c001 00, 81, malformed",
    "f000, 82, protocol",
    "e5 00, 81, malformed",
    "32 06 0001 74 0000 00, 81, malformed"
  })
  void brokenRulesOfADevice(String bytes, String code, String kind) {
    try (RawPeer peer = world.connect().send(connect5("c2", "", DEVICE))) {
      await().until(() -> peer.available() > 0);
      peer.send(bytes);
      assertThat(peer.untilClosed()).matches("20.*e0..%s.*".formatted(code));
    }
    await().until(() -> world.refused(Door.MQTT, kind) == 1);
    assertThat(world.trace.lines()).anyMatch(it -> it.startsWith("?" + DEVICE + " "));
  }

  @Test
  void reportThatIsTooLarge() {
    String large = "x".repeat(PAYLOAD_LIMIT_BYTES + 1);
    try (RawPeer peer = world.connect().send(connect5("c2", "", DEVICE))) {
      await().until(() -> peer.available() > 0);
      peer.send(publish5("30", "t", 0, "", large));
      assertThat(peer.untilClosed()).matches("20.*e0..95.*");
    }
    refused("too_large", 1, DEVICE, "");
  }

  @Test
  void subscriptionBeyondTheLimitAndTooManyUnreleased() {
    try (RawPeer peer = world.connect().send(connect(DEVICE)).expect(ACCEPTED)) {
      for (int id = 1; id <= SUBSCRIPTION_LIMIT; id++) {
        peer.send(MqttPeer.subscribe(id, "t" + id, 0)).expect("90 03 %04x 00".formatted(id));
      }
      peer.send(MqttPeer.subscribe(8, "one/too/many", 0)).expect("90 03 0008 80");
      refused("subscription", 1, DEVICE, "the session has 3 subscriptions");
      for (int id = 1; id <= UNRELEASED_LIMIT; id++) {
        peer.send(publish("34", "t", id, "{}")).expect("50 02 %04x".formatted(id));
      }
      peer.send(publish("34", "t", 9, "{}")).expectClosed();
    }
    refused("too_many_unreleased", 1, DEVICE, "");
  }

  /// 5.0, 3.9.3; a filter that is none ends a connection of 3.1.1.
  @Test
  void subscriptionThatIsNone() {
    String filter = packet("82", "0007 00" + text("a/#/b") + "00");
    try (RawPeer peer = world.connect().send(connect5("c2", "", DEVICE))) {
      await().until(() -> peer.available() > 0);
      peer.send(filter + "e000");
      assertThat(peer.untilClosed()).endsWith("900400" + "07008f");
    }
    refused("subscription", 1, DEVICE, "");
    try (RawPeer peer = MqttPeer.online(world)) {
      peer.send(MqttPeer.subscribe(7, "a/#/b", 0)).expectClosed();
    }
    refused("malformed", 1, DEVICE, "");
  }

  @Test
  void reportThatCannotBeStored() {
    try (RawPeer peer = MqttPeer.online(world)) {
      world.uplinks.full(true);
      peer.send(publish("t", 1, "{}")).expectClosed();
    }
    refused("not_stored", 1, DEVICE, "");
  }
}
