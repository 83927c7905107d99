package io.openaep.platform.data;

import java.time.Instant;
import java.util.Comparator;

/// Where a report lies: the key by which histories are asked for.
///
/// @param product of the device; {@link Products#NONE} if it is no more
record Place(long device, long product, long atMillis, long position) {
  /// As a history is read.
  static final Comparator<Report> NEWEST_FIRST =
      Comparator.comparing(Report::at).thenComparingLong(Report::position).reversed();

  /// As the history of a product is read: the same order.
  static final Comparator<DeviceData.Cursor> NEWEST_PLACE_FIRST =
      Comparator.comparing(DeviceData.Cursor::at)
          .thenComparingLong(DeviceData.Cursor::position)
          .reversed();

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

  DeviceData.Cursor cursor() {
    return new DeviceData.Cursor(at(), position);
  }

  /// Whether it lies not before `from` and strictly before `before`.
  boolean isWithin(Instant from, DeviceData.Cursor before) {
    return isWithin(atMillis, position, from, before);
  }

  static boolean isWithin(DeviceData.Cursor place, Instant from, DeviceData.Cursor before) {
    return isWithin(place.at().toEpochMilli(), place.position(), from, before);
  }

  private static boolean isWithin(
      long atMillis, long position, Instant from, DeviceData.Cursor before) {
    long to = before.at().toEpochMilli();
    return atMillis >= from.toEpochMilli()
        && (atMillis < to || (atMillis == to && position < before.position()));
  }
}
