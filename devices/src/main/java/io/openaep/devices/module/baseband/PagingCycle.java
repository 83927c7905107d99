package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How often a module with eDRX listens for the network (3GPP TS 24.008, 10.5.5.32, E-UTRAN).
/// Immutable.
///
/// @param value four binary digits, as a host writes them
public record PagingCycle(String value) {
  private static final List<Integer> CYCLES_MS =
      List.of(
          5120, 10240, 20480, 40960, 61440, 81920, 102400, 122880, 143360, 163840, 327680, 655360,
          1310720, 2621440);

  /// The shortest paging time window, which the virtual network grants.
  private static final Duration WINDOW = Duration.ofMillis(1280);

  public PagingCycle {
    if (!valid(value)) {
      throw new IllegalArgumentException("no eDRX cycle of LTE: " + value);
    }
  }

  public static boolean valid(String value) {
    return value.matches("[01]{4}") && Integer.parseInt(value, 2) < CYCLES_MS.size();
  }

  public Duration length() {
    return Duration.ofMillis(CYCLES_MS.get(Integer.parseInt(value, 2)));
  }

  /// How long the network keeps a packet that comes now: until the next window opens.
  public Duration untilHeard(Instant now) {
    Duration intoCycle = Duration.ofMillis(Math.floorMod(now.toEpochMilli(), length().toMillis()));
    return intoCycle.compareTo(WINDOW) < 0 ? Duration.ZERO : length().minus(intoCycle);
  }
}
