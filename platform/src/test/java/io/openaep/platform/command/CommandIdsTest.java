package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CommandIdsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void idsAscendWithinAMillisecond() {
    CommandIds ids = new CommandIds(0);
    assertThat(ids.next(NOW)).isEqualTo(NOW.toEpochMilli() * 1024);
    assertThat(ids.next(NOW)).isEqualTo(NOW.toEpochMilli() * 1024 + 1);
    assertThat(ids.next(NOW.plusMillis(1))).isEqualTo(NOW.toEpochMilli() * 1024 + 1024);
  }

  @Test
  void idsAscendWhenTheClockIsSetBack() {
    CommandIds ids = new CommandIds(0);
    long before = ids.next(NOW);
    assertThat(ids.next(NOW.minusSeconds(3600))).isEqualTo(before + 1);
  }

  @Test
  void idsContinueAboveTheLastOneAfterARestart() {
    long last = NOW.plusSeconds(60).toEpochMilli() * 1024;
    assertThat(new CommandIds(last).next(NOW)).isEqualTo(last + 1);
  }

  @Test
  void idsFitInto53BitsForTwoHundredYears() {
    assertThat(new CommandIds(0).next(Instant.parse("2226-01-01T00:00:00Z"))).isLessThan(1L << 53);
  }
}
