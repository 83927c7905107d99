package io.openaep.devices.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.module.baseband.ModuleSettings;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The course of sleep on a virtual clock, as chapter 6 of the guide shows it.
class PsmTest {
  private static final String PSM = "AT+QSCLK=3,2,\"01011111\",\"00000001\"";

  private final ModuleWorld world = new ModuleWorld(ModuleSettings.ec800e());

  @BeforeEach
  void registered() {
    world.module.powerOn();
    world.pass(Duration.ofSeconds(2));
    world.send("ATE0");
    world.expect("AT+CSCON=1", "OK");
    world.expect("AT+QCFG=\"URC/PSM\",1", "OK");
    world.pass(Duration.ofSeconds(12));
    assertThat(world.lines()).containsExactly("+CSCON: 0");
  }

  @Test
  void earlyReleaseEndsTheConnectionAfterASecond() {
    world.baseband().radio().uplink();
    assertThat(world.send("AT+QSCLKEX=1,1,30")).containsExactly("OK");
    world.pass(Duration.ofMillis(999));
    assertThat(world.lines()).isEmpty();
    world.pass(Duration.ofMillis(1));
    assertThat(world.lines()).containsExactly("+CSCON: 0");
  }

  @Test
  void psmComesAfterReleaseAndActiveTime() {
    world.send("AT+QSCLKEX=1,1,30");
    assertThat(world.send(PSM)).containsExactly("OK", "+CSCON: 1");
    world.pass(Duration.ofSeconds(1));
    assertThat(world.lines()).containsExactly("+CSCON: 0");
    world.pass(Duration.ofMillis(3999)); // T3324 2 s, delay 2 s
    assertThat(world.lines()).isEmpty();
    world.pass(Duration.ofMillis(1));
    assertThat(world.lines()).containsExactly("+QIND: ENTER PSM");
    assertThat(world.baseband().radio().downlink()).isFalse();
    world.pass(Duration.ofHours(300));
    assertThat(world.lines()).isEmpty();
  }

  @Test
  void uplinkWakesTheModuleAndItSleepsAgain() {
    asleep();
    assertThat(world.baseband().radio().uplink()).isTrue();
    assertThat(world.lines()).containsExactly("+QIND: EXIT PSM", "+CSCON: 1");
    assertThat(world.baseband().radio().downlink()).isTrue();
    world.pass(Duration.ofSeconds(14));
    assertThat(world.lines()).containsExactly("+CSCON: 0", "+QIND: ENTER PSM");
  }

  @Test
  void commandsThatNeedNoNetworkLeaveTheModuleAsleep() {
    asleep();
    world.expect("AT+CEREG?", "+CEREG: 0,1", "OK");
    assertThat(world.baseband().radio().sleeping()).isTrue();
  }

  @Test
  void trackingAreaUpdateWakesTheModuleByItself() {
    asleep();
    world.pass(Duration.ofHours(310));
    assertThat(world.lines()).containsExactly("+QIND: EXIT PSM", "+CSCON: 1");
    world.pass(Duration.ofSeconds(14));
    assertThat(world.lines()).containsExactly("+CSCON: 0", "+QIND: ENTER PSM");
  }

  @Test
  void pendingAnswerKeepsTheModuleAwake() {
    var hold = world.baseband().radio().hold();
    world.send(PSM);
    world.pass(Duration.ofSeconds(60));
    assertThat(world.lines()).containsExactly("+CSCON: 0");
    hold.release();
    world.pass(Duration.ofSeconds(4));
    assertThat(world.lines()).containsExactly("+QIND: ENTER PSM");
  }

  @Test
  void sleepEndsWhenTheHostTakesItBack() {
    asleep();
    assertThat(world.send("AT+QSCLK=0")).containsExactly("OK", "+QIND: EXIT PSM");
    world.pass(Duration.ofMinutes(5));
    assertThat(world.lines()).isEmpty();
  }

  @Test
  void pinHighMakesTheSleepDeepAndTheStartCold() {
    asleep();
    world.module.dtr(true);
    world.expect("AT");
    world.module.dtr(false);
    world.pass(Duration.ofSeconds(2));
    assertThat(world.lines())
        .containsExactly(
            "RDY", "+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE");
  }

  @Test
  void pinThatFallsAtOnceStillStartsTheModule() {
    asleep();
    world.module.dtr(true);
    world.module.dtr(false);
    world.pass(Duration.ofSeconds(2));
    assertThat(world.lines()).startsWith("RDY");
  }

  @Test
  void pinHighBeforePsmEndsInDeepSleepToo() {
    world.module.dtr(true);
    world.send(PSM);
    world.pass(Duration.ofSeconds(20));
    assertThat(world.lines()).endsWith("+QIND: ENTER PSM");
    world.expect("AT");
  }

  @Test
  void powerKeyEndsDeepSleep() {
    asleep();
    world.module.dtr(true);
    world.loop.settle();
    world.module.powerOn();
    world.pass(Duration.ofSeconds(2));
    assertThat(world.lines()).startsWith("RDY");
  }

  @Test
  void standardPsmSleepsOnlyWithThePinHigh() {
    world.send("AT+CPSMS=1,,,\"01000111\",\"00000001\"");
    world.expect("AT+CPSMS?", "+CPSMS: 1,,,\"01000111\",\"00000001\"", "OK");
    world.send("AT+QSCLK=1");
    world.pass(Duration.ofMinutes(1));
    assertThat(world.lines()).isEmpty();
    world.module.dtr(true);
    world.pass(Duration.ofSeconds(20));
    assertThat(world.lines()).containsExactly("+CSCON: 1", "+CSCON: 0", "+QIND: ENTER PSM");
  }

  @Test
  void lightSleepIsDeafUntilThePinIsLow() {
    world.send("AT+QSCLK=1");
    world.module.dtr(true);
    world.expect("AT");
    world.module.dtr(false);
    world.expect("AT", "OK");
  }

  @Test
  void codesWaitWhileTheModuleSleepsIfToldTo() {
    world.send("AT+QCFG=\"urc/cache\",1");
    world.send("AT+QSCLK=1");
    world.send("AT+CTZR=1");
    world.module.dtr(true);
    world.loop.settle();
    world.baseband().urcs().send("+TEST: 1");
    assertThat(world.lines()).isEmpty();
    world.module.dtr(false);
    world.loop.settle();
    assertThat(world.lines()).containsExactly("+TEST: 1");
  }

  private void asleep() {
    world.send(PSM);
    world.pass(Duration.ofSeconds(14));
    assertThat(world.lines()).endsWith("+QIND: ENTER PSM");
  }
}
