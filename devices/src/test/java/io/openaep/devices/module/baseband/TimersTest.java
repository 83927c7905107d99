package io.openaep.devices.module.baseband;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Golden values of 3GPP TS 24.008, 10.5.7.3, 10.5.7.4a and 10.5.5.32.
class TimersTest {
  @ParameterizedTest
  @CsvSource({
    "01011111, PT310H",
    "01000111, PT70H",
    "00000110, PT60M",
    "00100001, PT1H",
    "01100001, PT2S",
    "10000010, PT60S",
    "10100011, PT3M",
    "11000001, PT320H",
    "00000000, PT0S"
  })
  void trackingAreaTimer(String digits, Duration period) {
    assertThat(new PsmTimers(digits, "00000001").trackingAreaPeriod()).contains(period);
  }

  @ParameterizedTest
  @CsvSource({
    "00000001, PT2S",
    "00000101, PT10S",
    "00100100, PT4M",
    "00100001, PT1M",
    "01011111, PT186M",
    "01100010, PT2M",
    "10000010, PT2M"
  })
  void activeTimer(String digits, Duration time) {
    assertThat(new PsmTimers("01011111", digits).activeTime()).contains(time);
  }

  @Test
  void sevenTurnsATimerOff() {
    var timers = new PsmTimers("11100001", "11100001");
    assertThat(timers.trackingAreaPeriod()).isEmpty();
    assertThat(timers.activeTime()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0000000", "000000001", "0000000x", "''"})
  void otherDigitsAreRefused(String digits) {
    assertThatIllegalArgumentException().isThrownBy(() -> new PsmTimers(digits, "00000001"));
    assertThatIllegalArgumentException().isThrownBy(() -> new PsmTimers("00000001", digits));
  }

  @ParameterizedTest
  @CsvSource({"0000, PT5.12S", "0101, PT81.92S", "1000, PT143.36S", "1101, PT2621.44S"})
  void pagingCycle(String digits, Duration length) {
    assertThat(new PagingCycle(digits).length()).isEqualTo(length);
  }

  @Test
  void cyclesOfAnotherRadioAreRefused() {
    assertThat(PagingCycle.valid("1110")).isFalse();
    assertThat(PagingCycle.valid("01011")).isFalse();
  }

  @Test
  void packetWaitsForTheNextWindow() {
    var cycle = new PagingCycle("0000");
    Instant window = Instant.ofEpochMilli(5120 * 1_000_000L);
    assertThat(cycle.untilHeard(window)).isZero();
    assertThat(cycle.untilHeard(window.plusMillis(1279))).isZero();
    assertThat(cycle.untilHeard(window.plusMillis(1280))).isEqualTo(Duration.ofMillis(3840));
    assertThat(cycle.untilHeard(window.minusMillis(1))).isEqualTo(Duration.ofMillis(1));
  }

  @Test
  void idleModuleWithEdrxIsHeardLater() {
    var loop = new VirtualLoop();
    var radio = new Radio(loop, Timing.normal(), true);
    radio.simReady(true);
    radio.function(RadioFunction.FULL);
    radio.pagingCycle(Optional.of(new PagingCycle("1101")));
    loop.advance(Duration.ofSeconds(1));
    assertThat(radio.pagingDelay()).as("connected").isZero();
    loop.advance(Duration.ofSeconds(20));
    assertThat(radio.connected()).isFalse();
    assertThat(radio.pagingDelay()).isPositive();
    radio.pagingCycle(Optional.empty());
    assertThat(radio.pagingDelay()).isZero();
  }
}
