package io.openaep.platform.access.tcp;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.tcp.TcpPeer.ACCEPTED;
import static io.openaep.platform.access.tcp.TcpPeer.DEVICE;
import static io.openaep.platform.access.tcp.TcpPeer.LOGIN;
import static io.openaep.platform.access.tcp.TcpPeer.online;
import static io.openaep.platform.access.tcp.TcpPeer.uplink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TcpDownlinkTest extends TcpTest {
  @Test
  void commandIsDeliveredWhenItIsWritten() {
    try (RawPeer peer = online(world)) {
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "receivedmessage");

      peer.expect("03 000f 72656365697665646d657373616765");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void commandWaitsForTheLoginsAnswer() {
    world.uplinks.hold();
    try (RawPeer peer = world.connect().send(LOGIN)) {
      await().until(() -> world.uplinks.heldCount() == 1);
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "a");
      world.expectSilence(peer);
      assertThat(outcome).isNotDone();

      world.uplinks.storeOldest();
      peer.expect(ACCEPTED + "03 0001 61");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void commandWaitsForEarlierUplinksOnly() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(uplink("earlier") + "04");
      world.awaitReports(1);
      world.settle();
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "a");
      world.settle();
      peer.send(uplink("later"));
      world.awaitReports(2);
      world.expectSilence(peer);

      world.uplinks.storeOldest();
      peer.expect("06 03 0001 61");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void secondCommandAtTheSameTimeIsNotSent() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(uplink("earlier"));
      world.awaitReports(1);
      CompletableFuture<SendOutcome> first = world.send(DEVICE, "a");
      CompletableFuture<SendOutcome> second = world.send(DEVICE, "b");

      assertThat(second.join()).isInstanceOf(SendOutcome.NotSent.class);
      world.uplinks.storeAll();
      assertThat(first.join()).isEqualTo(new SendOutcome.Delivered());
      peer.expect("03 0001 61");
      assertThat(world.send(DEVICE, "c").join()).isEqualTo(new SendOutcome.Delivered());
      peer.expect("03 0001 63");
    }
  }

  @Test
  void commandWhoseConnectionEndsWhileItWaitsIsNotSent() {
    try (RawPeer peer = online(world)) {
      world.uplinks.hold();
      peer.send(uplink("earlier"));
      world.awaitReports(1);
      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "a");
      world.settle();

      world.uplinks.failOldest();
      assertThat(outcome.join()).isInstanceOf(SendOutcome.NotSent.class);
      peer.expectClosed();
    }
  }

  @Test
  void commandAfterTheEndIsNotSent() {
    DeviceSession session;
    try (RawPeer peer = online(world)) {
      session = world.session(DEVICE);
      world.expectSilence(peer);
    }
    world.awaitGone(GoneCause.CLOSED);

    assertThat(session.send(downlink(Bytes.utf8("a"))).toCompletableFuture().join())
        .isInstanceOf(SendOutcome.NotSent.class);
  }

  @Test
  void commandThatFitsNoFrameIsNotSent() {
    try (RawPeer peer = online(world)) {
      Bytes tooLong = Bytes.wrap(new byte[65_536]);
      SendOutcome outcome =
          world.session(DEVICE).send(downlink(tooLong)).toCompletableFuture().join();

      assertThat(outcome)
          .asInstanceOf(type(SendOutcome.NotSent.class))
          .extracting(SendOutcome.NotSent::reason)
          .isEqualTo("65536 bytes do not fit a frame of the TCP protocol");
      world.expectSilence(peer);
      assertThat(world.send(DEVICE, "a").join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  @Test
  void commandThatThePeerDoesNotReadIsGivenUpAfterThirtySeconds() {
    try (RawPeer peer = RawPeer.connect("127.0.0.1", world.port(), 2_048)) {
      peer.send(LOGIN).expect(ACCEPTED);
      Bytes long65k = Bytes.wrap(new byte[65_535]);
      CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
      outcome.complete(new SendOutcome.Delivered());
      for (int written = 0; outcome.isDone() && written < 100; written++) {
        outcome = world.session(DEVICE).send(downlink(long65k)).toCompletableFuture();
        world.settle();
      }
      assertThat(outcome).as("the peer's buffers are full").isNotDone();
      world.advance(Duration.ofMillis(29_999));
      assertThat(outcome).isNotDone();
      world.advance(Duration.ofMillis(1));

      assertThat(outcome.join()).isInstanceOf(SendOutcome.Unanswered.class);
      world.awaitGone(GoneCause.UNRESPONSIVE);
    }
  }

  @Test
  void removedDeviceIsClosed() {
    try (RawPeer peer = online(world)) {
      world.session(DEVICE).close(GoneCause.REMOVED);

      peer.expectClosed();
      world.awaitGone(GoneCause.REMOVED);
    }
  }

  private static Downlink downlink(Bytes payload) {
    return new Downlink(7, payload, Duration.ZERO);
  }
}
