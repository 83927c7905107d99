package io.openaep.platform.data;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads of the data fold. Blocking; thread-safe. A report is visible once the tail has folded it,
/// within milliseconds of its acknowledgement.
public interface DeviceData {
  /// Never absent: a device that has not been heard has {@link DeviceState#NEVER_HEARD}.
  DeviceState state(long device);

  /// States of many devices, one read; missing ones have never been heard.
  Map<Long, DeviceState> states(List<Long> devices);

  /// How many devices of these are online.
  long online(List<Long> devices);

  /// The newest report.
  Optional<Report> latest(long device);

  /// The device's newest answer to the platform's own observe request: shown as such, but no
  /// report.
  Optional<Report> observed(long device);

  /// Reports received in [from, to].
  long count(long device, Instant from, Instant to);

  /// Reports received in [from, to], newest first, at most `limit`, strictly before `cursor` where
  /// one is given.
  List<Report> history(long device, Instant from, Instant to, Optional<Cursor> cursor, int limit);

  /// A place in a history: a report's time and journal position.
  record Cursor(Instant at, long position) {}
}
