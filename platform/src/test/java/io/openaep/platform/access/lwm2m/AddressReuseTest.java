package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectOutcome;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectRequest;
import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A network gives the address of a device that sleeps to another one: what was meant for the first
/// must not reach the second, and what the second says must not be stored as the first one's.
class AddressReuseTest {
  private static final String FIRST = "868543060974334";
  private static final String SECOND = "868543060974335";

  /// Each device counts its own, apart from those of the others.
  private static final int MESSAGE_IDS = 100;

  private final Bed bed = new Bed();
  private TestDevice first;
  private int others;

  @BeforeEach
  void devicesExist() {
    bed.platform.device(FIRST);
    bed.platform.device(SECOND);
    first = bed.device(FIRST);
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  /// The second device, where the first one was.
  private TestDevice comesThere() {
    TestDevice second = new TestDevice(first.raw, SECOND);
    others++;
    for (int i = 0; i < others * MESSAGE_IDS; i++) {
      int _ = second.nextMid();
    }
    return second;
  }

  private SendOutcome sent(long device) throws Exception {
    return bed.send(device, "open the valve").get(20, TimeUnit.SECONDS);
  }

  private void refusesReportsOf(byte[] token) {
    TestDevice liar = comesThere();
    liar.observed = token;
    CoapBytes report = liar.report(CON, "whose?");
    liar.raw.send(report);
    liar.raw.expectReset(report.mid);
  }

  @Test
  void observeRequestOfTheFirstEndsWhenTheSecondRegistersThere() {
    first.register();
    byte[] token = first.takeObserve().token;
    TestDevice second = comesThere();
    second.register();
    second.answerObserve("second's");
    assertThat(second.observed).isNotEqualTo(token);
    bed.awaitEvents(Inbound.Observed.class, 1);
    second.reported("reading");
    Inbound.Report report = bed.events(Inbound.Report.class).getFirst();
    assertThat(report.source().device().number()).isEqualTo(2);
    assertThat(bed.tap.lines()).anyMatch(it -> it.contains("another device has come"));
    refusesReportsOf(token); // it had the time to take it
  }

  @Test
  void secondThatUpdatesThereIsObservedAnewOnItsOwnToken() {
    TestDevice second = bed.device(SECOND);
    second.register();
    second.answerObserve("second's");
    bed.awaitEvents(Inbound.Observed.class, 1);
    first.register();
    byte[] token = first.takeObserve().token;
    TestDevice moved = comesThere();
    moved.location = second.location;
    CoapBytes update = moved.update();
    moved.raw.send(update);
    CoapBytes observe = moved.takeObserve(); // before its answer, so before its next report
    assertThat(observe.token).isEqualTo(second.observed).isNotEqualTo(token);
    assertThat(moved.raw.receive().code).isEqualTo(204);
    refusesReportsOf(token);
  }

  @Test
  void secondThatCountsLikeTheFirstGetsARegistrationOfItsOwn() {
    first.register();
    first.answerObserve("first's");
    TestDevice second = new TestDevice(first.raw, SECOND); // the same first id and token
    CoapBytes registration = second.registration();
    second.raw.send(registration);
    second.raw.send(registration); // as it does after two seconds without an answer
    CoapBytes created = second.raw.receive();
    assertThat(created.mid).isEqualTo(registration.mid);
    second.registered(created);
    assertThat(second.location).isNotEqualTo(first.location);
    assertThat(bed.platform.registrations).hasSize(2);
  }

  @Test
  void firstIsAskedOnANewTokenWhenItIsHeardElsewhere() {
    first.register();
    byte[] token = first.takeObserve().token;
    TestDevice second = comesThere();
    second.register();
    second.takeObserve();
    TestDevice elsewhere = bed.device(FIRST);
    elsewhere.location = first.location;
    assertThat(elsewhere.exchange(elsewhere.update()).code).isEqualTo(204);
    elsewhere.answerObserve("first's");
    assertThat(elsewhere.observed).isNotEqualTo(token);
    bed.awaitEvents(Inbound.Observed.class, 1);
    elsewhere.reported("reading");
    assertThat(bed.events(Inbound.Report.class).getFirst().source().device().number()).isEqualTo(1);
  }

  @Test
  void commandToTheFirstWaitsUntilItIsHeard() throws Exception {
    first.register();
    first.answerObserve("first's");
    bed.awaitEvents(Inbound.Observed.class, 1);
    TestDevice second = comesThere();
    second.register();
    second.answerObserve("second's");
    bed.awaitEvents(Inbound.Observed.class, 2);
    assertThat(sent(1)).isInstanceOf(SendOutcome.NotSent.class);
    second.reported("reading"); // and not a byte of the command came before the acknowledgement

    TestDevice elsewhere = new TestDevice(bed.raw(bed.at(Door.LWM2M)), FIRST);
    elsewhere.observed = first.observed;
    elsewhere.reported("here");
    var outcome = bed.send(1, "open the valve");
    elsewhere.answer(elsewhere.takeWrite("open the valve"), 204);
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Delivered.class);
  }

