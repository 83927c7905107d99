package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.URI_PATH;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
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
    assertThat(device.exchange(send(device, 110, HELLO.replace("19", "3"))).code).isEqualTo(404);
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
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
    try (Bed tight = new Bed(Bed.limits(100, 1, 100), Bed.patient(Duration.ofSeconds(20)))) {
      TestDevice device = tight.observed(IMEI);
      tight.platform.disk = FakePlatform.Disk.WAITS;
      device.raw.send(send(device, 110, HELLO));
      Bed.await().until(() -> tight.platform.asked.size() == 3);
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
