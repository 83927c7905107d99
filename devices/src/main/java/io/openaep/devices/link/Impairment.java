package io.openaep.devices.link;

import java.time.Duration;

/// How bad the network between module and platform is.
///
/// @param lossPercent of the datagrams of each direction, 0–100
/// @param roundTrip added to every exchange, half of it each way
/// @param duplicatePercent of the datagrams that arrive twice, 0–100
/// @param reorderPercent of the datagrams that later ones overtake, 0–100
/// @param seed of all that is left to chance, so that a run can be repeated
public record Impairment(
    double lossPercent,
    Duration roundTrip,
    double duplicatePercent,
    double reorderPercent,
    long seed) {
  public static final Impairment NONE = new Impairment(0, Duration.ZERO, 0);

  public Impairment {
    percent("a loss", lossPercent);
    percent("duplicates", duplicatePercent);
    percent("reordering", reorderPercent);
    if (roundTrip.isNegative()) {
      throw new IllegalArgumentException("Give a round trip of 0 ms or more, not " + roundTrip);
    }
  }

  /// A network that loses and delays, and keeps the order: a cellular bearer.
  public Impairment(double lossPercent, Duration roundTrip, long seed) {
    this(lossPercent, roundTrip, 0, 0, seed);
  }

  private static void percent(String what, double value) {
    if (value < 0 || value > 100) {
      throw new IllegalArgumentException("Give " + what + " of 0 to 100 percent, not " + value);
    }
  }

  public boolean isNone() {
    return lossPercent == 0 && roundTrip.isZero() && duplicatePercent == 0 && reorderPercent == 0;
  }

  /// `below` behind such a network; `below` itself where nothing is impaired.
  public Datagrams over(Datagrams below, Lane lane) {
    return isNone() ? below : new ImpairedDatagrams(below, lane, this);
  }
}