  @Test
  void commandOnItsWayEndsUnansweredWhenAnotherDeviceComes() throws Exception {
    first.register();
    first.answerObserve("first's");
    bed.awaitEvents(Inbound.Observed.class, 1);
    var outcome = bed.send(1, "open the valve");
    first.takeWrite("open the valve");
    TestDevice second = comesThere();
    second.register();
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Unanswered.class);
  }

  private TestDevice firstElsewhere() {
    TestDevice elsewhere = bed.device(FIRST);
    elsewhere.location = first.location;
    elsewhere.observed = first.observed;
    return elsewhere;
  }

  @Test
  void observeRequestEndsAtTheOldAddressOfAFirstThatHasMoved() {
    first.register();
    byte[] token = first.takeObserve().token;
    TestDevice elsewhere = firstElsewhere();
    assertThat(elsewhere.exchange(elsewhere.update()).code).isEqualTo(204);
    TestDevice second = comesThere();
    second.register();
    second.answerObserve("second's");
    bed.awaitEvents(Inbound.Observed.class, 1);
    refusesReportsOf(token);
    assertThat(bed.events(Inbound.Report.class)).isEmpty();
  }

  @Test
  void commandEndsAtTheOldAddressOfAFirstThatHasMoved() throws Exception {
    first.register();
    first.answerObserve("first's");
    bed.awaitEvents(Inbound.Observed.class, 1);
    var outcome = bed.send(1, "open the valve");
    CoapBytes put = first.takeWrite("open the valve");
    TestDevice elsewhere = firstElsewhere();
    elsewhere.reported("here");
    TestDevice second = comesThere();
    second.register();
    second.answer(put, 204); // it had come to the second one
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Unanswered.class);
  }

  @Test
  void commandOnItsWaySurvivesAnewRegistrationOfItsOwnDevice() throws Exception {
    first.register();
    first.answerObserve("first's");
    bed.awaitEvents(Inbound.Observed.class, 1);
    var outcome = bed.send(1, "open the valve");
    CoapBytes put = first.takeWrite("open the valve");
    first.register();
    first.answer(put, 204);
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Delivered.class);
  }

  @Test
  void requestToObserveAnotherObjectEndsWhenTheSecondComes() throws Exception {
    first.register();
    first.answerObserve("first's");
    bed.awaitEvents(Inbound.Observed.class, 1);
    ObjectRequest observe =
        new ObjectRequest(
            1,
            ObjectAction.OBSERVE,
            ObjectPath.parse("/3/0").orElseThrow(),
            Optional.empty(),
            Bytes.EMPTY,
            Duration.ZERO);
    var outcome = ObjectSession.of(bed.sessions, 1).orElseThrow().operate(observe);
    byte[] token = first.raw.receive().token;
    TestDevice second = comesThere();
    second.register();
    second.answerObserve("second's");
    bed.awaitEvents(Inbound.Observed.class, 2);
    assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isInstanceOf(ObjectOutcome.Unfulfilled.class);
    refusesReportsOf(token);
    assertThat(bed.events(Inbound.ObjectReport.class)).isEmpty();
  }

  @Test
  void afterARestartNeitherOfTwoHasTheAddressUntilItIsHeard() throws Exception {
    first.register();
    first.answerObserve("first's");
    bed.awaitEvents(Inbound.Observed.class, 1);
    bed.clock.advance(Duration.ofMinutes(5));
    TestDevice second = comesThere();
    second.register();
    second.answerObserve("second's");
    bed.awaitEvents(Inbound.Observed.class, 2);
    bed.restart();
    assertThat(sent(1)).isInstanceOf(SendOutcome.NotSent.class);
    assertThat(sent(2)).isInstanceOf(SendOutcome.NotSent.class);
    second.reported("here");
    assertThat(sent(1)).isInstanceOf(SendOutcome.NotSent.class);
    var outcome = bed.send(2, "open the valve");
    second.answer(second.takeWrite("open the valve"), 204);
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(SendOutcome.Delivered.class);
  }

  @Test
  void addressIsTheSecondsWhileItsRegistrationWaitsForTheDisk() throws Exception {
    first.register();
    byte[] token = first.takeObserve().token;
    bed.platform.disk = FakePlatform.Disk.WAITS;
    TestDevice second = comesThere();
    CoapBytes registration = second.registration();
    second.raw.send(registration);
    refusesReportsOf(token); // it had the time to take it
    assertThat(sent(1)).isInstanceOf(SendOutcome.NotSent.class);
    bed.platform.commitWaiting();
    CoapBytes created = second.raw.receive();
    assertThat(created.mid).isEqualTo(registration.mid);
    second.registered(created);
    second.answerObserve("second's");
    assertThat(second.observed).isNotEqualTo(token);
  }
}
