package io.openaep.devices.fleet;

import java.time.Duration;

/// How bad the network between the devices and the platform is (LwM2M alone: TCP would repair it).
///
/// @param lossPercent datagrams lost, each way
/// @param delay one way
/// @param duplicatePercent datagrams that arrive twice
/// @param reorderPercent datagrams that later ones overtake
/// @param rebindPercent reports before which the device gets a new address
public record FleetAir(
    double lossPercent,
    Duration delay,
    double duplicatePercent,
    double reorderPercent,
    double rebindPercent) {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  public static final FleetAir CLEAR = new FleetAir(0, Duration.ZERO, 0, 0, 0);

  /// @throws IllegalArgumentException with a sentence that says what to change
  public FleetAir {
    boolean percentages =
        percent(lossPercent)
            && percent(duplicatePercent)
            && percent(reorderPercent)
            && percent(rebindPercent);
    if (!percentages) {
      throw new IllegalArgumentException("a percentage is 0 to 100");
    }
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("--delay is 0 to 60000 ms");
    }
  }

  private static boolean percent(double value) {
    return value >= 0 && value <= 100;
  }
}
