package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Sessions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RhythmsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");
  private static final Duration HOURS = Duration.ofHours(4);
  private final HoldWords words = new HoldWords(new Words(ZoneId.of("Asia/Shanghai")));

  /// A report every four hours, the last at 10:20 of Shanghai's time.
  private static List<Instant> past(int reports) {
    Instant last = NOON.minus(Duration.ofMinutes(100));
    return IntStream.range(0, reports).mapToObj(i -> last.minus(HOURS.multipliedBy(i))).toList();
  }

  private static Rhythms rhythms(int reports) {
    return new Rhythms((_, limit) -> past(Math.min(reports, limit)), new Sessions());
  }

  @Test
  void afterARestartTheHistoryTellsTheRhythm() {
    Heard learned = rhythms(20).of(1, Optional.empty()).orElseThrow();
    assertThat(words.expected(learned, NOON))
        .contains(
            new Expected(
                NOON.minus(Duration.ofMinutes(100)).plus(HOURS),
                "it reported every 4 h 0 min lately, so about 14:20"));
  }

  @Test
  void whatThisRunHasHeardGoesOnFromTheHistory() {
    Heard live = new Heard();
    live.uplink(7, NOON, Optional.of(Duration.ofDays(1)));
    Heard learned = rhythms(5).of(1, Optional.of(live)).orElseThrow();
    assertThat(learned.gaps()).isEqualTo(5);
    assertThat(learned.wokeAt()).isEqualTo(NOON);
    assertThat(learned.lifetime()).contains(Duration.ofDays(1));
  }

  @Test
  void whoKnowsItsRhythmIsNotLookedUp() {
    Heard live = new Heard();
    IntStream.range(0, 18)
        .forEach(i -> live.uplink(i, NOON.plus(HOURS.multipliedBy(i)), Optional.empty()));
    Rhythms none =
        new Rhythms(
            (_, _) -> {
              throw new AssertionError("looked up");
            },
            new Sessions());
    assertThat(none.of(1, Optional.of(live))).containsSame(live);
  }

  @Test
  void nothingIsKnownOfADeviceNeverHeard() {
    assertThat(rhythms(0).of(1, Optional.empty())).isEmpty();
  }
}
