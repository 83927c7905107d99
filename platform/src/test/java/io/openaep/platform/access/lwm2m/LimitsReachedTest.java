package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.platform.access.lwm2m.coap.RawDevice;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a peer can make grow on the LwM2M doors, made to grow until its bound.
class LimitsReachedTest {
  private static final String IMEI = "868543060974334";
  private static final Bytes KEY = Bytes.utf8("TYvoiTk34D3NZ6GN");
  private static final int BACKLOG = 10;
  private static final int LIST_BYTES = 40;
  private static final int TRANSFERS = 2;
  private static final int DTLS_SESSIONS = 2;

  private final List<DtlsDevice> devices = new ArrayList<>();
  private Bed bed = new Bed(limits(), Bed.TIMES);

  @AfterEach
  void stop() {
    devices.forEach(DtlsDevice::close);
    bed.close();
  }

  private static Lwm2mConfig.Limits limits() {
    Lwm2mConfig.Limits usual = Lwm2mConfig.Limits.STANDARD;
    return new Lwm2mConfig.Limits(
        usual.registrations(),
        usual.registrationsPerMinute(),
        usual.pendingAppends(),
        usual.rememberedMessages(),
        BACKLOG,
        usual.bodyBytes(),
        LIST_BYTES,
        TRANSFERS,
        DTLS_SESSIONS,
        usual.dtlsHandshakes(),
        4_096);
  }

  private TestDevice registered(String imei) {
    bed.platform.device(imei, Optional.empty(), false);
    TestDevice device = bed.device(imei);
    device.registered(device.exchange(device.registration().payload("</1/0>,</19/0>")));
    return device;
  }

  /// RFC 7252, 5.9.2.9.
  @Test
  void aLongListOfObjectsIsRefusedAtRegistrationAndUpdate() {
    TestDevice device = registered(IMEI);
    String longList = "</1/0>" + ",</19/0>".repeat(LIST_BYTES);
    CoapBytes refused = device.exchange(device.registration().payload(longList));
    assertThat(refused.code).isEqualTo(413);
    assertThat(refused.text()).isEqualTo("the object list exceeds 40 bytes");
    assertThat(device.exchange(device.update("lt=60").payload(longList)).code).isEqualTo(413);
    assertThat(bed.refused(Door.LWM2M, "too_large")).isEqualTo(2);
    assertThat(bed.platform.registration(1).objects()).isEqualTo("</1/0>,</19/0>");
    assertThat(device.exchange(device.update("lt=60")).code).isEqualTo(204);
  }

  /// The protocol thread is kept busy, so what comes has to wait: first in the program, then in the
  /// kernel, and what fits neither is dropped there and counted.
  @Test
  void aFloodFillsTheKernelsBufferAndNotTheMemory() {
    bed.platform.device(IMEI);
    CountDownLatch gate = bed.platform.holdLookups();
    TestDevice slow = bed.device(IMEI);
    slow.raw.send(slow.registration().payload("</1/0>"));
    await().until(() -> bed.platform.lookupsHeld.get() == 1);
    RawDevice flood = bed.raw(bed.at(Door.LWM2M));
    int sent = 0;
    while (dropped() == 0 && sent < 50_000) {
      flood.send(new CoapBytes(CON, 0, sent++ & 0xffff, new byte[0]));
    }
    assertThat(dropped()).isPositive();
    gate.countDown();
    slow.registered(slow.raw.receive());
    RawDevice later = bed.raw(bed.at(Door.LWM2M));
    await().until(() -> isAlive(later)); // a ping may be dropped, too
    int answered = 0;
    while (flood.receive(Duration.ofMillis(50)).isPresent()) {
      answered++;
    }
    assertThat(answered).as("pings taken of %d", sent).isLessThan(sent);
  }

  private double dropped() {
    return bed.meters.get("openaep.udp.dropped").tag("door", "lwm2m").gauge().value();
  }

  private static boolean isAlive(RawDevice device) {
    device.send(new CoapBytes(CON, 0, 7, new byte[0]));
    return device.receive(Duration.ofMillis(200)).isPresent();
  }

