package io.openaep.conformance.soak;

import java.time.Duration;
import java.util.Optional;

/// How long everything takes, from the environment.
///
/// @param each of each part
/// @param kills rounds of SIGKILL
record SoakLengths(Duration each, int kills) {
  private static final int STANDARD_SECONDS = 300;
  private static final int STANDARD_KILLS = 100;
  private static final Duration LONGEST_PROBE = Duration.ofSeconds(15);

  static SoakLengths ofEnvironment() {
    return new SoakLengths(
        Duration.ofSeconds(number("SOAK_SECONDS", STANDARD_SECONDS)),
        number("SOAK_KILLS", STANDARD_KILLS));
  }

  /// To find the rate that can be sustained.
  Duration probe() {
    return each.compareTo(LONGEST_PROBE) < 0 ? each : LONGEST_PROBE;
  }

  private static int number(String name, int standard) {
    return Optional.ofNullable(System.getenv(name))
        .filter(text -> !text.isBlank())
        .map(Integer::valueOf)
        .orElse(standard);
  }
}
