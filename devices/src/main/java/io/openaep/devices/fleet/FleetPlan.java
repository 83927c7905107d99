package io.openaep.devices.fleet;

import java.time.Duration;
import java.util.OptionalDouble;

/// What a fleet does.
///
/// @param rate reports a second of all devices together; empty: each device sends the next one as
///   soon as one is acknowledged
/// @param duration of the load that is measured; a warm-up comes before it
/// @param outstanding reports that a device sends ahead of their acknowledgement
/// @param air what the network does to datagrams (LwM2M)
/// @param sleeps whether devices close their socket between reports, as in PSM (LwM2M)
/// @param awake devices that may have a socket at the same time, where they sleep
/// @param seed of everything left to chance
public record FleetPlan(
    FleetProtocol protocol,
    int devices,
    OptionalDouble rate,
    Duration duration,
    int payloadBytes,
    Acknowledgement acknowledgement,
    int outstanding,
    FleetAir air,
    boolean sleeps,
    int awake,
    long seed) {
  private static final int PAYLOAD_LIMIT_BYTES = 65_535;

  /// @throws IllegalArgumentException with a sentence that says what to change
  public FleetPlan {
    require(devices >= 1 && devices <= 1_000_000, "--devices is 1 to 1000000");
    require(duration.isPositive(), "--duration is a number of seconds above 0");
    require(
        payloadBytes >= Report.SMALLEST_BYTES && payloadBytes <= PAYLOAD_LIMIT_BYTES,
        "--payload is " + Report.SMALLEST_BYTES + " to " + PAYLOAD_LIMIT_BYTES + " bytes");
    require(outstanding >= 1 && outstanding <= 1000, "--outstanding is 1 to 1000");
    require(awake >= 1, "--awake is above 0");
    require(
        rate.isEmpty() || (rate.getAsDouble() > 0 && rate.getAsDouble() <= 1e9),
        "--rate is above 0, and at most 1000000000");
    require(
        acknowledgement != Acknowledgement.NONE || rate.isPresent(),
        "reports that nobody acknowledges need --rate");
    require(
        acknowledgement != Acknowledgement.EXACTLY_ONCE || protocol.isMqtt(),
        "--qos 2 is for MQTT");
    require(
        acknowledgement != Acknowledgement.NONE || protocol != FleetProtocol.TCP,
        "TCP has no reports without acknowledgement");
    require(
        protocol.isLwm2m() || (air.equals(FleetAir.CLEAR) && !sleeps),
        "--loss, --delay, --duplicate, --reorder, --nat-rebind and --sleep are for LwM2M");
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }

  /// How long the load runs before it is measured.
  Duration warmUp() {
    Duration third = duration.dividedBy(3);
    Duration most = Duration.ofSeconds(8);
    return third.compareTo(most) < 0 ? third : most;
  }
}