  /// RFC 7959, 2.9.2: the one too many is told that blocks are missing, and begins anew.
  @Test
  void blockwiseTransfersAreBoundedAndThoseUnderWayEndWell() {
    TestDevice first = registered(IMEI);
    TestDevice second = registered("868543060974335");
    TestDevice third = registered("868543060974336");
    for (TestDevice each : List.of(first, second, third)) {
      assertThat(each.exchange(block(each, 0, true)).code).isEqualTo(231);
    }
    CoapBytes refused = third.exchange(block(third, 1, false));
    assertThat(refused.code).isEqualTo(408);
    assertThat(bed.refused(Door.LWM2M, "blocks")).isEqualTo(1);
    assertThat(bed.tap.lines())
        .anyMatch(it -> it.contains("too many transfers are open"))
        .anyMatch(it -> it.contains(" IN ") && it.endsWith("-> refused: blocks"));
    assertThat(first.exchange(block(first, 1, false)).code).isEqualTo(204);
    assertThat(third.exchange(block(third, 0, true)).code).isEqualTo(231);
    assertThat(third.exchange(block(third, 1, false)).code).isEqualTo(204);
    assertThat(second.exchange(block(second, 1, false)).code).isEqualTo(204);
    assertThat(bed.events(Inbound.Report.class)).hasSize(3);
  }

  private static CoapBytes block(TestDevice device, int num, boolean more) {
    String text = "[{\"n\":\"/19/0/0\",\"vd\":\"aGk\"}]".concat(" ".repeat(5));
    return new CoapBytes(CON, 2, device.nextMid(), new byte[] {7})
        .option(CoapBytes.URI_PATH, "dp")
        .uint(CoapBytes.CONTENT_FORMAT, 110)
        .block(CoapBytes.BLOCK1, num, more, 0)
        .payload(text.substring(num * 16, num * 16 + 16));
  }

  @Test
  void aDoorFullOfDtlsSessionsInUseTurnsTheNextAwayAndSaysSo() {
    DtlsDevice first = session("868543060974331");
    DtlsDevice second = session("868543060974332");
    bed.platform.device(IMEI, Optional.of(KEY), false);
    DtlsDevice third = device(IMEI);
    third.send(third.registration(IMEI));
    await().until(() -> bed.refused(Door.LWM2MS, "too_many_sessions") > 0);
    assertThat(bed.refused(Door.LWM2MS, "too_many_sessions"))
        .as("the client's own retransmissions, no more")
        .isLessThan(5);
    assertThat(sessions()).isEqualTo(DTLS_SESSIONS);
    assertThat(first.exchange(first.request(2, first.location)).code).isEqualTo(204);
    assertThat(second.exchange(second.request(2, second.location)).code).isEqualTo(204);
    assertThat(bed.platform.registrations).hasSize(2);
  }

  @Test
  void theDtlsSessionIdleLongestGivesWay() {
    bed.close();
    bed = new Bed(limits(), stale(Duration.ofSeconds(1)));
    session("868543060974331");
    session("868543060974332");
    bed.platform.device(IMEI, Optional.of(KEY), false);
    DtlsDevice third = device(IMEI); // the same each time: a slow handshake goes on meanwhile
    await().atMost(Duration.ofSeconds(90)).until(() -> comesIn(third));
    assertThat(sessions()).isLessThanOrEqualTo(DTLS_SESSIONS);
  }

  private static boolean comesIn(DtlsDevice device) {
    device.send(device.registration(IMEI));
    return device.receive(Duration.ofSeconds(2)).filter(it -> it.code == 201).isPresent();
  }

  private static Lwm2mConfig.Times stale(Duration after) {
    Lwm2mConfig.Times usual = Bed.TIMES;
    return new Lwm2mConfig.Times(
        usual.defaultLifetime(),
        usual.ackTimeout(),
        usual.maxRetransmit(),
        usual.separateAnswer(),
        usual.storing(),
        usual.retryAfter(),
        usual.held(),
        after,
        usual.dtlsResumable(),
        usual.tick());
  }

  private DtlsDevice session(String imei) {
    bed.platform.device(imei, Optional.of(KEY), false);
    DtlsDevice device = device(imei);
    device.register(imei);
    return device;
  }

  private DtlsDevice device(String imei) {
    DtlsDevice device =
        new DtlsDevice(bed.at(Door.LWM2MS), imei, KEY, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8);
    devices.add(device);
    return device;
  }

  private double sessions() {
    return bed.meters.get("openaep.dtls.sessions").gauge().value();
  }
}
