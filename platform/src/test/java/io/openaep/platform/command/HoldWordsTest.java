package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.command.Addressees.Addressee;
import io.openaep.platform.command.DeliveryPolicy.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HoldWordsTest {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");
  private static final DeviceRef REF = new DeviceRef(1, 10000001, "d");
  private static final Addressee PSM = new Addressee(REF, Protocol.LWM2M, new PowerMode.Psm());
  private static final Addressee MQTT = new Addressee(REF, Protocol.MQTT, new PowerMode.Drx());
  private static final Waiting WAITING = new Waiting(1, NOON, Duration.ofMinutes(185));

  private static String say(Addressee addressee, boolean reachable, Heard heard, Instant now) {
    LaneFacts facts = new LaneFacts(reachable, false, 0, Instant.MIN, 0);
    Decision decision =
        new DeliveryPolicy(Duration.ofSeconds(30)).decide(WAITING, addressee, facts, now);
    return new HoldWords(new Words(SHANGHAI))
        .say(decision, WAITING, addressee, Optional.of(heard), now);
  }

  /// Heard every four hours, the last time at 10:20.
  private static Heard everyFourHours() {
    Heard heard = new Heard();
    Instant last = Instant.parse("2026-11-22T02:20:00Z");
    for (int i = 20; i >= 0; i--) {
      Instant at = last.minus(Duration.ofHours(4L * i));
      heard.uplink(1, at, Optional.empty());
      heard.uplink(2, at.plusMillis(400), Optional.empty());
    }
    return heard;
  }

  @Test
  void heldForASleepingDeviceSaysWhenItIsExpected() {
    assertThat(say(PSM, true, everyFourHours(), NOON))
        .isEqualTo(
            "PSM: leaves after the device's next report; it reported every 4 h 0 min lately,"
                + " so about 14:20; expires 15:05");
  }

  @Test
  void deviceThatIsOverdueIsSaidToBeLate() {
    assertThat(say(PSM, true, everyFourHours(), NOON.plus(Duration.ofHours(3))))
        .contains("so it is late since 14:20; expires 15:05:00");
  }

  @Test
  void withoutARhythmTheLifetimeIsTheHint() {
    Heard heard = new Heard();
    heard.uplink(1, NOON, Optional.of(Duration.ofDays(1)));
    assertThat(say(PSM, true, heard, NOON))
        .isEqualTo(
            "PSM: leaves after the device's next report; it must report by 2026-11-23 12:00;"
                + " expires 15:05");
  }

  @Test
  void unconnectedDeviceHasNoExpectation() {
    assertThat(say(MQTT, false, everyFourHours(), NOON))
        .isEqualTo("the device is not connected: leaves when it connects; expires 15:05");
  }

  @Test
  void nothingIsExpectedOfADeviceNeverHeard() {
    assertThat(say(PSM, false, new Heard(), NOON))
        .isEqualTo(
            "the device is not registered: leaves after its next registration; expires 15:05");
  }

  @Test
  void rhythmIsTheMedianOfTheLastSixteenGaps() {
    Heard heard = new Heard();
    Instant at = NOON;
    for (int minutes : new int[] {600, 600, 600, 600, 600, 600, 600, 600, 600}) {
      at = at.plus(Duration.ofMinutes(minutes));
      heard.uplink(1, at, Optional.empty());
    }
    for (int i = 0; i < 16; i++) {
      at = at.plus(Duration.ofMinutes(i == 3 ? 500 : 10));
      heard.uplink(1, at, Optional.empty());
    }
    assertThat(heard.rhythm()).contains(Duration.ofMinutes(10));
  }

  @Test
  void durationsReadAsPeopleSayThem() {
    assertThat(Words.of(Duration.ofSeconds(20))).isEqualTo("20 s");
    assertThat(Words.of(Duration.ofSeconds(90))).isEqualTo("1 min 30 s");
    assertThat(Words.of(Duration.ofMillis(3_599_700))).isEqualTo("1 h 0 min");
    assertThat(Words.of(Duration.ofMillis(14_399_600))).isEqualTo("4 h 0 min");
    assertThat(Words.of(Duration.ofDays(10))).isEqualTo("10 d 0 h");
  }
}
