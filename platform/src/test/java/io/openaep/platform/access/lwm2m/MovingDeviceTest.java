package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.access.lwm2m.coap.CoapBytes.BLOCK1;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.BLOCK2;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CONTENT_FORMAT;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.OBSERVE;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A NAT that gives the device another address in the middle of something, and somebody who would
/// like to be taken for a device that moved.
class MovingDeviceTest {
  private static final String IMEI = "868543060974334";
  private static final String OTHER = "868543060974335";
  private static final Bytes KEY = Bytes.utf8("TYvoiTk34D3NZ6GN");
  private static final String BODY = "[{\"n\":\"/19/0/0\",\"vd\":\"aGk\"}]".concat(" ".repeat(4));

  private Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  private static CoapBytes block(int mid, int num) {
    return new CoapBytes(CON, 2, mid, new byte[] {7})
        .option(URI_PATH, "dp")
        .uint(CONTENT_FORMAT, 110)
        .block(BLOCK1, num, num == 0, 0)
        .payload(BODY.substring(num * 16, num * 16 + 16));
  }

  /// On plain CoAP the address is all that ties the blocks together: begun anew, nothing is mixed.
  @Test
  void plainSendInBlocksBeginsAnewAfterTheMove() {
    TestDevice device = bed.observed(IMEI);
    assertThat(device.exchange(block(1, 0)).code).isEqualTo(231);
    device.raw.move();
    assertThat(device.exchange(block(2, 1)).code).isEqualTo(408);
    assertThat(bed.refused(Door.LWM2M, "blocks")).isEqualTo(1);
    assertThat(device.exchange(device.update()).code).isEqualTo(204);
    assertThat(device.exchange(block(3, 0)).code).isEqualTo(231);
    assertThat(device.exchange(block(4, 1)).code).isEqualTo(204);
    assertThat(bed.events(Inbound.Report.class)).hasSize(1);
  }

  /// Over DTLS the identity does, and the Connection ID carries it along (RFC 9146).
  @Test
  void secureSendInBlocksGoesOnAfterTheMove() throws Exception {
    bed.platform.device(IMEI, Optional.of(KEY), false);
    try (UdpRelay relay = new UdpRelay(bed.at(Door.LWM2MS));
        DtlsDevice device = dtls(relay.address(), IMEI)) {
      device.register(IMEI);
      assertThat(device.exchange(block(device.nextMid(), 0)).code).isEqualTo(231);
      String before = bed.session(1).source().remote();
      relay.rebind();
      assertThat(device.exchange(block(device.nextMid(), 1)).code).isEqualTo(204);
      assertThat(bed.session(1).source().remote()).isNotEqualTo(before);
      assertThat(bed.events(Inbound.Report.class)).hasSize(1);
    }
  }

  /// The platform asks for the rest where the first block came from, in vain; the device repeats
  /// that block from where it is now, and the whole transfer runs there.
  @Test
  void plainReportInBlocksIsFetchedFromTheNewAddress() {
    bed.close();
    bed = new Bed(Lwm2mConfig.Limits.STANDARD, Bed.IMPATIENT);
    TestDevice device = bed.observed(IMEI);
    CoapBytes first = part(CON, device.nextMid(), device.observed, 0);
    device.raw.send(first);
    assertThat(device.raw.receive().number(BLOCK2) >> 4).isEqualTo(1);
    device.raw.move();
    Optional<CoapBytes> asked = Optional.empty();
    for (int tries = 0; tries < 200 && asked.isEmpty(); tries++) {
      device.raw.send(first);
      asked = device.raw.receive(Duration.ofMillis(100));
    }
    CoapBytes get = asked.orElseThrow();
    assertThat(get.texts(URI_PATH)).containsExactly("19", "0", "0");
    device.raw.send(part(CoapBytes.ACK, get.mid, get.token, 1));
    Inbound.Report report = bed.awaitEvents(Inbound.Report.class, 1).getFirst();
    assertThat(report.payload()).isEqualTo(Bytes.utf8(BODY));
    assertThat(bed.session(1).source().remote()).endsWith(":" + device.raw.port());
  }

