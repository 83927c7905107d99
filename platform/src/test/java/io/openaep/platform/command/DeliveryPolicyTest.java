package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.command.Addressees.Addressee;
import io.openaep.platform.command.DeliveryPolicy.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The table "When a command leaves" of the delivery rules, row by row.
class DeliveryPolicyTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final DeviceRef REF = new DeviceRef(1, 10000001, "d");
  private static final Addressee PSM = new Addressee(REF, Protocol.LWM2M, new PowerMode.Psm());
  private static final Addressee AWAKE =
      new Addressee(
          REF,
          Protocol.LWM2M,
          new PowerMode.Psm(),
          new ProductOptions(
              Duration.ofSeconds(20), false, Duration.ofSeconds(60), Optional.empty(), List.of()));
  private static final Addressee DRX = new Addressee(REF, Protocol.LWM2M, new PowerMode.Drx());
  private static final Addressee EDRX =
      new Addressee(REF, Protocol.LWM2M, new PowerMode.Edrx(Duration.ofMillis(81_920)));
  private static final Addressee MQTT = new Addressee(REF, Protocol.MQTT, new PowerMode.Drx());
  private static final Addressee TCP = new Addressee(REF, Protocol.TCP, new PowerMode.Drx());

  private static final long SAVED_AT = 100;
  private static final Duration TTL = Duration.ofHours(2);

  private static LaneFacts away() {
    return new LaneFacts(false, false, 0, Instant.MIN, 0);
  }

  private static LaneFacts there() {
    return new LaneFacts(true, false, 0, Instant.MIN, 0);
  }

  private static LaneFacts heard(long uplink, Instant at) {
    return new LaneFacts(true, false, uplink, at, 0);
  }

  private static LaneFacts occupied(long uplink) {
    return new LaneFacts(true, true, uplink, NOON, 0);
  }

  static Stream<Arguments> rows() {
    return Stream.of(sleeping(), listening(), reachable(), inTime()).flatMap(it -> it);
  }

  private static Stream<Arguments> sleeping() {
    Instant later = NOON.plusSeconds(60);
    return Stream.of(
        row("PSM, not registered", PSM, away(), TTL, later, "HoldForConnection"),
        row("PSM, registered, never heard since", PSM, there(), TTL, later, "HoldForUplink"),
        row("PSM, heard before it was saved", PSM, heard(99, later), TTL, later, "HoldForUplink"),
        row(
            "PSM, heard a moment before it was saved",
            PSM,
            heard(99, NOON),
            TTL,
            NOON,
            "HoldForUplink"),
        row("PSM, an uplink has come since", PSM, heard(101, later), TTL, later, "SendNow"),
        row("PSM, contact, one is in flight", PSM, occupied(101), TTL, NOON, "HoldForTurn"),
        row(
            "PSM, a TIMEOUT closed the contact",
            PSM,
            new LaneFacts(true, false, 101, later, 105),
            TTL,
            later,
            "HoldForUplink"),
        row(
            "PSM, the next uplink opens a new one",
            PSM,
            new LaneFacts(true, false, 106, later, 105),
            TTL,
            later,
            "SendNow"),
        row("PSM, silent for 30 s", PSM, heard(101, later.minusSeconds(30)), TTL, later, "SendNow"),
        row(
            "PSM, silent for longer: asleep",
            PSM,
            heard(101, later.minusSeconds(31)),
            TTL,
            later,
            "HoldForUplink"),
        row(
            "PSM, gone in the contact",
            PSM,
            new LaneFacts(false, false, 101, later, 0),
            TTL,
            later,
            "HoldForConnection"));
  }

  private static Stream<Arguments> listening() {
    Instant later = NOON.plusSeconds(60);
    Duration none = Duration.ZERO;
    return Stream.of(
        row("window, saved after the uplink", AWAKE, heard(99, later), TTL, later, "SendNow"),
        row(
            "window, its last moment",
            AWAKE,
            heard(99, later.minusSeconds(20)),
            TTL,
            later,
            "SendNow"),
        row(
            "window, over",
            AWAKE,
            heard(99, later.minusMillis(20_001)),
            TTL,
            later,
            "HoldForUplink"),
        row("window, never heard since the start", AWAKE, there(), TTL, later, "HoldForUplink"),
        row(
            "window, a TIMEOUT closed it",
            AWAKE,
            new LaneFacts(true, false, 99, later, 105),
            TTL,
            later,
            "HoldForUplink"),
        row("window, TTL 0", AWAKE, heard(99, later), none, later, "SendNow"));
  }

  private static Stream<Arguments> reachable() {
    Instant later = NOON.plusSeconds(60);
    return Stream.of(
        row("DRX, registered", DRX, there(), TTL, later, "SendNow"),
        row("DRX, not registered", DRX, away(), TTL, later, "HoldForConnection"),
        row(
            "DRX, a TIMEOUT closes nothing",
            DRX,
            new LaneFacts(true, false, 101, NOON, 105),
            TTL,
            later,
            "SendNow"),
        row("eDRX, registered", EDRX, there(), TTL, later, "SendNow"),
        row("eDRX, not registered", EDRX, away(), TTL, later, "HoldForConnection"),
        row("MQTT, connected", MQTT, there(), TTL, later, "SendNow"),
        row("MQTT, not connected", MQTT, away(), TTL, later, "HoldForConnection"),
        row("MQTT, one in flight", MQTT, occupied(0), TTL, later, "HoldForTurn"),
        row("TCP, connected", TCP, there(), TTL, later, "SendNow"),
        row("TCP, not connected", TCP, away(), TTL, later, "HoldForConnection"));
  }

  private static Stream<Arguments> inTime() {
    Instant later = NOON.plusSeconds(60);
    Duration none = Duration.ZERO;
    return Stream.of(
        row("TTL just not over", TCP, there(), TTL, NOON.plus(TTL).minusMillis(1), "SendNow"),
        row("TTL over, connected", TCP, there(), TTL, NOON.plus(TTL), "Expire"),
        row("TTL over, held", PSM, away(), TTL, NOON.plus(TTL), "Expire"),
        row("TTL over, in contact", PSM, heard(101, NOON.plus(TTL)), TTL, NOON.plus(TTL), "Expire"),
        row("TTL 0, connected", MQTT, there(), none, NOON, "SendNow"),
        row("TTL 0, connected, a moment later", MQTT, there(), none, later, "SendNow"),
        row("TTL 0, registered DRX", DRX, there(), none, NOON, "SendNow"),
        row("TTL 0, not connected", MQTT, away(), none, NOON, "FailNow"),
        row("TTL 0, not registered", DRX, away(), none, NOON, "FailNow"),
        row("TTL 0, PSM between uplinks", PSM, there(), none, NOON, "FailNow"),
        row("TTL 0, one in flight", TCP, occupied(0), none, NOON, "FailNow"));
  }

  private static Arguments row(
      String name,
      Addressee addressee,
      LaneFacts lane,
      Duration ttl,
      Instant now,
      String decision) {
    return Arguments.of(name, addressee, lane, ttl, now, decision);
  }

  @ParameterizedTest(name = "{0} -> {5}")
  @MethodSource("rows")
  void tableOfTheRules(
      String name,
      Addressee addressee,
      LaneFacts lane,
      Duration ttl,
      Instant now,
      String decision) {
    Decision decided = decide(addressee, lane, ttl, now);
    assertThat(decided.getClass().getSimpleName()).as(name).isEqualTo(decision);
    assertThat(decided.why()).isNotBlank();
  }

  private static Decision decide(Addressee addressee, LaneFacts lane, Duration ttl, Instant now) {
    return new DeliveryPolicy(CommandBounds.STANDARD.contactQuiet())
        .decide(new Waiting(SAVED_AT, NOON, ttl), addressee, lane, now);
  }

  static Stream<Arguments> patience() {
    return Stream.of(
        Arguments.of(PSM, heard(101, NOON), Duration.ZERO),
        Arguments.of(DRX, there(), Duration.ZERO),
        Arguments.of(EDRX, there(), Duration.ofMillis(91_920)),
        Arguments.of(MQTT, there(), Duration.ZERO),
        Arguments.of(TCP, there(), Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("patience")
  void onlyEdrxWaitsForAPagingWindowAndTenSeconds(
      Addressee addressee, LaneFacts lane, Duration patience) {
    assertThat(decide(addressee, lane, TTL, NOON)).isEqualTo(new Decision.SendNow(patience));
  }

  static Stream<Arguments> reasons() {
    return Stream.of(
        Arguments.of(MQTT, away(), "the device is not connected"),
        Arguments.of(DRX, away(), "the device is not registered"),
        Arguments.of(PSM, there(), "the device sleeps (PSM) until its next report"),
        Arguments.of(TCP, occupied(0), "another command of the device is before it"));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void nowOrNeverFailsWithTheReason(Addressee addressee, LaneFacts lane, String reason) {
    assertThat(decide(addressee, lane, Duration.ZERO, NOON).why())
        .isEqualTo("time to live 0 means now or never, and " + reason);
  }
}
