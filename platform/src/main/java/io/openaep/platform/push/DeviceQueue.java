package io.openaep.platform.push;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;

/// The messages of one device to one receiver, in order: only the oldest is ever under way. Guarded
/// by its lane.
final class DeviceQueue {
  final ArrayDeque<Pending> entries = new ArrayDeque<>();
  boolean inFlight;

  /// Failures of the oldest message in a row.
  int attempts;

  Instant retryAt = Instant.MIN;

  /// The first message of this device that is left on disk while the oldest one fails.
  Optional<Pending> parked = Optional.empty();

  boolean blocked() {
    return attempts > 0;
  }

  void park(Pending entry) {
    if (parked.isEmpty() || Pending.ORDER.compare(entry, parked.get()) < 0) {
      parked = Optional.of(entry);
    }
  }
}
