package io.openaep.platform.command;

import java.time.Instant;
import java.util.List;

/// When a device reported, as its history has it: what its rhythm is learned from where the memory
/// of this run is too short. A port, filled from the data fold. May block for an indexed read;
/// thread-safe.
@FunctionalInterface
public interface PastReports {
  /// Where there is no history.
  PastReports NONE = (_, _) -> List.of();

  /// The times of the newest reports, newest first, at most `limit`.
  List<Instant> newest(long device, int limit);
}
