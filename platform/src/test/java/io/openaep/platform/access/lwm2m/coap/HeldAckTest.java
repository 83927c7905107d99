package io.openaep.platform.access.lwm2m.coap;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.ACK;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.BLOCK2;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CONTENT_FORMAT;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.NON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.OBSERVE;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.SIZE2;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.UdpEndpointContext;
import org.eclipse.californium.elements.UdpEndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The held layer against a device that writes raw datagrams: everything that was found to happen
/// between a confirmable notification and its acknowledgement.
class HeldAckTest {
  private static final byte[] TOKEN = {1, 2, 3, 4, 5, 6, 7, 8};
  private static final Duration SHORT = Duration.ofMillis(120);
  private static final int SZX_512 = 5;

  private final SinkThatWaits sink = new SinkThatWaits();
  private final ProtocolThread protocol = new ProtocolThread("coap-test", 10_000);
  private final Observations observations = new Observations();
  private final RandomTokens tokens = new RandomTokens();
  private final PendingAppends pending = new PendingAppends(50);
  private CoapSocket socket;
  private RawDevice device;

  @BeforeEach
  void start() throws IOException {
    open(Duration.ofSeconds(3)); // nothing is retransmitted, but for the test that waits for it
  }

  private void open(Duration ackTimeout) throws IOException {
    Configuration configuration =
        CoapConfiguration.of(new CoapConfiguration.Numbers(8192, 1000, 1 << 20, ackTimeout, 4));
    InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    socket =
        CoapSocket.of(
            new UDPConnector(any, configuration),
            new UdpEndpointContextMatcher(false),
            "test",
            new CoapSocket.Shared(
                configuration, protocol, observations, tokens, pending, sink, 100, 10_000, 100));
    socket.start();
    device = new RawDevice(socket.getAddress());
    observations.add(new Token(TOKEN), "/19/0/0", () -> new UdpEndpointContext(deviceAddress()));
  }

  @AfterEach
  void stop() {
    device.close();
    socket.close();
    protocol.shutdown();
    sink.close();
  }

