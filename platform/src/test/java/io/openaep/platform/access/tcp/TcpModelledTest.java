package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.ACCEPTED;
import static io.openaep.platform.access.tcp.TcpPeer.DEVICE;
import static io.openaep.platform.access.tcp.TcpPeer.login;
import static io.openaep.platform.access.tcp.TcpPeer.online;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.wire.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Version 1.1 (AEP device protocols, 3.2): data is answered, commands are responded to, and what
/// they hold passes through.
class TcpModelledTest extends TcpTest {
  private RawPeer modelled() {
    return world.connect().send(login(DEVICE, FakeAuthenticator.PASSWORD, "1.1")).expect(ACCEPTED);
  }

  @Test
  void dataIsAnsweredWithItsMessageIdOnceItIsStored() {
    try (RawPeer peer = modelled()) {
      world.uplinks.hold();
      peer.send("02 0008 1234 0001 00000015");
      await().until(() -> world.uplinks.heldCount() == 1);
      world.expectSilence(peer);
      world.uplinks.storeAll();
      peer.expect("82 0004 1234 0000");

      Inbound.Report report = world.uplinks.asked(Inbound.Report.class).getFirst();
      assertThat(report.payload()).isEqualTo(Bytes.hex("000100000015"));
      assertThat(report.channel()).isEqualTo("0x02");
      assertThat(report.confirmable()).isTrue();
    }
  }

  @Test
  void dataWithoutAServiceIsAnsweredAsAnError() {
    try (RawPeer peer = modelled()) {
      peer.send("02 0003 0007 00").expect("82 0004 0007 0001");
      peer.send("02 0004 0008 0001").expect("82 0004 0008 0000");
      assertThat(world.uplinks.reported()).hasSize(1);
      peer.send("02 0001 00").expectClosed();
    }
    assertThat(world.refusals()).containsExactly("malformed");
  }

  @Test
  void commandResponseIsStoredAsItCame() {
    try (RawPeer peer = modelled()) {
      var outcome =
          world
              .session(DEVICE)
              .send(new Downlink(1, Bytes.hex("00011f4100"), Duration.ZERO))
              .toCompletableFuture();
      peer.expect("03 0005 00011f4100");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
      peer.send("83 0005 0001232900" + "04").expect("06");

      Inbound.Report response = world.uplinks.asked(Inbound.Report.class).getFirst();
      assertThat(response.channel()).isEqualTo("0x83");
      assertThat(response.payload()).isEqualTo(Bytes.hex("0001232900"));
    }
  }

  @Test
  void answersKeepTheOrderOfTheMessages() {
    try (RawPeer peer = modelled()) {
      peer.send("02 0004 0001 0001" + "02 0003 0002 00" + "04" + "02 0004 0003 0001");
      peer.expect("82 0004 0001 0000 82 0004 0002 0001 06 82 0004 0003 0000");
    }
  }

  @Test
  void responseNeedsVersionOneOne() {
    try (RawPeer peer = online(world)) {
      peer.send("83 0002 0001").expectClosed();
    }
    assertThat(world.refusals()).containsExactly("protocol");
  }

  @Test
  void answerToDataIsThePlatformsToSend() {
    try (RawPeer peer = modelled()) {
      peer.send("82 0004 0001 0000").expectClosed();
    }
    assertThat(world.refusals()).containsExactly("protocol");
  }
}
