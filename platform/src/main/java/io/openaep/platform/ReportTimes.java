package io.openaep.platform;

import io.openaep.platform.command.PastReports;
import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.Report;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The rhythm of devices, for commands, from the history that the data fold keeps: neither need
/// know of the other. Thread-safe; blocks for a read.
record ReportTimes(DeviceData data, InstantSource clock) implements PastReports {
  /// What a device did before says little of what it does now.
  private static final Duration LOOKED_AT = Duration.ofDays(32);

  @Override
  public List<Instant> newest(long device, int limit) {
    Instant now = clock.instant();
    return data.history(device, now.minus(LOOKED_AT), now, Optional.empty(), limit).stream()
        .map(Report::at)
        .toList();
  }
}
