package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.ACCEPTED;
import static io.openaep.platform.access.tcp.TcpPeer.DEVICE;
import static io.openaep.platform.access.tcp.TcpPeer.LOGIN;
import static io.openaep.platform.access.tcp.TcpPeer.online;
import static io.openaep.platform.access.tcp.TcpPeer.uplink;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.socket.RawPeer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TcpUplinkTest extends TcpTest {
  @Test
  void capturedUplinkIsStoredAsItCame() {
    try (RawPeer peer = online(world).send("02 000b 68656c6c6f20776f726c64")) {
      world.awaitReports(1);

      Inbound.Report report = world.uplinks.asked(Inbound.Report.class).getFirst();
      assertThat(report.payload().toUtf8()).isEqualTo("hello world");
      assertThat(report.source()).isEqualTo(world.session(DEVICE).source());
      assertThat(report.channel()).isEmpty();
      assertThat(report.contentFormat()).isEmpty();
      assertThat(report.confirmable()).isFalse();
      assertThat(report.repeat()).isEmpty();
      assertThat(report.at()).isEqualTo(world.clock.instant());
      world.expectSilence(peer);
    }
  }

  @Test
  void everythingInOneSegmentIsHandledInOrder() {
    try (RawPeer peer = world.connect()) {
      peer.send(LOGIN + uplink("one") + "04" + uplink("two") + uplink("") + "04");

      peer.expect(ACCEPTED + "06 06");
      assertThat(world.uplinks.reported()).containsExactly("one", "two", "");
    }
  }

  @Test
  void framesCutAfterEveryByteAreHandledTheSame() {
    byte[] all = HexFormat.of().parseHex((LOGIN + uplink("one") + "04").replace(" ", ""));
    try (RawPeer peer = world.connect()) {
      for (int at = 0; at < all.length; at++) {
        peer.send(Arrays.copyOfRange(all, at, at + 1));
        world.listener().sweep().join();
      }
      peer.expect(ACCEPTED + "06");
      assertThat(world.uplinks.reported()).containsExactly("one");
    }
  }

  @Test
  void heartbeatIsAnsweredOnlyWhenEveryEarlierFrameIsStored() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(uplink("one") + uplink("two") + "04" + uplink("three"));
      world.awaitReports(3);
      world.expectSilence(peer);

      world.uplinks.storeOldest();
      world.expectSilence(peer);

      world.uplinks.storeOldest();
      peer.expect("06");
      world.expectSilence(peer);
    }
  }

  @Test
  void frameThatCannotBeStoredClosesWithoutAHeartbeatAnswer() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(uplink("one") + "04" + uplink("two") + "04");
      world.awaitReports(2);

      world.uplinks.storeOldest();
      peer.expect("06");
      world.uplinks.failOldest();
      peer.expectClosed();
      assertThat(world.refusals()).containsExactly("not_stored");
    }
    world.uplinks.storeAll();
    world.awaitGone(GoneCause.NOT_STORED);
    assertThat(world.sessions.size()).isZero();
  }

  @Test
  void endThatCannotBeStoredIsToldAgainOnce() {
    RawPeer peer = online(world);
    world.uplinks.full(true);
    peer.close();
    await().until(() -> !world.uplinks.asked(Inbound.Gone.class).isEmpty());
    world.settle();
    int tries = world.uplinks.asked(Inbound.Gone.class).size();
    assertThat(tries).isGreaterThan(1);

    world.uplinks.full(false);
    world.settle();
    assertThat(world.uplinks.asked(Inbound.Gone.class)).hasSize(tries + 1);
  }

  @Test
  void unstoredFramesStopTheReadingUntilTheyAreStored() {
    List<String> sent = IntStream.range(0, 50).mapToObj(number -> "data " + number).toList();
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      sent.forEach(data -> peer.send(uplink(data)));
      world.awaitReports(UNANSWERED_LIMIT);
      world.settle();
      assertThat(world.uplinks.reported()).hasSize(UNANSWERED_LIMIT);
      assertThat(world.meters.get("openaep.reading.stopped").counter().count()).isEqualTo(1);

      world.uplinks.storeOldest();
      world.awaitReports(UNANSWERED_LIMIT + 1);

      world.uplinks.storeAll();
      world.awaitReports(50);
      assertThat(world.uplinks.reported()).isEqualTo(sent);
      peer.send("04").expect("06");
    }
  }

  @Test
  void deviceHeldUpByUsIsNotTakenForSilent() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      IntStream.range(0, UNANSWERED_LIMIT).forEach(number -> peer.send(uplink("data")));
      world.awaitReports(UNANSWERED_LIMIT);
      peer.send("04");
      for (int minute = 0; minute < 10; minute++) {
        world.advance(Duration.ofMinutes(1));
      }

      world.uplinks.storeAll();
      peer.expect("06");
    }
  }

  @Test
  void whatWasSentBeforeClosingIsStoredBeforeTheDeviceIsGone() {
    RawPeer peer = online(world);
    world.uplinks.hold();
    IntStream.range(0, 10).forEach(number -> peer.send(uplink("data " + number)));
    peer.close();
    world.awaitReports(UNANSWERED_LIMIT);
    world.settle();
    assertThat(world.uplinks.asked(Inbound.Gone.class)).isEmpty();

    world.uplinks.storeAll();
    world.awaitGone(GoneCause.CLOSED);
    assertThat(world.uplinks.reported()).hasSize(10);
    assertThat(world.uplinks.asked().getLast()).isInstanceOf(Inbound.Gone.class);
  }

  @Test
  void loginDataAndEndInOneBreathAreAllStored() {
    try (RawPeer peer = world.connect()) {
      world.uplinks.hold();
      peer.send(LOGIN + uplink("one"));
      peer.finish();
      await().until(() -> world.uplinks.heldCount() == 1);
      world.settle();

      world.uplinks.storeAll();
      world.awaitGone(GoneCause.CLOSED);
      assertThat(world.uplinks.reported()).containsExactly("one");
    }
  }

  @Test
  void silenceOfFiveMinutesTurnsTheDeviceOffline() {
    try (RawPeer peer = online(world)) {
      world.advance(Duration.ofMinutes(4));
      peer.send("04").expect("06");
      world.advance(Duration.ofMinutes(5).minusMillis(1));
      world.expectSilence(peer);
      world.advance(Duration.ofMillis(1));

      peer.expectClosed();
      world.awaitGone(GoneCause.SILENT);
      assertThat(world.refusals()).isEmpty();
    }
  }

  @Test
  void brokenRulesAfterTheLoginClose() {
    expectProtocolError("ff", "malformed");
    expectProtocolError("03 0001 61", "protocol");
    expectProtocolError(LOGIN, "protocol");
    assertThat(world.refusals()).containsExactly("malformed", "protocol");
  }

  @Test
  void framesBeforeTheBadOneAreStored() {
    try (RawPeer peer = online(world).send(uplink("good") + "ff")) {
      peer.expectClosed();
      world.awaitGone(GoneCause.PROTOCOL_ERROR);
      assertThat(world.uplinks.reported()).containsExactly("good");
    }
  }

  @Test
  void longestFrameIsTakenAfterTheLogin() {
    String data = "x".repeat(65_535);
    try (RawPeer peer = online(world).send(uplink(data) + "04").expect("06")) {
      assertThat(world.uplinks.reported()).containsExactly(data);
      world.expectSilence(peer);
    }
  }

  @Test
  void peerThatDoesNotReadIsNotReadFrom() {
    byte[] heartbeats = new byte[64 * 1024];
    Arrays.fill(heartbeats, (byte) 4);
    try (RawPeer peer = RawPeer.connect("127.0.0.1", world.port(), 2_048)) {
      peer.send(LOGIN).expect(ACCEPTED);
      Thread writer = Thread.startVirtualThread(() -> peer.sendUntilClosed(heartbeats));
      await().until(() -> world.meters.get("openaep.reading.stopped").counter().count() > 0);

      assertThat(writer.isAlive()).isTrue();
    }
  }

  private void expectProtocolError(String bytes, String kind) {
    int before = world.uplinks.asked(Inbound.Gone.class).size();
    try (RawPeer peer = online(world).send(bytes)) {
      peer.expectClosed();
      await().until(() -> world.uplinks.asked(Inbound.Gone.class).size() == before + 1);
      assertThat(world.uplinks.asked(Inbound.Gone.class).getLast().cause())
          .isEqualTo(GoneCause.PROTOCOL_ERROR);
      assertThat(world.refusals()).contains(kind);
    }
  }
}