  @Test
  void secureReportInBlocksIsAcknowledgedWhereTheDeviceIsNow() throws Exception {
    bed.platform.device(IMEI, Optional.of(KEY), true);
    try (UdpRelay relay = new UdpRelay(bed.at(Door.LWM2MS));
        DtlsDevice device = dtls(relay.address(), IMEI)) {
      device.register(IMEI);
      device.answerObserve("first");
      bed.awaitEvents(Inbound.Observed.class, 1);
      String before = bed.session(1).source().remote();
      CoapBytes first = part(CON, device.nextMid(), device.observed, 0);
      device.send(first);
      CoapBytes get = device.receive();
      assertThat(get.number(BLOCK2) >> 4).isEqualTo(1);
      relay.rebind();
      device.send(part(CoapBytes.ACK, get.mid, get.token, 1));
      CoapBytes ack = device.receive();
      assertThat(ack.toString()).startsWith("ACK 0.00 mid=" + first.mid + " ");
      Inbound.Report report = bed.awaitEvents(Inbound.Report.class, 1).getFirst();
      assertThat(report.payload()).isEqualTo(Bytes.utf8(BODY));
      assertThat(bed.session(1).source().remote()).isNotEqualTo(before);
    }
  }

  private static CoapBytes part(int type, int mid, byte[] token, int num) {
    CoapBytes part = new CoapBytes(type, 205, mid, token);
    if (num == 0) {
      part.uint(OBSERVE, 9);
    }
    return part.uint(CONTENT_FORMAT, 42)
        .block(BLOCK2, num, num == 0, 0)
        .payload(BODY.substring(num * 16, num * 16 + 16));
  }

  /// RFC 9146, 6: only a record that is authentic and newer than all before moves the peer.
  @Test
  void recordThatIsReplayedFromElsewhereMovesNobody() throws Exception {
    bed.platform.device(IMEI, Optional.of(KEY), false);
    bed.platform.device(OTHER, Optional.of(KEY), false);
    try (UdpRelay relay = new UdpRelay(bed.at(Door.LWM2MS));
        DtlsDevice device = dtls(relay.address(), IMEI);
        DtlsDevice witness = dtls(bed.at(Door.LWM2MS), OTHER);
        DatagramSocket thief = new DatagramSocket(new InetSocketAddress(Bed.V4, 0))) {
      device.register(IMEI);
      witness.register(OTHER);
      assertThat(device.exchange(device.request(2, device.location)).code).isEqualTo(204);
      String proven = bed.session(1).source().remote();
      byte[] record = relay.newest();
      for (int i = 0; i < 3; i++) {
        thief.send(new DatagramPacket(record, record.length, bed.at(Door.LWM2MS)));
        assertThat(witness.exchange(witness.request(2, witness.location)).code).isEqualTo(204);
      }
      assertThat(bed.session(1).source().remote()).isEqualTo(proven);
      CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
      CoapBytes write = device.receive();
      assertThat(write.code).isEqualTo(3);
      device.send(new CoapBytes(CoapBytes.ACK, 204, write.mid, write.token));
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
    }
  }

  /// Documented (lwm2m.md): on plain CoAP the token speaks for the device, and only the token.
  @Test
  void reportOnAKnownTokenMovesAPlainDeviceAndASendOrAGuessDoesNot() {
    TestDevice device = bed.observed(IMEI);
    String proven = bed.session(1).source().remote();
    TestDevice elsewhere = bed.device(IMEI);
    elsewhere.location = "guessed";
    elsewhere.observed = new byte[] {1, 2, 3, 4, 5, 6, 7, 8};
    assertThat(elsewhere.exchange(elsewhere.update()).code).isEqualTo(404);
    CoapBytes guess = elsewhere.report(CON, "guessed");
    elsewhere.raw.send(guess);
    elsewhere.raw.expectReset(guess.mid);
    assertThat(elsewhere.exchange(block(1, 0)).code).isEqualTo(231);
    assertThat(elsewhere.exchange(block(2, 1)).code).isEqualTo(404);
    assertThat(bed.session(1).source().remote()).isEqualTo(proven);
    elsewhere.observed = device.observed;
    elsewhere.reported("moved");
    assertThat(bed.session(1).source().remote()).endsWith(":" + elsewhere.raw.port());
  }

  private static DtlsDevice dtls(InetSocketAddress at, String imei) {
    return new DtlsDevice(at, imei, KEY, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
  }
}
