package io.openaep.devices.fleet;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Has the devices of one lane report in turn, so many a second. Where the platform does not keep
/// up, it falls behind instead of sending without limit. On the lane.
final class Pacer {
  private static final long TICK_MS = 5;

  private final List<Reporter> reporters;
  private final double perSecond;
  private final long startNanos = System.nanoTime();
  private long sent;
  private int at;

  private Pacer(List<Reporter> reporters, double perSecond) {
    this.reporters = reporters;
    this.perSecond = perSecond;
  }

  /// @return what ends it
  static Future<?> start(FleetLane lane, List<Reporter> reporters, double perSecond) {
    Pacer pacer = new Pacer(reporters, perSecond);
    return lane.loop().scheduleAtFixedRate(pacer::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    long due = (long) (seconds * perSecond) - sent;
    for (long tries = Math.min(due, reporters.size()); tries > 0; tries--) {
      if (reporters.get(at).sendOne()) {
        sent++;
      }
      at = (at + 1) % reporters.size();
    }
  }
}
