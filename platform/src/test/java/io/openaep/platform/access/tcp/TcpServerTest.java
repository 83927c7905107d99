package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.ACCEPTED;
import static io.openaep.platform.access.tcp.TcpPeer.DEVICE;
import static io.openaep.platform.access.tcp.TcpPeer.LOGIN;
import static io.openaep.platform.access.tcp.TcpPeer.online;
import static io.openaep.platform.access.tcp.TcpPeer.uplink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.platform.access.socket.SocketConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TcpServerTest extends TcpTest {
  @Test
  void onePortServesBothAddressFamilies() {
    try (RawPeer peer = RawPeer.connect("::1", world.port())) {
      peer.send(LOGIN).expect(ACCEPTED).send(uplink("over IPv6") + "04").expect("06");

      assertThat(world.uplinks.reported()).containsExactly("over IPv6");
      assertThat(world.session(DEVICE).source().remote()).startsWith("[0:0:0:0:0:0:0:1]:");
    }
  }

  @Test
  void takenPortIsNamedInASentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, DoorWorld.IPV4)) {
      SocketConfig socket = SocketConfig.of(List.of(DoorWorld.IPV4), taken.getLocalPort());

      assertThatThrownBy(() ->
              new DoorWorld((loops, ports) -> TcpServer.open(TcpConfig.of(socket), loops, ports)))
          .cause()
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(
              "Cannot listen on 127.0.0.1:" + taken.getLocalPort() + " for tcp: ");
    }
  }

  @Test
  void stoppingTellsEveryDeviceGone() {
    try (RawPeer stranger = world.connect();
        RawPeer peer = online(world)) {
      peer.send(uplink("last words"));
      world.awaitReports(1);

      assertThat(world.listener().stop(Duration.ofSeconds(5))).isTrue();
      world.awaitGone(GoneCause.PLATFORM_STOPPED);
      assertThat(world.sessions.size()).isZero();
      peer.expectClosed();
      stranger.expectClosed();
      assertThatThrownBy(world::connect).hasMessageContaining("refused");
    }
  }

  @Test
  void stoppingWaitsUntilTheEndsAreStored() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      assertThat(world.listener().stop(Duration.ofMillis(50))).isFalse();

      world.uplinks.storeAll();
      assertThat(world.listener().stop(Duration.ofSeconds(5))).isTrue();
      assertThat(world.uplinks.asked(Inbound.Gone.class)).hasSize(1);
      peer.expectClosed();
    }
  }

  @Test
  void successfulLoginsFailuresLongAgoAndDuplicatesDoNotCount() {
    for (int number = 0; number < FLOOD_FAILURES; number++) {
      world.connect().close();
    }
    await().until(() -> world.connections(Door.TCP) == 0);
    world.advance(Duration.ofSeconds(60));
    for (int number = 0; number < 2 * FLOOD_FAILURES; number++) {
      int gone = number + 1;
      online(world).close();
      await().until(() -> world.uplinks.asked(Inbound.Gone.class).size() == gone);
    }
    try (RawPeer peer = online(world)) {
      for (int number = 0; number < 2 * FLOOD_FAILURES; number++) {
        try (RawPeer duplicate = world.connect().send(LOGIN).expect("05 0004")) {
          duplicate.expectClosed();
        }
      }
      peer.send("04").expect("06");
    }
    assertThat(world.refused(Door.TCP, "flood")).isZero();
  }
}
