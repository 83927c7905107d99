package io.openaep.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant NEWEST = Instant.parse("2026-11-22T12:00:00Z");

  private Instant now = NEWEST.plusSeconds(5);
  private long nanos = Long.MAX_VALUE - 1_000; // as it may, this clock overflows

  private SteadyClock clock() {
    return new SteadyClock(() -> now, () -> nanos, NEWEST);
  }

  private void pass(Duration time) {
    now = now.plus(time);
    nanos += time.toNanos();
  }

  @Test
  void aClockThatGoesIsBelievedFromTheStart() {
    SteadyClock clock = clock();
    assertThat(clock.isSteady()).isTrue();
    pass(Duration.ofDays(400));
    assertThat(clock.isSteady()).isTrue();
    pass(Duration.ofSeconds(10));
    now = now.plusSeconds(30);
    assertThat(clock.isSteady()).as("a time server's correction").isTrue();
  }

  @Test
  void aJumpAheadIsNotBelievedUntilItHasLasted() {
    SteadyClock clock = clock();
    pass(Duration.ofSeconds(10));
    now = now.plus(Duration.ofDays(365));
    assertThat(clock.isSteady()).isFalse();
    pass(Duration.ofMinutes(59));
    assertThat(clock.isSteady()).isFalse();
    pass(Duration.ofMinutes(1));
    assertThat(clock.isSteady()).isTrue();
  }

  @Test
  void aJumpBackIsBelievedAndTheWayForwardAgainIsAJump() {
    SteadyClock clock = clock();
    pass(Duration.ofSeconds(10));
    now = now.minus(Duration.ofDays(3));
    assertThat(clock.isSteady()).isTrue();
    pass(Duration.ofSeconds(10));
    now = now.plus(Duration.ofDays(3));
    assertThat(clock.isSteady()).isFalse();
  }

  @Test
  void aStartLongAfterTheLastEventMayBeAJump() {
    now = NEWEST.plus(Duration.ofDays(2));
    SteadyClock clock = clock();
    assertThat(clock.isSteady()).isFalse();
    pass(SteadyClock.SETTLES_IN);
    assertThat(clock.isSteady()).isTrue();
  }
}
