package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.ACCEPTED;
import static io.openaep.platform.access.tcp.TcpPeer.DEVICE;
import static io.openaep.platform.access.tcp.TcpPeer.LOGIN;
import static io.openaep.platform.access.tcp.TcpPeer.login;
import static io.openaep.platform.access.tcp.TcpPeer.online;
import static io.openaep.platform.access.tcp.TcpPeer.uplink;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TcpLoginTest extends TcpTest {
  @Test
  void capturedLoginIsAnsweredWithSuccess() {
    try (RawPeer peer = online(world)) {
      Inbound.Connected connected = world.uplinks.asked(Inbound.Connected.class).getFirst();

      assertThat(connected.source().device().deviceId()).isEqualTo(DEVICE);
      assertThat(connected.source().door()).isEqualTo(Door.TCP);
      assertThat(connected.source().remote()).startsWith("127.0.0.1:");
      assertThat(connected.at()).isEqualTo(world.clock.instant());
      assertThat(connected.lifetime()).isEmpty();
      assertThat(world.session(DEVICE).source()).isEqualTo(connected.source());
      world.expectSilence(peer);
    }
  }

  @Test
  void successIsAnsweredOnlyWhenTheLoginIsStored() {
    world.uplinks.hold();
    try (RawPeer peer = world.connect().send(LOGIN)) {
      await().until(() -> world.uplinks.heldCount() == 1);
      world.expectSilence(peer);

      world.uplinks.storeOldest();
      peer.expect(ACCEPTED);
    }
  }

  @Test
  void loginThatCannotBeStoredIsNotAnswered() {
    world.uplinks.full(true);
    try (RawPeer peer = world.connect().send(LOGIN)) {
      peer.expectClosed();
    }
    world.settle();
    assertThat(world.sessions.size()).isZero();
    assertThat(world.uplinks.asked(Inbound.Gone.class)).isEmpty();
    assertThat(world.refusals()).containsExactly("not_stored");
  }

  @Test
  void eachRefusalHasItsResultCodeAndClosesTheConnection() {
    world.devices.add("1").bar("2", Admission.Cause.CANCELLED).bar("3", Admission.Cause.WRONG_DOOR);

    expectRefused(login("0"), "05 0002");
    expectRefused(login("2"), "05 0002");
    expectRefused(login("3"), "05 0002");
    expectRefused(login("1", "wrong", "1.0"), "05 0003");
    expectRefused(login("1", FakeAuthenticator.PASSWORD, "1.2"), "05 0001");
    assertThat(world.refusals())
        .containsExactly("bad_credentials", "cancelled", "unknown_device", "version", "wrong_door");
    assertThat(world.uplinks.asked()).isEmpty();
  }

  @Test
  void secondLoginIsRefusedWhileTheFirstConnectionIsHeard() {
    try (RawPeer first = online(world)) {
      world.advance(Duration.ofSeconds(60));

      expectRefused(LOGIN, "05 0004");
      first.send("04").expect("06");
      assertThat(world.refused(Door.TCP, "already_logged_in")).isEqualTo(1);
      assertThat(world.uplinks.asked()).hasSize(1);
    }
  }

  @Test
  void secondLoginTakesOverFromAConnectionNotHeardForAMinute() {
    try (RawPeer first = online(world)) {
      world.advance(Duration.ofSeconds(61));
      try (RawPeer second = online(world)) {
        first.expectClosed();
        second.send("04").expect("06");

        world.settle();
        assertThat(world.uplinks.asked(Inbound.Connected.class)).hasSize(2);
        assertThat(world.uplinks.asked(Inbound.Gone.class)).as("it never was offline").isEmpty();
      }
    }
    Source newest = world.uplinks.asked(Inbound.Connected.class).getLast().source();
    assertThat(world.awaitGone().source()).isEqualTo(newest);
  }

  @Test
  void anyFrameKeepsTheFirstConnectionInItsRight() {
    try (RawPeer first = online(world)) {
      world.advance(Duration.ofSeconds(50));
      first.send(uplink("a"));
      world.awaitReports(1);
      world.advance(Duration.ofSeconds(50));

      expectRefused(LOGIN, "05 0004");
    }
  }

  /// Epoll tells of a FIN behind data that is not being read; NIO, the fallback elsewhere, does
  /// not.
  @Test
  @EnabledOnOs(OS.LINUX)
  void deviceThatClosedMayComeBackWhileItsDataIsStillBeingStored() {
    RawPeer first = online(world);
    world.uplinks.hold();
    for (int number = 0; number < 2 * UNANSWERED_LIMIT; number++) {
      first.send(uplink("data " + number));
    }
    world.awaitReports(UNANSWERED_LIMIT);
    first.close();
    world.settle();

    try (RawPeer second = world.connect().send(LOGIN)) {
      await().until(() -> world.uplinks.asked(Inbound.Connected.class).size() == 2);
      world.uplinks.storeAll();
      second.expect(ACCEPTED);
      world.settle();
      assertThat(world.uplinks.asked(Inbound.Gone.class)).isEmpty();
    }
  }

  @Test
  void takeoverThatCannotBeStoredLeavesTheOlderConnectionToldGone() {
    try (RawPeer first = online(world)) {
      Source older = world.session(DEVICE).source();
      world.advance(Duration.ofSeconds(61));
      world.uplinks.full(true);
      try (RawPeer second = world.connect().send(LOGIN)) {
        second.expectClosed();
        first.expectClosed();
      }
      await().until(() -> !world.uplinks.asked(Inbound.Gone.class).isEmpty());
      world.uplinks.full(false);
      world.settle();

      Inbound.Gone told = world.uplinks.asked(Inbound.Gone.class).getLast();
      assertThat(told.source()).isEqualTo(older);
      assertThat(told.cause()).isEqualTo(GoneCause.NOT_STORED);
    }
  }

  @Test
  void connectionWithoutLoginIsClosedAfterThirtySeconds() {
    try (RawPeer peer = world.connect().send("01 0017")) {
      await().until(() -> world.connections(Door.TCP) == 1);
      world.advance(Duration.ofMillis(29_999));
      world.expectSilence(peer);
      world.advance(Duration.ofMillis(1));

      peer.expectClosed();
      assertThat(world.refusals()).containsExactly("login_timeout");
    }
  }

  @Test
  void loginWhoseAppendIsSlowIsNotTimedOut() {
    world.uplinks.hold();
    try (RawPeer peer = world.connect().send(LOGIN)) {
      await().until(() -> world.uplinks.heldCount() == 1);
      world.advance(Duration.ofMinutes(1));

      world.uplinks.storeOldest();
      peer.expect(ACCEPTED);
    }
  }

  @Test
  void whatComesBeforeTheLoginCloses() {
    expectClosed(uplink("a"), "no_login");
    expectClosed("04", "no_login");
    expectClosed("47455420", "malformed");
    expectClosed("01 0400", "malformed");
    expectClosed("02 0400", "malformed");
    expectClosed("06", "protocol");
    assertThat(world.uplinks.asked()).isEmpty();
  }

  private void expectRefused(String login, String answer) {
    try (RawPeer peer = world.connect().send(login).expect(answer)) {
      peer.expectClosed();
    }
  }

  private void expectClosed(String bytes, String kind) {
    double before = world.refused(Door.TCP, kind);
    try (RawPeer peer = world.connect().send(bytes)) {
      peer.expectClosed();
    }
    world.settle();
    assertThat(world.refused(Door.TCP, kind)).as(kind).isEqualTo(before + 1);
  }
}
