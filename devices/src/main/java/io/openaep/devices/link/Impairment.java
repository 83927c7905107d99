package io.openaep.devices.link;

import java.time.Duration;

/// How bad the network between module and platform is.
///
/// @param lossPercent of the datagrams of each direction, 0–100
/// @param roundTrip added to every exchange, half of it each way
/// @param seed of the losses, so that a run can be repeated
public record Impairment(double lossPercent, Duration roundTrip, long seed) {
  public static final Impairment NONE = new Impairment(0, Duration.ZERO, 0);

  public Impairment {
    if (lossPercent < 0 || lossPercent > 100) {
      throw new IllegalArgumentException("Give a loss of 0 to 100 percent, not " + lossPercent);
    }
    if (roundTrip.isNegative()) {
      throw new IllegalArgumentException("Give a round trip of 0 ms or more, not " + roundTrip);
    }
  }

  public boolean isNone() {
    return lossPercent == 0 && roundTrip.isZero();
  }

  /// `below` behind such a network; `below` itself where nothing is impaired.
  public Datagrams over(Datagrams below, Lane lane) {
    return isNone() ? below : new ImpairedDatagrams(below, lane, this);
  }
}
