package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.LOGIN;
import static io.openaep.platform.access.tcp.TcpPeer.online;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every refusal explains itself: what the peer is told, the kind that is counted, and the words in
/// the trace of whom the peer called itself.
class TcpRefusalsTest extends TcpTest {
  private void refused(String kind, String who, String words) {
    await().until(() -> world.refused(Door.TCP, kind) == 1);
    await()
        .untilAsserted(() ->
            assertThat(world.trace.lines())
                .anyMatch(
                    it -> it.startsWith("?" + who + " ") && it.contains("refused: " + words)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1.0, '', 0002, unknown_device, no such device",
    "2, 1.0, '', 0002, cancelled, barred by the test",
    "3, 1.0, '', 0002, wrong_door, barred by the test",
    "4, 1.0, '', 0001, wrong_endpoint_form, barred by the test",
    "1, 1.0, wrong, 0003, bad_credentials, password does not match",
    "1, 1.2, '', 0001, version, login version is"
  })
  void login(String id, String version, String secret, String code, String kind, String words) {
    world
        .devices
        .add("1")
        .bar("2", Admission.Cause.CANCELLED)
        .bar("3", Admission.Cause.WRONG_DOOR)
        .bar("4", Admission.Cause.WRONG_ENDPOINT_FORM);
    String password = secret.isEmpty() ? FakeAuthenticator.PASSWORD : secret;
    try (RawPeer peer = world.connect().send(TcpPeer.login(id, password, version))) {
      peer.expect("05" + code).expectClosed();
    }
    refused(kind, id, words);
  }

  @Test
  void secondConnectionOfADeviceThatIsHeard() {
    try (RawPeer first = online(world);
        RawPeer second = world.connect().send(LOGIN)) {
      second.expect("05 0004").expectClosed();
      refused("already_logged_in", TcpPeer.DEVICE, "the device's other connection was heard");
      first.send("04").expect("06");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "04, no_login, frame 0x04 before login",
    "02 0001 61, no_login, frame 0x02 before login",
    "47 455420, malformed, ''",
    "01 0400, malformed, ''",
    "06, protocol, frame 0x06 is the platform's to send"
  })
  void strangersNonsense(String bytes, String kind, String words) {
    try (RawPeer peer = world.connect().send(bytes)) {
      peer.expectClosed();
    }
    refused(kind, "@127.0.0.1", words);
  }

  @Test
  void secondLoginOnOneConnectionAndAResponseWithoutAModel() {
    world.devices.add("1");
    try (RawPeer twice = online(world).send(LOGIN)) {
      twice.expectClosed();
    }
    refused("protocol", TcpPeer.DEVICE, "second login on one connection");
    try (RawPeer plain =
        world.connect().send(TcpPeer.login("1")).expect("05 0000").send("83 0002 0001")) {
      plain.expectClosed();
    }
    await().until(() -> world.refused(Door.TCP, "protocol") == 2);
    assertThat(world.trace.lines())
        .anyMatch(it -> it.contains("0x83 needs a login with version 1.1"));
  }

  @Test
  void reportThatCannotBeStored() {
    try (RawPeer peer = online(world)) {
      world.uplinks.full(true);
      peer.send(TcpPeer.uplink("a")).expectClosed();
    }
    refused("not_stored", TcpPeer.DEVICE, "");
  }
}
