package io.openaep.platform.access.lwm2m;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.ACK;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.CON;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.OBSERVE;
import static io.openaep.platform.access.lwm2m.coap.CoapBytes.RST;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A device that did not answer the observe request cannot report, and does not know it: it is
/// asked until it answers.
class UnobservedTest {
  private static final String IMEI = "868543060974334";
  private static final String OTHER = "868543060974335";

  private final Bed bed = new Bed(Lwm2mConfig.Limits.STANDARD, Bed.IMPATIENT);
  private final Set<Integer> seen = new HashSet<>();
  private TestDevice device;

  @BeforeEach
  void deviceExists() {
    bed.platform.device(IMEI);
    device = bed.device(IMEI);
  }

  @AfterEach
  void stop() {
    bed.close();
  }

  private double unobserved() {
    return bed.meters.get("openaep.lwm2m.unobserved").gauge().value();
  }

  private long failures() {
    return bed.tap.lines().stream().filter(it -> it.contains("not observed")).count();
  }

  private void awaitFailures(int count) {
    await().until(() -> failures() == count);
  }

  /// The next request that is no retransmission of an earlier one.
  private CoapBytes asked(TestDevice of) {
    CoapBytes get = of.takeObserve();
    return seen.add(get.mid) ? get : asked(of);
  }

  /// The request and its retransmission get lost.
  private byte[] missObserve(int failures) {
    CoapBytes get = asked(device);
    awaitFailures(failures);
    return get.token;
  }

  /// Answers until it has an effect: a slow machine may have given up before.
  private void answer(int code, BooleanSupplier effect) {
    while (!effect.getAsBoolean()) {
      long failures = failures();
      CoapBytes get = asked(device);
      CoapBytes answer = new CoapBytes(ACK, code, get.mid, get.token);
      device.raw.send(code == 205 ? answer.uint(OBSERVE, 1).payload("first") : answer);
      await().until(() -> effect.getAsBoolean() || failures() > failures);
      if (!effect.getAsBoolean()) {
        bed.clock.advance(Duration.ofHours(1));
      }
    }
  }

  private void becomesObserved() {
    answer(205, () -> !bed.events(Inbound.Observed.class).isEmpty());
    await().until(() -> unobserved() == 0);
  }

  /// Sends a message, expects its acknowledgement, and no new request before it.
  private int exchange(CoapBytes message) {
    device.raw.send(message);
    CoapBytes answer = device.raw.receive();
    while (answer.type == CON && seen.contains(answer.mid)) {
      answer = device.raw.receive();
    }
    assertThat(answer.type).as(answer.toString()).isEqualTo(ACK);
    assertThat(answer.mid).isEqualTo(message.mid);
    return answer.code;
  }

  /// A device whose first repetition is due in a minute: when it is asked, whoever is due has been.
  private TestDevice witness(int failures) {
    bed.platform.device(OTHER);
    TestDevice witness = bed.device(OTHER);
    witness.register();
    asked(witness);
    awaitFailures(failures);
    return witness;
  }

  @Test
  void isAskedAgainAfterAWhile() {
    device.register();
    byte[] token = missObserve(1);
    assertThat(unobserved()).isEqualTo(1);
    bed.clock.advance(Unobserved.FIRST);
    becomesObserved();
    assertThat(device.observed).isEqualTo(token); // what it may have taken after all stays good
    bed.clock.advance(Duration.ofHours(2));
    exchange(
        device.report(CON, "then")); // what comes next is its acknowledgement and no third request
  }

  @Test
  void isAskedLessAndLessOften() {
    device.register();
    missObserve(1);
    bed.clock.advance(Unobserved.FIRST);
    missObserve(2);
    TestDevice witness = witness(3);
    bed.clock.advance(Unobserved.FIRST);
    asked(witness);
    assertThat(exchange(device.request(1, "nowhere"))).isEqualTo(405);
    bed.clock.advance(Unobserved.FIRST);
    asked(device);
  }

  @Test
  void isAskedAtOnceWhenItIsHeard() {
    device.register();
    missObserve(1);
    assertThat(exchange(device.update())).isEqualTo(204);
    becomesObserved();
  }

  @Test
  void sleeperIsAskedWhenItIsHeardAndNotBefore() {
    bed.platform.sleeps(IMEI);
    device.register();
    missObserve(1);
    TestDevice witness = witness(2);
    bed.clock.advance(Duration.ofHours(12));
    asked(witness);
    assertThat(exchange(device.update())).isEqualTo(204); // nothing came before it
    asked(device);
  }

  @Test
  void deviceThatCouldNotIsAskedAgain() {
    device.register();
    CoapBytes busy = asked(device);
    device.raw.send(new CoapBytes(ACK, 503, busy.mid, busy.token));
    awaitFailures(1);
    assertThat(bed.platform.observations).hasSize(1);
    bed.clock.advance(Unobserved.FIRST);
    CoapBytes unknown = asked(device);
    device.raw.send(new CoapBytes(RST, 0, unknown.mid, new byte[0]));
    awaitFailures(2);
    bed.clock.advance(Unobserved.FIRST.multipliedBy(2));
    becomesObserved();
    exchange(device.report(CON, "then"));
  }

  @Test
  void deviceThatWillNotIsNotAskedAgain() {
    device.register();
    answer(404, bed.platform.observations::isEmpty);
    await().until(() -> unobserved() == 0);
    TestDevice witness = witness((int) failures() + 1);
    bed.clock.advance(Duration.ofHours(2));
    asked(witness);
    assertThat(exchange(device.update())).isEqualTo(204);
  }

  @Test
  void nobodyIsAskedWhoHasLeft() {
    device.register();
    missObserve(1);
    assertThat(exchange(device.deregistration())).isEqualTo(202);
    await().until(() -> unobserved() == 0);
  }

  @Test
  void isAskedAgainWhenTheRegistryDidNotAnswerAtTheRepetition() {
    device.register();
    missObserve(1);
    bed.platform.registryFails = true;
    bed.clock.advance(Unobserved.FIRST);
    await().until(() -> bed.platform.askedInVain.get() > 0);
    bed.platform.registryFails = false;
    bed.clock.advance(Duration.ofHours(1));
    becomesObserved();
  }

  @Test
  void isAskedAgainWhenTheRegistryDidNotAnswerAtTheRegistration() {
    bed.platform.registryFails = true;
    device.register();
    awaitFailures(1);
    bed.platform.registryFails = false;
    bed.clock.advance(Unobserved.FIRST);
    becomesObserved();
  }

  @Test
  void sleeperIsNotAskedAfterARestartBeforeItIsHeard() {
    bed.platform.sleeps(IMEI);
    device.register();
    missObserve(1);
    bed.restart();
    TestDevice witness = witness(2);
    bed.clock.advance(Unobserved.FIRST);
    asked(witness);
    assertThat(exchange(device.update())).isEqualTo(204); // nothing came before it
    asked(device);
  }

  @Test
  void deviceThatSaysTooLateThatItCouldNotIsAskedAgain() {
    device.register();
    CoapBytes get = asked(device);
    device.raw.send(new CoapBytes(ACK, 0, get.mid, new byte[0]));
    awaitFailures(1);
    exchange(new CoapBytes(CON, 503, device.nextMid(), get.token));
    bed.clock.advance(Unobserved.FIRST);
    becomesObserved();
  }
}
