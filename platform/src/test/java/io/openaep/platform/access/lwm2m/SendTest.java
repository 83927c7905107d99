package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `POST /dp`, in literal bytes.
class SendTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String IMEI = "868543060974334";
  private static final String OTHER = "868543060974335";
  private static final String HELLO = "[{\"n\":\"/19/0/0\",\"vd\":\"aGVsbG8\"}]";

  private final Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void sendIsAnsweredAfterItsCommitOnlyAndStoredOnce() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes send = send(device, 110, HELLO);
    device.raw.send(send);
    device.raw.send(send);
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    assertThat(device.raw.receive().code).isEqualTo(204);
    assertThat(bed.awaitEvents(Inbound.Report.class, 1))
        .singleElement()
        .satisfies(it -> assertThat(it.payload().toUtf8()).isEqualTo("hello"))
        .satisfies(it -> assertThat(it.channel()).isEqualTo("/19/0/0"));
  }

  @Test
  void whoIsNotRegisteredMayNotSend() {
    TestDevice stranger = bed.device(IMEI);
    assertThat(stranger.exchange(send(stranger, 110, HELLO)).code).isEqualTo(404);
    assertThat(bed.refused(Door.LWM2M, "not_registered")).isEqualTo(1);
  }

  @Test
  void otherFormatsPathsAndNonsenseAreRefused() {
    TestDevice device = bed.observed(IMEI);
    assertThat(device.exchange(send(device, 42, "hello")).code).isEqualTo(415);
    assertThat(device.exchange(send(device, 110, "{")).code).isEqualTo(400);
    assertThat(device.exchange(send(device, 110, HELLO.replace("/19/0/0", "/3/0"))).code)
        .isEqualTo(400);
    assertThat(device.exchange(send(device, 112, "nonsense")).code).isEqualTo(400);
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
    assertThat(bed.events(Inbound.ObjectReport.class)).isEmpty();
  }

  /// RFC 8428, 6: [{0: "/19/0/0", 8: h'68656c6c6f'}, {0: "/3/0/9", 2: 85}]
  private static final String CBOR = "82a200672f31392f302f30084568656c6c6fa200662f332f302f39021855";

  @Test
  void cborIsTakenToo() {
    TestDevice device = bed.observed(IMEI);
    CoapBytes send =
        new CoapBytes(CON, 2, device.nextMid(), new byte[] {7})
            .option(URI_PATH, "dp")
            .uint(12, 112)
            .payload(Bytes.hex(CBOR).toArray());
    assertThat(device.exchange(send).code).isEqualTo(204);
    assertThat(bed.events(Inbound.Report.class).getFirst().payload())
        .isEqualTo(Bytes.utf8("hello"));
    assertThat(bed.events(Inbound.ObjectReport.class).getFirst().body().values())
        .contains(
            "{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":85,\"name\":\"Battery Level\"}");
  }

  @Test
  void otherObjectsAreStoredBesideTheReports() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    String pack = "[{\"bn\":\"/3/0/\",\"n\":\"0\",\"vs\":\"Quectel\"},{\"n\":\"9\",\"v\":85}]";
    device.raw.send(send(device, 110, pack));
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    assertThat(device.raw.receive().code).isEqualTo(204);
    Inbound.ObjectReport report = bed.events(Inbound.ObjectReport.class).getFirst();
    assertThat(report.body().raw()).isEqualTo(Bytes.utf8(pack));
    assertThat(report.body().values()).contains("/3/0/0", "Quectel", "/3/0/9", "85");
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
  }

  /// Block1 (RFC 7959, 2.3): the blocks before the last promise nothing.
  @Test
  void aSendInBlocksIsAnsweredWhenAllOfItIsStored() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    String body = HELLO + " ".repeat(64 * 1024 - HELLO.length());
    for (int num = 0; num < 63; num++) {
      CoapBytes next = device.exchange(block(device, body, num, true));
      assertThat(next.code).isEqualTo(231);
    }
    CoapBytes last = block(device, body, 63, false);
    device.raw.send(last);
    device.raw.send(last);
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    assertThat(device.raw.receive().code).isEqualTo(204);
    device.raw.send(last);
    assertThat(device.raw.receive().code).isEqualTo(204);
    assertThat(bed.events(Inbound.Report.class)).hasSize(1);
  }

  @Test
  void aSendOfMoreThan64KiBIsRefusedAndAMissingBlockToo() {
    TestDevice device = bed.observed(IMEI);
    String body = " ".repeat(65 * 1024);
    int code = 231;
    int num = 0;
    while (code == 231) {
      code = device.exchange(block(device, body, num, num < 64)).code;
      num++;
    }
    assertThat(code).isEqualTo(413);
    assertThat(num).isEqualTo(65);
    assertThat(device.exchange(block(device, body, 0, true)).code).isEqualTo(231);
    assertThat(device.exchange(block(device, body, 2, true)).code).isEqualTo(408);
    CoapBytes announced = block(device, body, 0, true).uint(60, 65 * 1024);
    assertThat(device.exchange(announced).code).isEqualTo(413);
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
  }

  private static CoapBytes block(TestDevice device, String body, int num, boolean more) {
    return new CoapBytes(CON, 2, device.nextMid(), new byte[] {7})
        .option(URI_PATH, "dp")
        .uint(12, 110)
        .block(CoapBytes.BLOCK1, num, more, 6)
        .payload(body.substring(num * 1024, Math.min(body.length(), (num + 1) * 1024)));
  }

  @Test
  void aFullDiskIsNotAcknowledged() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.FULL;
    assertThat(device.exchange(send(device, 110, HELLO)).code).isEqualTo(503);
  }

  @Test
  void overloadIsAnsweredWithTheTimeToComeBackAndCounted() {
    bed.close();
    try (Bed tight = new Bed(Bed.limits(100, 1, 100), Bed.TIMES)) {
      TestDevice device = tight.observed(IMEI);
      tight.platform.disk = FakePlatform.Disk.WAITS;
      device.raw.send(send(device, 110, HELLO));
      await().until(() -> tight.platform.asked.size() == 3);
      CoapBytes refused = device.exchange(send(device, 110, HELLO));
      assertThat(refused.code).isEqualTo(503);
      assertThat(refused.number(14)).isEqualTo(30);
      assertThat(tight.refused(Door.LWM2M, "overloaded")).isEqualTo(1);
      tight.platform.commitWaiting();
      assertThat(device.raw.receive().code).isEqualTo(204);
    }
  }

  /// On plain CoAP the address alone says who speaks.
  @Test
  void sendFromAnAddressThatNobodyProvedIsRefusedAndMovesNobody() {
    TestDevice device = bed.observed(IMEI);
    String proven = bed.session(1).source().remote();
    device.raw.move();
    assertThat(device.exchange(send(device, 110, HELLO)).code).isEqualTo(404);
    assertThat(bed.session(1).source().remote()).isEqualTo(proven);
    assertThat(device.exchange(device.update()).code).isEqualTo(204);
    assertThat(device.exchange(send(device, 110, HELLO)).code).isEqualTo(204);
  }

  @Test
  void anAddressBelongsToTheDeviceThatProvedItLast() {
    TestDevice first = bed.observed(IMEI);
    bed.platform.device(OTHER);
    TestDevice second = new TestDevice(first.raw, OTHER); // the NAT gave the address to another
    for (int i = 0; i < 20; i++) {
      second.nextMid(); // the two must not share message ids: they share the address
    }
    second.register();
    second.answerObserve("first");
    bed.awaitEvents(Inbound.Observed.class, 2);
    assertThat(second.exchange(send(second, 110, HELLO)).code).isEqualTo(204);
    assertThat(bed.awaitEvents(Inbound.Report.class, 1).getFirst().source().device().number())
        .isEqualTo(2);
    first.reported("it is mine again");
    assertThat(first.exchange(send(first, 110, HELLO)).code).isEqualTo(204);
    assertThat(bed.awaitEvents(Inbound.Report.class, 3).getLast().source().device().number())
        .isEqualTo(1);
  }

  private static CoapBytes send(TestDevice device, int contentFormat, String payload) {
    return new CoapBytes(CON, 2, device.nextMid(), new byte[] {7})
        .option(URI_PATH, "dp")
        .uint(12, contentFormat)
        .payload(payload);
  }
}
