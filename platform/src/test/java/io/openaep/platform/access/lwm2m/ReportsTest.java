package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.ACK;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.NON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.OBSERVE;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The platform's own observation, and the reports that come on it.
class ReportsTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String IMEI = "868543060974334";

  private final Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  private Observation row() {
    assertThat(bed.platform.observations).hasSize(1);
    return bed.platform.observations.values().iterator().next();
  }

  private List<String> reports() {
    return bed.events(Inbound.Report.class).stream().map(it -> it.payload().toUtf8()).toList();
  }

  @Test
  void platformObservesByItselfAfterTheRegistrationIsAnswered() {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    device.register(); // the first datagram is 2.01, the next the observe request
    CoapBytes get = device.takeObserve();
    Observation asked = row();
    assertThat(asked.token()).isEqualTo(Bytes.copyOf(device.observed));
    assertThat(asked.path()).isEqualTo("/19/0/0");
    assertThat(asked.established()).isFalse();
    device.raw.send(
        new CoapBytes(ACK, 205, get.mid, get.token).uint(OBSERVE, 1).uint(12, 42).payload("hi"));
    Inbound.Observed answer = bed.awaitEvents(Inbound.Observed.class, 1).getFirst();
    assertThat(answer.payload()).isEqualTo(Bytes.utf8("hi"));
    assertThat(answer.channel()).isEqualTo("/19/0/0");
    assertThat(answer.contentFormat()).contains(42);
    assertThat(row().established()).isTrue();
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
  }

  @Test
  void observationIsOnDiskBeforeItsRequestLeaves() {
    bed.platform.device(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    TestDevice device = bed.device(IMEI);
    device.raw.send(device.registration());
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    device.registered(device.raw.receive());
    device.takeObserve();
    assertThat(row().token()).isEqualTo(Bytes.copyOf(device.observed));
  }

  @Test
  void reportsAreStoredAsTheyAre() {
    TestDevice device = bed.observed(IMEI);
    device.raw.send(device.report(NON, "non"));
    bed.awaitEvents(Inbound.Report.class, 1);
    device.reported("con");
    device.raw.send(device.report(CON, 0, "text".getBytes(StandardCharsets.UTF_8)));
    List<Inbound.Report> reports = bed.awaitEvents(Inbound.Report.class, 3);
    assertThat(reports()).containsExactly("non", "con", "text");
    assertThat(reports.get(0).confirmable()).isFalse();
    assertThat(reports.get(0).repeat()).isEmpty();
    assertThat(reports.get(1).confirmable()).isTrue();
    assertThat(reports.get(1).repeat()).isPresent();
    assertThat(reports.get(1).repeat()).isNotEqualTo(reports.get(2).repeat());
    assertThat(reports.get(2).contentFormat()).contains(0);
    assertThat(reports.get(1).channel()).isEqualTo("/19/0/0");
    assertThat(reports.get(1).source()).isEqualTo(bed.session(1).source());
    await().until(() -> bed.uplinks(Door.LWM2M, "stored") == 5);
  }

  @Test
  void confirmableReportIsAcknowledgedAfterItsCommitOnly() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes report = device.report(CON, "a");
    device.raw.send(report);
    device.raw.expectSilence(SHORT);
    bed.platform.commitWaiting();
    device.raw.expectAck(report.mid);
    bed.platform.disk = FakePlatform.Disk.FULL;
    CoapBytes unlucky = device.report(CON, "b");
    device.raw.send(unlucky);
    device.raw.expectSilence(SHORT);
    bed.platform.disk = FakePlatform.Disk.WORKS;
    device.raw.send(unlucky);
    device.raw.expectAck(unlucky.mid);
    assertThat(reports()).containsExactly("a", "b");
  }

  @Test
  void retransmissionAcrossTheServersDeathHasTheSameRepeatKey() {
    TestDevice device = bed.observed(IMEI);
    CoapBytes report = device.report(CON, "a");
    device.raw.send(report);
    device.raw.expectAck(report.mid);
    bed.restart();
    device.raw.send(report);
    device.raw.expectAck(report.mid);
    List<Inbound.Report> reports = bed.events(Inbound.Report.class);
    assertThat(reports).hasSize(2);
    assertThat(reports.get(0).repeat()).isEqualTo(reports.get(1).repeat());
  }

  @Test
  void tlvOfOneResourceIsUnwrapped() {
    TestDevice device = bed.observed(IMEI);
    byte[] tlv = HexFormat.of().parseHex("c300616263");
    device.raw.send(device.report(NON, 11_542, tlv));
    Inbound.Report report = bed.awaitEvents(Inbound.Report.class, 1).getFirst();
    assertThat(report.payload()).isEqualTo(Bytes.utf8("abc"));
    assertThat(report.contentFormat()).contains(11_542);
    byte[] broken = HexFormat.of().parseHex("c8000a61");
    device.raw.send(device.report(NON, 11_542, broken));
    assertThat(bed.awaitEvents(Inbound.Report.class, 2).get(1).payload())
        .isEqualTo(Bytes.copyOf(broken));
    assertThat(bed.refused(Door.LWM2M, "bad_tlv")).isEqualTo(1);
  }

  @Test
  void deviceWithoutTheObjectIsNotObservedAndNotRegisteredLess() {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    device.register();
    device.answer(device.takeObserve(), 404);
    await().until(bed.platform.observations::isEmpty);
    assertThat(bed.events(Inbound.Observed.class)).isEmpty();
    assertThat(device.exchange(device.update()).code).isEqualTo(204);
    device.raw.expectSilence(SHORT); // not asked again before the next registration
    CoapBytes report = device.report(CON, "x");
    device.raw.send(report);
    device.raw.expectReset(report.mid);
  }

  @Test
  void answerWithoutObserveOptionIsShownAndEndsTheObservation() {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    device.register();
    CoapBytes get = device.takeObserve();
    device.raw.send(new CoapBytes(ACK, 205, get.mid, get.token).payload("once"));
    bed.awaitEvents(Inbound.Observed.class, 1);
    await().until(bed.platform.observations::isEmpty);
  }

  @Test
  void separateAnswerToTheObserveRequestIsObservedAndHeld() {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    device.register();
    CoapBytes get = device.takeObserve();
    bed.platform.disk = FakePlatform.Disk.FULL;
    device.raw.send(new CoapBytes(ACK, 0, get.mid, new byte[0]));
    CoapBytes answer =
        new CoapBytes(CON, 205, device.nextMid(), get.token).uint(OBSERVE, 1).payload("first");
    device.raw.send(answer);
    device.raw.expectSilence(SHORT);
    bed.platform.disk = FakePlatform.Disk.WORKS;
    device.raw.send(answer);
    device.raw.expectAck(answer.mid);
    assertThat(bed.events(Inbound.Observed.class)).hasSize(1);
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
    assertThat(row().established()).isTrue();
    device.reported("then");
  }

  @Test
  void reportThatComesInsteadOfTheLostAnswerIsReport() {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    device.register();
    CoapBytes get = device.takeObserve(); // its answer is lost on the way
    CoapBytes report =
        new CoapBytes(CON, 205, device.nextMid(), get.token).uint(OBSERVE, 2).payload("reading");
    device.raw.send(report);
    device.raw.expectAck(report.mid);
    assertThat(reports()).containsExactly("reading");
    await().until(() -> row().established());
  }

  @Test
  void unansweredObserveRequestIsMadeAgainAtTheNextUpdateWithTheSameToken() {
    try (Bed impatient = new Bed(Lwm2mConfig.Limits.STANDARD, Bed.IMPATIENT)) {
      impatient.platform.device(IMEI);
      TestDevice device = impatient.device(IMEI);
      device.register();
      CoapBytes first = device.takeObserve();
      device.takeObserve(); // retransmitted
      device.raw.expectSilence(Duration.ofMillis(500)); // given up
      device.raw.send(device.update());
      assertThat(device.raw.receive().code).isEqualTo(204);
      CoapBytes again = device.takeObserve();
      assertThat(again.token).isEqualTo(first.token);
      assertThat(again.mid).isNotEqualTo(first.mid);
      device.answer(again, 205);
      impatient.awaitEvents(Inbound.Observed.class, 1);
    }
  }

  @Test
  void updatesWhileTheObserveRequestIsOpenDoNotAskAgain() {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    device.register();
    CoapBytes get = device.takeObserve();
    for (int i = 0; i < 20; i++) {
      assertThat(device.exchange(device.update()).code).isEqualTo(204);
    }
    device.answer(get, 404);
    device.raw.expectSilence(SHORT);
  }

  @Test
  void notificationEndsTheObservationByAnErrorCode() {
    TestDevice device = bed.observed(IMEI);
    CoapBytes over = new CoapBytes(CON, 404, device.nextMid(), device.observed);
    device.raw.send(over);
    device.raw.expectAck(over.mid);
    await().until(bed.platform.observations::isEmpty);
    CoapBytes report = device.report(CON, "x");
    device.raw.send(report);
    device.raw.expectReset(report.mid);
  }

  @Test
  void reportFromNewAddressIsStoredAndTheAddressKept() {
    TestDevice device = bed.observed(IMEI);
    device.raw.move();
    device.reported("from elsewhere");
    assertThat(reports()).containsExactly("from elsewhere");
    assertThat(bed.session(1).source().remote()).isEqualTo("127.0.0.1:" + device.raw.port());
    await().until(() -> bed.platform.registration(1).port() == device.raw.port());
    var outcome = bed.send(1, "there");
    device.answer(device.takeWrite("there"), 204);
    assertThat(outcome.join().toString()).contains("Delivered");
  }

  @Test
  void reportsKeepTheirOrder() {
    TestDevice device = bed.observed(IMEI);
    for (int i = 0; i < 100; i++) {
      device.raw.send(device.report(NON, "n" + i));
    }
    bed.awaitEvents(Inbound.Report.class, 100);
    for (int i = 0; i < 100; i++) {
      assertThat(reports().get(i)).isEqualTo("n" + i);
    }
  }
}
