package io.openaep.platform.access.tcp;

import static io.openaep.platform.access.tcp.TcpPeer.DEVICE;
import static io.openaep.platform.access.tcp.TcpPeer.LOGIN;
import static io.openaep.platform.access.tcp.TcpPeer.login;
import static io.openaep.platform.access.tcp.TcpPeer.online;
import static io.openaep.platform.access.tcp.TcpPeer.uplink;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// What the trace is shown of a TCP connection. That no line holds the password is checked after
/// every test of this door.
class TcpTraceTest extends TcpTest {
  @Test
  void everyFrameIsShownWithWhatBecameOfIt() {
    try (RawPeer peer = online(world)) {
      peer.send(uplink("hi") + "04").expect("06");
      world.send(DEVICE, "do").join();
      peer.expect("03 0002 646f");
    }
    world.awaitGone();
    String secret = HexFormat.of().formatHex("*".repeat(43).getBytes(StandardCharsets.UTF_8));
    String password =
        HexFormat.of().formatHex(FakeAuthenticator.PASSWORD.getBytes(StandardCharsets.UTF_8));
    assertThat(world.trace.lines())
        .containsExactly(
            "?%s IN %s login of %s, version 1.0 -> "
                .formatted(DEVICE, LOGIN.replace(" ", "").replace(password, secret), DEVICE),
            DEVICE + " OUT 050000 login answer 0 (success) -> ",
            DEVICE + " IN 0200026869 data, 2 bytes -> stored at 2",
            DEVICE + " IN 04 heartbeat -> ",
            DEVICE + " OUT 06 heartbeat answer: everything before is stored -> ",
            DEVICE + " OUT 030002646f command, 2 bytes -> ");
  }

  @Test
  void refusalIsShownUnderTheNameThatThePeerGaveItself() {
    try (RawPeer peer = world.connect().send(login("nobody")).expect("05 0002")) {
      peer.expectClosed();
    }
    assertThat(world.trace.lines())
        .anyMatch(it -> it.startsWith("?nobody IN 01") && it.endsWith("-> refused: unknown_device"))
        .anyMatch(it -> it.startsWith("?nobody OUT 050002 login answer 2 (not_registered)"))
        .anyMatch(it -> it.equals("?nobody -> refused: no such device"));
  }

  @Test
  void brokenLoginIsShownWithoutWhatMayBeThePassword() {
    try (RawPeer peer = world.connect().send("01 0400" + "6e79366631745341")) {
      peer.expectClosed();
    }
    assertThat(world.trace.lines().getFirst())
        .isEqualTo(
            "?@127.0.0.1 IN 0104002a2a2a2a2a2a2a2a no frame of the protocol -> refused: malformed");
  }

  @Test
  void reportThatCouldNotBeStoredSaysSo() {
    try (RawPeer peer = online(world)) {
      world.uplinks.full(true);
      peer.send(uplink("lost")).expectClosed();
    }
    assertThat(world.trace.lines())
        .contains(DEVICE + " IN 0200046c6f7374 data, 4 bytes -> not stored: no room on the disk");
  }
}
