package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How registrations end by themselves, and what bounds them.
class LifetimeTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String IMEI = "868543060974334";

  private final Bed bed = new Bed();
  private final TestDevice device = bed.device(IMEI);

  @AfterEach
  void stop() {
    bed.close();
  }

  @Test
  void lifetimeThatRunsOutEndsTheRegistration() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device.registered(
        device.exchange(device.registration(device.nextMid(), "ep=" + IMEI, "lt=60")));
    bed.clock.advance(Duration.ofSeconds(59));
    assertThat(device.exchange(device.update()).code).isEqualTo(204); // renews it
    bed.clock.advance(Duration.ofSeconds(59));
    assertThat(device.exchange(device.update("lt=10")).code).isEqualTo(204); // shorter
    bed.clock.advance(Duration.ofSeconds(9));
    device.raw.expectSilence(SHORT);
    assertThat(bed.events(Inbound.Gone.class)).isEmpty();
    bed.clock.advance(Duration.ofSeconds(1));
    Inbound.Gone gone = bed.awaitEvents(Inbound.Gone.class, 1).getFirst();
    assertThat(gone.cause()).isEqualTo(GoneCause.SILENT);
    await().until(() -> bed.sessions.size() == 0);
    assertThat(bed.platform.registrations).isEmpty();
    assertThat(device.exchange(device.update()).code).isEqualTo(404);
  }

  @Test
  void endThatCannotBeStoredIsTriedAgain() {
    bed.platform.device(IMEI, Optional.empty(), false);
    device.registered(
        device.exchange(device.registration(device.nextMid(), "ep=" + IMEI, "lt=60")));
    bed.platform.disk = FakePlatform.Disk.FULL;
    bed.clock.advance(Duration.ofSeconds(60));
    await().until(() -> bed.platform.asked.stream().anyMatch(Inbound.Gone.class::isInstance));
    assertThat(bed.sessions.size()).isEqualTo(1);
    bed.platform.disk = FakePlatform.Disk.WORKS;
    bed.clock.advance(Duration.ofSeconds(1));
    bed.awaitEvents(Inbound.Gone.class, 1);
    await().until(() -> bed.sessions.size() == 0);
  }

  @Test
  void closingAsRemovedDropsRegistrationAndObservation() {
    TestDevice observed = bed.observed("868543060974335");
    bed.session(1).close(GoneCause.REMOVED);
    Inbound.Gone gone = bed.awaitEvents(Inbound.Gone.class, 1).getFirst();
    assertThat(gone.cause()).isEqualTo(GoneCause.REMOVED);
    await().until(() -> bed.platform.registrations.isEmpty());
    await().until(() -> bed.platform.observations.isEmpty() && bed.sessions.size() == 0);
    CoapBytes report = observed.report(CON, "late");
    observed.raw.send(report);
    observed.raw.expectReset(report.mid);
    assertThat(observed.exchange(observed.update()).code).isEqualTo(404);
  }

  @Test
  void requestsThatTheJournalCannotTakeAreAnsweredUnavailable() {
    try (Bed small = new Bed(Bed.limits(10, 1, 100), Bed.TIMES)) {
      small.platform.device("868543060974001", Optional.empty(), false);
      small.platform.device("868543060974002", Optional.empty(), false);
      TestDevice first = small.device("868543060974001");
      TestDevice second = small.device("868543060974002");
      small.platform.disk = FakePlatform.Disk.WAITS;
      first.raw.send(first.registration());
      await().until(() -> small.platform.asked.size() == 1);
      assertThat(second.exchange(second.registration()).code).isEqualTo(503);
      assertThat(small.refused(Door.LWM2M, "overloaded")).isEqualTo(1);
      small.platform.commitWaiting();
      first.registered(first.raw.receive());
      second.register();
    }
  }

  @Test
  void doorsShowWhatTheyHoldAndWhatTheKernelDropped() {
    assertThat(bed.meters.get("openaep.lwm2m.registrations").gauge().value()).isZero();
    for (String door : List.of("lwm2m", "lwm2ms")) {
      assertThat(bed.meters.get("openaep.lwm2m.held").tag("door", door).gauge().value()).isZero();
      assertThat(bed.meters.get("openaep.udp.dropped").tag("door", door).gauge().value())
          .isZero(); // not NaN: the socket was found in the kernel's table
    }
  }

  @Test
  void registrationsAreBounded() {
    try (Bed small = new Bed(Bed.limits(1, 100, 100), Bed.TIMES)) {
      small.platform.device("868543060974001", Optional.empty(), false);
      small.platform.device("868543060974002", Optional.empty(), false);
      TestDevice first = small.device("868543060974001");
      TestDevice second = small.device("868543060974002");
      first.register();
      assertThat(second.exchange(second.registration()).code).isEqualTo(503);
      assertThat(small.refused(Door.LWM2M, "too_many_registrations")).isEqualTo(1);
      first.register(); // its own place
      assertThat(first.exchange(first.deregistration()).code).isEqualTo(202);
      second.register();
    }
  }
}
