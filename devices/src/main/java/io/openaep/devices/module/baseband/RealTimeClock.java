package io.openaep.devices.module.baseband;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// The module's time of day, which is not the computer's: it starts in 1980, the network or the
/// host sets it. On the loop.
public final class RealTimeClock {
  /// What the clock shows when nobody has set it.
  private static final LocalDateTime START = LocalDateTime.of(1980, 1, 6, 0, 0);

  /// The virtual network is in China.
  public static final int NETWORK_ZONE_QUARTERS = 32;

  private final ModuleLoop loop;
  private Duration ahead;
  private int zoneQuarters;
  private Optional<Instant> synced = Optional.empty();

  public RealTimeClock(ModuleLoop loop) {
    this.loop = loop;
    this.ahead = Duration.between(loop.now(), START.toInstant(ZoneOffset.UTC));
  }

  /// What the clock shows.
  public LocalDateTime shown() {
    return LocalDateTime.ofInstant(loop.now().plus(ahead), ZoneOffset.UTC);
  }

  /// The zone beside it, in quarters of an hour east of Greenwich.
  public int zoneQuarters() {
    return zoneQuarters;
  }

  public void set(LocalDateTime shown, int zoneQuarters) {
    this.ahead = Duration.between(loop.now(), shown.toInstant(ZoneOffset.UTC));
    this.zoneQuarters = zoneQuarters;
  }

  /// The network told the time (NITZ).
  ///
  /// @param local whether the clock shows local time; else it shows Greenwich time
  public void network(boolean local) {
    networkTime();
    LocalDateTime utc = LocalDateTime.ofInstant(loop.now(), ZoneOffset.UTC);
    set(local ? utc.plus(zone()) : utc, NETWORK_ZONE_QUARTERS);
  }

  /// The network told the time and the clock is not to follow it.
  public void networkTime() {
    synced = Optional.of(loop.now());
  }

  /// When the network told the time last.
  public Optional<Instant> synced() {
    return synced;
  }

  /// The network's zone.
  public static Duration zone() {
    return Duration.ofMinutes(15L * NETWORK_ZONE_QUARTERS);
  }
}
