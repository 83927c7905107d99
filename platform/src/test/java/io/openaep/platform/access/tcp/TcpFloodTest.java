package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.ACCEPTED;
import static io.openaep.platform.access.tcp.TcpPeer.LOGIN;
import static io.openaep.platform.access.tcp.TcpPeer.login;
import static io.openaep.platform.access.tcp.TcpPeer.online;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Too many connections, and the flood rule (AEP device protocols, 3.1).
class TcpFloodTest extends TcpTest {
  private final List<RawPeer> peers = new ArrayList<>();

  /// Fails to log in until the address is suspect.
  private void becomeSuspect() {
    for (int number = 0; number <= FLOOD_FAILURES; number++) {
      try (RawPeer peer = world.connect().send(login("nobody")).expect("05 0002")) {
        peer.expectClosed();
      }
    }
    await().until(() -> world.refused(Door.TCP, "flood") == 1);
  }

  private RawPeer stranger() {
    double before = world.connections(Door.TCP);
    RawPeer peer = world.connect();
    peers.add(peer);
    await().until(() -> world.connections(Door.TCP) != before);
    return peer;
  }

  @Test
  void fullDoorLetsTheOldestStrangerGiveWay() {
    List<RawPeer> strangers = new ArrayList<>();
    for (int number = 0; number < CONNECTION_LIMIT; number++) {
      strangers.add(stranger());
    }
    try (RawPeer device = online(world)) {
      strangers.getFirst().expectClosed();
      world.expectSilence(strangers.get(1));
      assertThat(world.refused(Door.TCP, "gave_way")).isEqualTo(1);
      device.send("04").expect("06");
    }
    peers.forEach(RawPeer::close);
  }

  @Test
  void doorFullOfDevicesTurnsTheNextOneAway() {
    for (int number = 0; number < CONNECTION_LIMIT; number++) {
      world.devices.add("d" + number);
      peers.add(world.connect().send(login("d" + number)).expect(ACCEPTED));
    }
    try (RawPeer oneMore = world.connect()) {
      oneMore.expectClosed();
    }
    assertThat(world.refused(Door.TCP, "too_many_connections")).isEqualTo(1);
    peers.removeFirst().close();
    await().until(() -> world.connections(Door.TCP) == CONNECTION_LIMIT - 1);
    try (RawPeer peer = online(world)) {
      world.expectSilence(peer);
    }
    peers.forEach(RawPeer::close);
  }

  @Test
  void suspectAddressHasLittleTimeToLogIn() {
    becomeSuspect();
    try (RawPeer peer = world.connect()) {
      await().until(() -> world.connections(Door.TCP) == 1);
      world.advance(Duration.ofMillis(4_999));
      world.expectSilence(peer);
      world.advance(Duration.ofMillis(1));
      peer.expectClosed();
    }
    assertThat(world.refused(Door.TCP, "login_timeout")).isEqualTo(1);
  }

  @Test
  void suspectAddressHasFewConnectionsWithoutALogin() {
    becomeSuspect();
    RawPeer first = stranger();
    RawPeer second = stranger();
    RawPeer third = world.connect();
    first.expectClosed();
    world.expectSilence(second);
    world.expectSilence(third);
    assertThat(world.refused(Door.TCP, "gave_way")).isEqualTo(1);
    third.close();
    peers.forEach(RawPeer::close);
  }

  @Test
  void whoIsSilentGivesWayBeforeWhoHasBegunToLogIn() {
    becomeSuspect();
    RawPeer begun = stranger().send("01 0017");
    world.settle();
    RawPeer silent = stranger();
    RawPeer third = world.connect();
    silent.expectClosed();
    world.expectSilence(begun);
    third.close();
    peers.forEach(RawPeer::close);
  }

  @Test
  void rightCredentialsAreLetInFromASuspectAddressWhateverElseItHolds() {
    becomeSuspect();
    stranger();
    stranger();
    try (RawPeer device = online(world)) {
      for (int number = 0; number < 3; number++) {
        peers.add(world.connect());
      }
      await().until(() -> world.refused(Door.TCP, "gave_way") >= 3);
      device.send("04").expect("06");
      world.advance(Duration.ofMinutes(2));
      device.send("04").expect("06");
    }
    peers.forEach(RawPeer::close);
  }

  @Test
  void suspicionIsOverAfterTwoHours() {
    becomeSuspect();
    world.advance(Duration.ofHours(2));
    try (RawPeer peer = world.connect()) {
      await().until(() -> world.connections(Door.TCP) == 1);
      world.advance(Duration.ofSeconds(29));
      world.expectSilence(peer);
      peer.send(LOGIN).expect(ACCEPTED);
    }
  }

  @Test
  void loginThatIsBeingLookedUpHoldsUpNobodyElse() {
    world.devices.add("slow").add("quick");
    world.devices.holdUp("slow");
    try (RawPeer slow = world.connect().send(login("slow"))) {
      await().until(() -> world.devices.heldUp());
      for (int number = 0; number < 4; number++) {
        try (RawPeer peer =
            world.connect().send(login("nobody" + number, FakeAuthenticator.PASSWORD, "1.0"))) {
          peer.expect("05 0002");
        }
      }
      world.expectSilence(slow);
      world.devices.letGo();
      slow.expect(ACCEPTED);
    }
  }
}
