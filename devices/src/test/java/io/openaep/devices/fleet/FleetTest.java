package io.openaep.devices.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.devices.cloud.CloudClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The fleet tells the truth about a platform, whatever that is.
class FleetTest {
  private static FleetPlan plan(FleetProtocol protocol, Acknowledgement acknowledgement) {
    return new FleetPlan(
        protocol,
        4,
        OptionalDouble.of(400),
        Duration.ofMillis(600),
        64,
        acknowledgement,
        3,
        FleetAir.CLEAR,
        false,
        1000,
        1);
  }

  private static FleetResult run(LyingPlatform.Copies copies) throws Exception {
    try (LyingPlatform platform = new LyingPlatform(copies)) {
      return run(platform);
    }
  }

  private static FleetResult run(LyingPlatform platform) throws Exception {
    try (CloudClient client =
        new CloudClient(platform.url(), "app", "secret", InstantSource.system())) {
      Fleet fleet =
          new Fleet(
              FleetTarget.platform(
                  platform.url(), client, InstantSource.system(), OptionalLong.empty()),
              plan(FleetProtocol.TCP, Acknowledgement.ONCE),
              InstantSource.system(),
              Duration.ofMillis(10),
              _ -> {});
      return fleet.run();
    }
  }

  @Test
  void everyReportOfAnHonestPlatformIsThere() throws Exception {
    FleetResult result = run(_ -> 1);
    assertThat(result.connected()).isEqualTo(4);
    assertThat(result.sent()).isGreaterThan(20).isEqualTo(result.acknowledged());
    assertThat(result.stored()).isEqualTo(result.sent());
    assertThat(result.lost()).isZero();
    assertThat(result.duplicates()).isZero();
    assertThat(result.rate()).isBetween(50.0, 800.0);
  }

  @Test
  void platformThatWantsFewerCallsIsAskedAgain() throws Exception {
    try (LyingPlatform platform = new LyingPlatform(_ -> 1)) {
      platform.hurried();
      FleetResult result = run(platform);
      assertThat(result.stored()).isEqualTo(result.sent());
    }
  }

  @Test
  void acknowledgedReportThatIsNotStoredIsLost() throws Exception {
    FleetResult result = run(report -> report % 5 == 0 ? 0 : 1);
    assertThat(result.lost()).isEqualTo(result.sent() / 5);
  }

  @Test
  void reportWithAnotherByteIsNotTheOneThatWasSent() throws Exception {
    try (LyingPlatform platform = new LyingPlatform(_ -> 1)) {
      platform.alters(7);
      FleetResult result = run(platform);
      assertThat(result.altered()).isEqualTo(1);
      assertThat(result.lost()).isEqualTo(1);
      assertThat(result.stored()).isEqualTo(result.sent() - 1);
    }
  }

  @Test
  void platformThatDiesBeforeItIsAskedLeavesWhatTheDevicesSaw() throws Exception {
    try (LyingPlatform platform = new LyingPlatform(_ -> 1)) {
      platform.saysNothingAfterwards();
      FleetResult result = run(platform);
      assertThat(result.acknowledged()).isGreaterThan(20);
      assertThat(result.verified()).isFalse();
      assertThat(result.unverified()).isPresent();
    }
  }

  @Test
  void secondCopyIsADuplicate() throws Exception {
    FleetResult result = run(report -> report == 7 ? 3 : 1);
    assertThat(result.duplicates()).isEqualTo(2);
    assertThat(result.lost()).isZero();
  }

  @Test
  void secondCopyThatIsFoldedLaterIsSeen() throws Exception {
    try (LyingPlatform platform = new LyingPlatform(report -> report == 7 ? 2 : 1)) {
      platform.foldsCopiesLate();
      FleetResult result = run(platform);
      assertThat(result.duplicates()).isEqualTo(1);
      assertThat(result.stored()).isEqualTo(result.sent() + 1);
    }
  }

  @Test
  void serverThatIsNoPlatformIsMeasuredAndNotAsked() throws Exception {
    try (LyingPlatform server = new LyingPlatform(_ -> 0)) {
      FleetTarget target =
          FleetTarget.foreign(server.tcp(), OptionalLong.of(ProcessHandle.current().pid()));
      FleetPlan plan = plan(FleetProtocol.TCP, Acknowledgement.ONCE);
      FleetResult result = new Fleet(target, plan, InstantSource.system(), _ -> {}).run();
      assertThat(result.verified()).isFalse();
      assertThat(result.acknowledged()).isGreaterThan(20);
      assertThat(result.cpuMicros()).isPresent();
      assertThat(result.residentMiB().orElse(0)).isGreaterThan(10);
    }
  }

  @Test
  void networkAndSleepAreForLwm2m() {
    FleetPlan tcp = plan(FleetProtocol.TCP, Acknowledgement.ONCE);
    FleetAir reordering = new FleetAir(0, Duration.ZERO, 0, 5, 0);
    assertThatThrownBy(() ->
            new FleetPlan(
                tcp.protocol(),
                tcp.devices(),
                tcp.rate(),
                tcp.duration(),
                tcp.payloadBytes(),
                tcp.acknowledgement(),
                tcp.outstanding(),
                reordering,
                false,
                1,
                1))
        .hasMessageContaining("--reorder")
        .hasMessageContaining("are for LwM2M");
    assertThatThrownBy(() -> new FleetAir(0, Duration.ofHours(1), 0, 0, 0))
        .hasMessageContaining("--delay is 0 to 60000 ms");
  }

  @Test
  void planThatMakesNoSenseIsRefusedWithTheOptionToChange() {
    assertThatThrownBy(() -> plan(FleetProtocol.TCP, Acknowledgement.EXACTLY_ONCE))
        .hasMessageContaining("--qos 2 is for MQTT");
    assertThatThrownBy(() -> plan(FleetProtocol.TCP, Acknowledgement.NONE))
        .hasMessageContaining("TCP has no reports without acknowledgement");
  }

  @Test
  void payloadHasItsSizeAndCarriesItsNumber() {
    for (int size : new int[] {Report.SMALLEST_BYTES, 200, 1024}) {
      byte[] payload = Report.of(123_456_789, size);
      assertThat(payload).hasSize(size);
      assertThat(Report.number(payload, size)).hasValue(123_456_789);
      payload[size - 3]++;
      assertThat(Report.number(payload, size)).as("another byte").isEmpty();
    }
    assertThat(Report.number(new byte[0], 64)).isEmpty();
  }
}
