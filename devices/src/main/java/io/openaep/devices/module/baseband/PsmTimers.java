package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.util.Optional;

/// The two timers of PSM as a host writes them (3GPP TS 24.008, 10.5.7.3 and 10.5.7.4a): eight
/// binary digits, three for the unit and five for the number. Immutable.
///
/// @param trackingArea T3412 extended, as sent
/// @param active T3324, as sent
public record PsmTimers(String trackingArea, String active) {
  public PsmTimers {
    if (!valid(trackingArea) || !valid(active)) {
      throw new IllegalArgumentException("a PSM timer has eight binary digits");
    }
  }

  /// What `AT+CPSMS=2` goes back to: T3412 70 h, T3324 1 min (the project's choice).
  public static final PsmTimers FACTORY = new PsmTimers("01000111", "00100001");

  public static boolean valid(String digits) {
    return digits.matches("[01]{8}");
  }

  /// The period of tracking area updates; empty if they are off.
  public Optional<Duration> trackingAreaPeriod() {
    long count = count(trackingArea);
    return switch (unit(trackingArea)) {
      case 0 -> Optional.of(Duration.ofMinutes(10 * count));
      case 1 -> Optional.of(Duration.ofHours(count));
      case 2 -> Optional.of(Duration.ofHours(10 * count));
      case 3 -> Optional.of(Duration.ofSeconds(2 * count));
      case 4 -> Optional.of(Duration.ofSeconds(30 * count));
      case 5 -> Optional.of(Duration.ofMinutes(count));
      case 6 -> Optional.of(Duration.ofHours(320 * count));
      default -> Optional.empty();
    };
  }

  /// How long the module still listens after a connection; empty if PSM is not to be used.
  public Optional<Duration> activeTime() {
    long count = count(active);
    return switch (unit(active)) {
      case 0 -> Optional.of(Duration.ofSeconds(2 * count));
      case 2 -> Optional.of(Duration.ofMinutes(6 * count));
      case 7 -> Optional.empty();
      default -> Optional.of(Duration.ofMinutes(count));
    };
  }

  private static int unit(String digits) {
    return Integer.parseInt(digits.substring(0, 3), 2);
  }

  private static int count(String digits) {
    return Integer.parseInt(digits.substring(3), 2);
  }
}
