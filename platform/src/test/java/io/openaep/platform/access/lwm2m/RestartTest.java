package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What survives the server: registrations and observations, as a disk keeps them.
class RestartTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String IMEI = "868543060974334";

  private final Bed bed = new Bed();

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void orderlyStopDeletesNothing() {
    TestDevice device = bed.observed(IMEI);
    bed.server.stop(Duration.ofSeconds(1));
    assertThat(bed.platform.registrations).hasSize(1);
    assertThat(bed.platform.observations).hasSize(1);
    assertThat(bed.events(Inbound.Gone.class)).isEmpty();
    assertThat(bed.sessions.size()).isZero();
    assertThat(device.location).isNotEmpty();
  }

  @Test
  void stopInTheMiddleOfObserveRequestKeepsTheObservation() {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    device.register();
    CoapBytes get = device.takeObserve();
    bed.restart();
    assertThat(bed.platform.observations).hasSize(1);
    CoapBytes again = device.takeObserve(); // nobody knows whether the first one arrived
    assertThat(again.token).isEqualTo(get.token);
    device.answer(again, 205);
  }

  @Test
  void nextReportWorksAtOnce() {
    TestDevice device = bed.observed(IMEI);
    bed.restart();
    device.reported("after");
    device.raw.expectSilence(SHORT); // and the device is not observed again
    Inbound.Report report = bed.events(Inbound.Report.class).getFirst();
    assertThat(report.payload().toUtf8()).isEqualTo("after");
    assertThat(report.source().session()).isEqualTo(bed.platform.registration(1).session());
  }

  @Test
  void nextReportFromAnotherAddressWorksToo() {
    TestDevice device = bed.observed(IMEI);
    bed.restart();
    device.raw.move();
    device.reported("elsewhere");
    assertThat(bed.events(Inbound.Report.class)).hasSize(1);
  }

  @Test
  void nextUpdateAndDeregistrationWork() {
    TestDevice device = bed.observed(IMEI);
    bed.restart();
    assertThat(device.exchange(device.update("lt=500")).code).isEqualTo(204);
    Registration row = bed.platform.registration(1);
    assertThat(row.lifetime()).isEqualTo(Duration.ofSeconds(500));
    assertThat(row.location()).isEqualTo(device.location);
    assertThat(device.exchange(device.deregistration()).code).isEqualTo(202);
    assertThat(bed.platform.registrations).isEmpty();
  }

  @Test
  void commandReachesTheRestoredAddress() {
    TestDevice device = bed.observed(IMEI);
    bed.restart();
    CompletableFuture<SendOutcome> outcome = bed.send(1, "a");
    device.answer(device.takeWrite("a"), 204);
    assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
  }

  @Test
  void unacknowledgedReportLostInTheKillIsStoredAtItsRetransmission() {
    TestDevice device = bed.observed(IMEI);
    bed.platform.disk = FakePlatform.Disk.WAITS;
    CoapBytes report = device.report(CON, "reading");
    device.raw.send(report);
    device.raw.expectSilence(SHORT);
    bed.platform.loseWaiting(); // the process dies with the append
    bed.platform.disk = FakePlatform.Disk.WORKS;
    bed.kill();
    device.raw.send(report);
    device.raw.expectAck(report.mid);
    assertThat(bed.events(Inbound.Report.class)).hasSize(1);
  }

  @Test
  void registrationKilledBetweenCommitAndObserveRequestIsRepaired() {
    bed.platform.device(IMEI);
    TestDevice device = bed.device(IMEI);
    device.register();
    device.takeObserve(); // and never answers
    assertThat(bed.platform.observations.values().iterator().next().established()).isFalse();
    bed.kill();
    device.answerObserve("first");
    bed.awaitEvents(Inbound.Observed.class, 1);
    assertThat(bed.platform.observations.values().iterator().next().established()).isTrue();
    device.reported("then");
  }

  @Test
  void lifetimeThatRanOutMeanwhileEndsAfterTheStart() {
    TestDevice device = bed.observed(IMEI);
    bed.server.stop(Duration.ofSeconds(1));
    bed.clock.advance(Duration.ofDays(2));
    bed.restart();
    Inbound.Gone gone = bed.awaitEvents(Inbound.Gone.class, 1).getFirst();
    assertThat(gone.cause()).isEqualTo(GoneCause.SILENT);
    await().until(() -> bed.platform.registrations.isEmpty());
    assertThat(device.exchange(device.update()).code).isEqualTo(404);
  }

  /// A held command must find nobody, or it would be spent on a device that has long gone. The disk
  /// is full, so that the end itself takes its time.
  @Test
  void lifetimeThatRanOutMeanwhileLeavesNoSession() {
    TestDevice device = bed.observed(IMEI);
    bed.server.stop(Duration.ofSeconds(1));
    bed.clock.advance(Duration.ofDays(2));
    bed.platform.disk = FakePlatform.Disk.FULL;
    bed.restart();
    assertThat(bed.sessions.size()).isZero();
    assertThat(device.exchange(device.update()).code).isEqualTo(404);
    bed.platform.disk = FakePlatform.Disk.WORKS;
    bed.awaitEvents(Inbound.Gone.class, 1);
    await().until(() -> bed.platform.registrations.isEmpty());
  }

  @Test
  void observationOfAnEarlierRegistrationIsNotRestored() {
    TestDevice device = bed.observed(IMEI);
    Registration row = bed.platform.registration(1);
    bed.platform.registrations.put(
        1L,
        new Registration(
            row.device(),
            row.location(),
            row.session() + 1,
            row.endpoint(),
            row.lifetime(),
            row.binding(),
            row.version(),
            row.objects(),
            row.host(),
            row.port(),
            row.pskIdentity(),
            row.apn(),
            row.registeredAt(),
            row.updatedAt()));
    bed.restart();
    CoapBytes report = device.report(CON, "stale");
    device.raw.send(report);
    device.raw.expectReset(report.mid);
    await().until(bed.platform.observations::isEmpty);
  }
}
