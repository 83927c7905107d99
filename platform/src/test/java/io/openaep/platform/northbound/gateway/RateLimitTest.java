package io.openaep.platform.northbound.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final RateLimit limit = new RateLimit(10);

  private long taken(String appKey, Instant now, int tries) {
    return IntStream.range(0, tries).filter(_ -> limit.take(appKey, now)).count();
  }

  @Test
  void aBurstOfTwoSecondsThenTheRate() {
    assertThat(taken("a", NOON, 100)).isEqualTo(20);
    assertThat(taken("a", NOON.plusSeconds(1), 100)).isEqualTo(10);
    assertThat(taken("a", NOON.plusMillis(1500), 100)).isEqualTo(5);
  }

  @Test
  void oneApplicationsFloodIsNoOthersTrouble() {
    assertThat(taken("a", NOON, 1000)).isEqualTo(20);
    assertThat(taken("b", NOON, 5)).isEqualTo(5);
  }

  @Test
  void aClockThatGoesBackTakesNothingAway() {
    assertThat(taken("a", NOON, 10)).isEqualTo(10);
    assertThat(taken("a", NOON.minusSeconds(60), 100)).isEqualTo(10);
  }
}
