package io.openaep.devices.module.port;

/// A module from outside, at one moment.
///
/// @param refused how many commands this run answered with an error because the host sent something
///   wrong
public record ModuleStatus(
    Power power,
    boolean dtrHigh,
    boolean simInserted,
    boolean coverage,
    boolean registered,
    boolean connected,
    boolean psm,
    long refused) {

  /// Whether and how the module is on.
  public enum Power {
    OFF,
    ON,
    DEEP_SLEEP
  }

  /// One line of `key=value`.
  public String line() {
    return "power=%s dtr=%s sim=%s radio=%s registered=%s rrc=%s psm=%s refused=%d"
        .formatted(
            switch (power) {
              case OFF -> "off";
              case ON -> "on";
              case DEEP_SLEEP -> "deep-sleep";
            },
            dtrHigh ? "high" : "low",
            simInserted ? "inserted" : "removed",
            coverage ? "found" : "lost",
            registered ? "yes" : "no",
            connected ? "connected" : "idle",
            psm ? "yes" : "no",
            refused);
  }
}
