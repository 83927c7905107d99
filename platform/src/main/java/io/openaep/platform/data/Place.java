package io.openaep.platform.data;

import java.time.Instant;
import java.util.Comparator;

/// Where a report lies: the key by which histories are asked for.
record Place(long device, long atMillis, long position) {
  /// As a history is read.
  static final Comparator<Report> NEWEST_FIRST =
      Comparator.comparing(Report::at).thenComparingLong(Report::position).reversed();

  /// As the tables of places are laid out.
  static final Comparator<Place> BY_DEVICE =
      Comparator.comparingLong(Place::device)
          .thenComparingLong(Place::atMillis)
          .thenComparingLong(Place::position);

  Instant at() {
    return Instant.ofEpochMilli(atMillis);
  }

  long day() {
    return dayOf(at());
  }

  static long dayOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), 86_400L);
  }

  static Instant startOf(long day) {
    return Instant.ofEpochSecond(day * 86_400L);
  }

  /// Whether it lies not before `from` and strictly before (`to`, `position`).
  boolean isWithin(Instant from, DeviceData.Cursor before) {
    long to = before.at().toEpochMilli();
    return atMillis >= from.toEpochMilli()
        && (atMillis < to || (atMillis == to && position < before.position()));
  }
}
