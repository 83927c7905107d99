package io.openaep.platform.data;

import java.time.Instant;
import java.util.Optional;

/// When a device was heard last, and its newest report.
record Heard(long device, Instant at, Optional<Place> report) {
  static Heard reporting(Place place) {
    return new Heard(place.device(), place.at(), Optional.of(place));
  }

  static Heard otherwise(long device, Instant at) {
    return new Heard(device, at, Optional.empty());
  }

  /// The newer of both: the later time (clocks jitter), and the report further on in the journal.
  Heard and(Heard other) {
    Instant newest = other.at.isAfter(at) ? other.at : at;
    boolean otherReport =
        other.report.isPresent()
            && report.map(mine -> mine.position() < other.report.get().position()).orElse(true);
    return new Heard(device, newest, otherReport ? other.report : report);
  }
}