  private InetSocketAddress deviceAddress() {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), device.port());
  }

  private static CoapBytes notification(int type, int mid, int observe, String payload) {
    return new CoapBytes(type, 205, mid, TOKEN)
        .uint(OBSERVE, observe)
        .uint(CONTENT_FORMAT, 42)
        .payload(payload);
  }

  private void awaitArrived(int count) {
    await().until(() -> sink.arrived.size() == count);
  }

  private void awaitNothingHeld() {
    await().until(() -> socket.heldCount() == 0 && pending.count() == 0);
  }

  @Test
  void firstConfirmableIsAcknowledgedOnlyAfterTheCommit() {
    sink.mode = SinkThatWaits.Mode.WAIT;
    device.send(notification(CON, 7, 2, "a"));
    device.expectSilence(Duration.ofMillis(600));
    assertThat(socket.heldCount()).isEqualTo(1);
    sink.commitWaiting();
    device.expectAck(7);
    device.expectSilence(SHORT);
    assertThat(sink.storedTexts()).containsExactly("a");
    assertThat(sink.stored.getFirst().confirmable()).isTrue();
    assertThat(sink.stored.getFirst().contentFormat()).contains(42);
    awaitNothingHeld();
  }

  @Test
  void retransmissionsWhilePendingAreSwallowedAndOneAfterIsAcknowledgedAgain() {
    sink.mode = SinkThatWaits.Mode.WAIT;
    device.send(notification(CON, 7, 2, "a"));
    awaitArrived(1);
    device.send(notification(CON, 7, 2, "a"));
    device.send(notification(CON, 7, 2, "a"));
    device.expectSilence(SHORT);
    sink.commitWaiting();
    device.expectAck(7);
    device.expectSilence(SHORT);
    device.send(notification(CON, 7, 2, "a"));
    device.expectAck(7);
    assertThat(sink.storedTexts()).containsExactly("a");
  }

  @Test
  void fullDiskIsSilentUntilThereIsRoomAgain() {
    sink.mode = SinkThatWaits.Mode.FAIL;
    device.send(notification(CON, 7, 2, "a"));
    awaitArrived(1);
    awaitNothingHeld();
    device.send(notification(CON, 7, 2, "a"));
    awaitArrived(2);
    device.expectSilence(SHORT);
    awaitNothingHeld();
    sink.mode = SinkThatWaits.Mode.STORE;
    device.send(notification(CON, 7, 2, "a"));
    device.expectAck(7);
    device.send(notification(CON, 7, 2, "a"));
    device.expectAck(7);
    assertThat(sink.storedTexts()).containsExactly("a");
  }

  @Test
  void failureWhileRetransmissionsArriveLosesNothing() {
    sink.mode = SinkThatWaits.Mode.WAIT;
    device.send(notification(CON, 7, 2, "a"));
    awaitArrived(1);
    device.send(notification(CON, 7, 2, "a"));
    device.send(notification(CON, 8, 3, "b"));
    awaitArrived(2); // so the one before it has been swallowed
    sink.mode = SinkThatWaits.Mode.STORE;
    sink.failWaiting();
    awaitNothingHeld();
    device.expectSilence(SHORT);
    device.send(notification(CON, 7, 2, "a"));
    device.expectAck(7);
    assertThat(sink.storedTexts()).containsExactly("a");
  }

  @Test
  void defectInTheSinkEndsInSilenceAndNotInReset() {
    sink.mode = SinkThatWaits.Mode.THROW;
    device.send(notification(CON, 7, 2, "a"));
    device.expectSilence(SHORT);
    device.send(notification(CON, 7, 2, "a"));
    device.expectSilence(SHORT);
    sink.mode = SinkThatWaits.Mode.STORE;
    device.send(notification(CON, 7, 2, "a"));
    device.expectAck(7);
  }

  @Test
  void nonConfirmableAndItsDuplicateAreStoredOnceAndNotAcknowledged() {
    device.send(notification(NON, 7, 2, "a"));
    device.send(notification(NON, 7, 2, "a"));
    device.send(notification(NON, 8, 3, "b"));
    awaitArrived(2);
    device.expectSilence(SHORT);
    assertThat(sink.storedTexts()).containsExactly("a", "b");
    assertThat(sink.stored.getFirst().confirmable()).isFalse();
  }

  @Test
  void unknownTokenIsReset() {
    byte[] stranger = {9, 9, 9, 9, 9, 9, 9, 9};
    device.send(new CoapBytes(CON, 205, 7, stranger).uint(OBSERVE, 2).payload("a"));
    device.expectReset(7);
    device.send(new CoapBytes(NON, 205, 8, stranger).uint(OBSERVE, 3).payload("a"));
    device.expectReset(8);
    assertThat(sink.arrived).isEmpty();
  }

  @Test
  void droppedObservationIsReset() {
    device.send(notification(CON, 7, 2, "a"));
    device.expectAck(7);
    observations.drop(new Token(TOKEN));
    device.send(notification(CON, 8, 3, "b"));
    device.expectReset(8);
  }

  @Test
  void blocksAreFetchedWhileTheFirstIsHeldAndThenOneAckFollows() {
    byte[] body = body(1300);
    sink.mode = SinkThatWaits.Mode.WAIT;
    device.send(firstBlock(7, body));
    serveBlock(body, 1);
    serveBlock(body, 2);
    awaitArrived(1);
    device.expectSilence(SHORT);
    sink.commitWaiting();
    device.expectAck(7);
    assertThat(sink.stored.getFirst().payload().toArray()).isEqualTo(body);
    assertThat(sink.stored.getFirst().messageId()).isEqualTo(7);
    device.send(firstBlock(7, body));
    device.expectAck(7);
    assertThat(sink.stored).hasSize(1);
    awaitNothingHeld();
  }

  @Test
  void lostBlockRequestIsRepeatedAlthoughTheFirstBlockIsRetransmitted() throws IOException {
    device.close();
    socket.close();
    open(Duration.ofMillis(300));
    byte[] body = body(1300);
    device.send(firstBlock(7, body));
    assertThat(device.receive().code).isEqualTo(1); // lost
    device.send(firstBlock(7, body));
    device.send(firstBlock(7, body));
    serveBlock(body, 1); // asked for again after ACK_TIMEOUT
    serveBlock(body, 2);
    CoapBytes last = device.receive();
    while (last.code == 1) {
      last = device.receive(); // asked for again while this machine was slow
    }
    assertThat(last.type).isEqualTo(ACK);
    assertThat(last.mid).isEqualTo(7);
    assertThat(sink.stored.getFirst().payload().toArray()).isEqualTo(body);
    assertThat(sink.stored).hasSize(1);
  }

  @Test
  void failedAppendOfBodyRunsTheWholeTransferAgain() {
    byte[] body = body(700);
    sink.mode = SinkThatWaits.Mode.FAIL;
    device.send(firstBlock(7, body));
    serveBlock(body, 1);
    awaitArrived(1);
    awaitNothingHeld();
    device.expectSilence(SHORT);
    sink.mode = SinkThatWaits.Mode.STORE;
    device.send(firstBlock(7, body));
    serveBlock(body, 1);
    device.expectAck(7);
    assertThat(sink.stored.getFirst().payload().toArray()).isEqualTo(body);
  }

  @Test
  void deadTransferIsReleasedAndMayBeginAnew() {
    byte[] body = body(700);
    device.send(firstBlock(7, body));
    assertThat(device.receive().code).isEqualTo(1);
    await().until(() -> socket.heldCount() == 1);
    protocol.run(() -> socket.sweep(Duration.ZERO));
    awaitNothingHeld();
    device.send(firstBlock(7, body));
    serveBlock(body, 1);
    device.expectAck(7);
    assertThat(sink.stored).hasSize(1);
  }

  @Test
  void tooLargeBodyIsRefusedOnceAndAcknowledged() {
    byte[] body = body(512);
    device.send(
        new CoapBytes(CON, 205, 7, TOKEN)
            .uint(OBSERVE, 2)
            .block(BLOCK2, 0, true, SZX_512)
            .uint(SIZE2, 100_000)
            .payload(body));
    device.expectAck(7);
    assertThat(sink.refusals).containsExactly("too_large");
    assertThat(sink.arrived).isEmpty();
    awaitNothingHeld();
  }

  @Test
  void errorInsteadOfBlockDoesNotEndTheObservation() {
    byte[] body = body(700);
    device.send(firstBlock(7, body));
    CoapBytes get = device.receive();
    device.send(new CoapBytes(ACK, 404, get.mid, get.token));
    awaitNothingHeld();
    assertThat(sink.arrived).isEmpty();
    device.send(notification(CON, 8, 3, "b"));
    device.expectAck(8);
  }

  @Test
  void reusedMessageIdAfterTheAckIsStoredAtItsNextTransmission() {
    device.send(notification(CON, 7, 2, "a"));
    device.expectAck(7);
    device.send(notification(CON, 7, 2, "b"));
    device.expectSilence(SHORT);
    device.send(notification(CON, 7, 2, "b"));
    device.expectAck(7);
    assertThat(sink.storedTexts()).containsExactly("a", "b");
  }

  @Test
  void reusedMessageIdWhileHeldIsNotAcknowledgedByTheOlderCommit() {
    sink.mode = SinkThatWaits.Mode.WAIT;
    device.send(notification(CON, 7, 2, "a"));
    awaitArrived(1);
    device.send(notification(CON, 7, 2, "b"));
    device.expectSilence(SHORT);
    sink.mode = SinkThatWaits.Mode.STORE;
    sink.commitWaiting();
    awaitNothingHeld();
    device.expectSilence(SHORT);
    device.send(notification(CON, 7, 2, "b"));
    device.expectAck(7);
    assertThat(sink.storedTexts()).containsExactly("a", "b");
  }

  @Test
  void messageIdOfAnEarlierRequestIsNotMistakenForADuplicate() {
    device.send(new CoapBytes(CON, 2, 7, new byte[] {5}).option(URI_PATH, "nowhere"));
    device.receive();
    device.send(notification(CON, 7, 2, "a"));
    device.expectAck(7);
    assertThat(sink.storedTexts()).containsExactly("a");
  }

  @Test
  void pendingMessageIsKnownAlthoughManyOthersPushedItOut() {
    sink.mode = SinkThatWaits.Mode.WAIT;
    device.send(notification(CON, 7, 2, "a"));
    awaitArrived(1);
    sink.mode = SinkThatWaits.Mode.STORE;
    for (int i = 0; i < 70; i++) {
      device.send(notification(NON, 100 + i, 3 + i, "n"));
      awaitArrived(2 + i);
    }
    device.send(notification(CON, 7, 2, "a"));
    device.expectSilence(SHORT);
    sink.commitWaiting();
    device.expectAck(7);
    device.expectSilence(SHORT);
    assertThat(sink.storedTexts().stream().filter("a"::equals)).hasSize(1);
  }

  @Test
  void acknowledgementGoesToTheAddressOfTheNewestTransmission() {
    sink.mode = SinkThatWaits.Mode.WAIT;
    device.send(notification(CON, 7, 2, "a"));
    awaitArrived(1);
    device.move();
    device.send(notification(CON, 8, 3, "b"));
    awaitArrived(2);
    sink.commitWaiting();
    device.expectAck(8);
    assertThat(sink.storedTexts()).containsExactly("a", "b");
  }

  @Test
  void moreThanTheLimitIsLeftToTheDevicesRetransmission() {
    sink.mode = SinkThatWaits.Mode.WAIT;
    for (int i = 0; i < 55; i++) {
      device.send(notification(CON, 100 + i, 2 + i, "m" + i));
    }
    await().until(() -> sink.refusals.size() == 5);
    assertThat(sink.arrived).hasSize(50);
    sink.mode = SinkThatWaits.Mode.STORE;
    sink.commitWaiting();
    for (int i = 0; i < 50; i++) {
      assertThat(device.receive().type).isEqualTo(ACK);
    }
    awaitNothingHeld();
    device.send(notification(CON, 154, 56, "m54"));
    device.expectAck(154);
  }

  @Test
  void notificationsRightBehindTheObserveResponseAreNotLost() {
    for (int round = 0; round < 30; round++) {
      CoapBytes get = observeAsServer();
      int mid = 1000 + 4 * round;
      device.send(new CoapBytes(ACK, 205, get.mid, get.token).uint(OBSERVE, 1).payload("first"));
      device.send(new CoapBytes(NON, 205, mid, get.token).uint(OBSERVE, 2).payload("non"));
      device.send(new CoapBytes(CON, 205, mid + 1, get.token).uint(OBSERVE, 3).payload("con"));
      device.expectAck(mid + 1);
      awaitArrived(3 * (round + 1));
    }
    assertThat(sink.storedTexts().subList(0, 3)).containsExactly("first", "non", "con");
    assertThat(sink.stored.getFirst().opening()).isTrue();
    assertThat(sink.stored.getFirst().piggybacked()).isTrue();
    assertThat(sink.stored.get(1).opening()).isFalse();
  }

  @Test
  void separateAnswerToTheObserveRequestIsHeldToo() {
    sink.mode = SinkThatWaits.Mode.WAIT;
    CoapBytes get = observeAsServer();
    device.send(new CoapBytes(ACK, 0, get.mid, new byte[0]));
    device.send(new CoapBytes(CON, 205, 50, get.token).uint(OBSERVE, 1).payload("first"));
    awaitArrived(1);
    device.expectSilence(SHORT);
    device.send(new CoapBytes(CON, 205, 50, get.token).uint(OBSERVE, 1).payload("first"));
    device.expectSilence(SHORT);
    sink.commitWaiting();
    device.expectAck(50);
    assertThat(sink.stored.getFirst().opening()).isTrue();
    assertThat(sink.stored.getFirst().piggybacked()).isFalse();
    device.send(new CoapBytes(CON, 205, 50, get.token).uint(OBSERVE, 1).payload("first"));
    device.expectAck(50);
    assertThat(sink.stored).hasSize(1);
  }

  private CoapBytes observeAsServer() {
    Token token = tokens.next();
    UdpEndpointContext peer = new UdpEndpointContext(deviceAddress());
    observations.add(token, "/19/0/0", () -> peer);
    Request observe = Observations.observe(token, "/19/0/0", peer);
    protocol.run(() -> socket.sendRequest(observe));
    CoapBytes get = device.receive();
    assertThat(get.code).isEqualTo(1);
    assertThat(get.token).isEqualTo(token.getBytes());
    assertThat(get.texts(URI_PATH)).containsExactly("19", "0", "0");
    assertThat(get.has(OBSERVE)).isTrue();
    return get;
  }

  private static byte[] body(int size) {
    byte[] body = new byte[size];
    for (int i = 0; i < size; i++) {
      body[i] = (byte) (i * 7);
    }
    return body;
  }

  private static CoapBytes firstBlock(int mid, byte[] body) {
    return new CoapBytes(CON, 205, mid, TOKEN)
        .uint(OBSERVE, 2)
        .uint(CONTENT_FORMAT, 42)
        .block(BLOCK2, 0, true, SZX_512)
        .payload(Arrays.copyOf(body, 512));
  }

  /// Answers the server's GET for block `num`.
  private void serveBlock(byte[] body, int num) {
    CoapBytes get = device.receive();
    while (get.code == 1 && get.number(BLOCK2) >> 4 < num) {
      get = device.receive(); // an earlier one asked for again
    }
    assertThat(get.code).as(get.toString()).isEqualTo(1);
    assertThat(get.number(BLOCK2) >> 4).isEqualTo(num);
    int from = num * 512;
    int to = Math.min(body.length, from + 512);
    device.send(
        new CoapBytes(ACK, 205, get.mid, get.token)
            .uint(CONTENT_FORMAT, 42)
            .block(BLOCK2, num, to < body.length, SZX_512)
            .payload(Arrays.copyOfRange(body, from, to)));
  }
}
