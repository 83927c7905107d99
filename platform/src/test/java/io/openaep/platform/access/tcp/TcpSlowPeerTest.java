package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.ACCEPTED;
import static io.openaep.platform.access.tcp.TcpPeer.login;
import static io.openaep.platform.access.tcp.TcpPeer.uplink;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.platform.access.socket.SocketConfig;
import io.openaep.platform.access.socket.StreamSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Peers that send a byte now and then, or begin frames and never end them.
class TcpSlowPeerTest {
  private static final int UNFINISHED_LIMIT_BYTES = 10_000;

  private final DoorWorld world =
      new DoorWorld(
          (loops, ports) ->
              TcpServer.open(
                  TcpConfig.of(SocketConfig.of(List.of(DoorWorld.IPV4), 0)), loops, ports),
          new StreamSettings(1_000, UNFINISHED_LIMIT_BYTES));

  @AfterEach
  void closeTheDoor() {
    world.close();
  }

  private RawPeer online(String deviceId) {
    world.devices.add(deviceId);
    return world.connect().send(login(deviceId)).expect(ACCEPTED);
  }

  private double unfinished() {
    return world.meters.get("openaep.streams.unfinished").gauge().value();
  }

  @Test
  void byteNowAndThenIsNoSignOfLife() {
    try (RawPeer peer = online("a")) {
      peer.send("02 ffff");
      for (int minute = 0; minute < 4; minute++) {
        world.advance(Duration.ofMinutes(1));
        peer.send("00");
      }
      world.advance(Duration.ofMinutes(1));
      peer.expectClosed();
    }
    world.awaitGone(GoneCause.SILENT);
  }

  @Test
  void byteASecondBeforeTheLoginEndsInTime() {
    try (RawPeer peer = world.connect()) {
      await().until(() -> world.connections(Door.TCP) == 1);
      for (int second = 0; second < 29; second++) {
        peer.send(second < 2 ? "01" : "00");
        world.advance(Duration.ofSeconds(1));
      }
      world.expectSilence(peer);
      world.advance(Duration.ofSeconds(1));
      peer.expectClosed();
    }
    assertThat(world.refused(Door.TCP, "login_timeout")).isEqualTo(1);
  }

  @Test
  void framesThatNeverEndDoNotAddUp() {
    try (RawPeer first = online("a");
        RawPeer second = online("b");
        RawPeer third = online("c")) {
      first.send("02 ffff" + "00".repeat(9_000));
      await().until(() -> unfinished() == 9_003);
      third.send("02 00ff" + "00".repeat(100));
      second.send("02 ffff" + "00".repeat(1_500)).expectClosed();

      third.send("00".repeat(155) + "04").expect("06");
      await().until(() -> unfinished() == 9_003);
    }
    assertThat(world.refused(Door.TCP, "too_much_unfinished")).isEqualTo(1);
    await().until(() -> unfinished() == 0);
  }

  @Test
  void memoryIsGivenBackWithEveryFrame() {
    try (RawPeer peer = online("a")) {
      for (int frame = 0; frame < 20; frame++) {
        peer.send(uplink("x".repeat(2_000)));
      }
      peer.send("04").expect("06");
      assertThat(unfinished()).isZero();
    }
  }
}
