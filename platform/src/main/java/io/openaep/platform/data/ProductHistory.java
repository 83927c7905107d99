package io.openaep.platform.data;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.data.HistoryStore.Part;
import io.openaep.platform.store.Handle;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the devices of a product reported, newest first over all of them: from the tables and from
/// what is still to be placed. For callers that hold the lock of reads.
record ProductHistory(HistoryStore history, Unplaced unplaced) {
  /// How much one round may do.
  ///
  /// @param places to look at, at most
  /// @param reports wanted, at most
  record Looks(int places, int reports) {}

  /// What one round found.
  ///
  /// @param next where to look on, if the reports are not enough; empty if there is nothing more
  record Round(List<DeviceReport> reports, Optional<Cursor> next) {}

  /// Reports not before `from` and strictly before `end`: fewer than wanted though there are more
  /// if some of the places looked at lead to nothing.
  Round round(Handle handle, long product, Instant from, Cursor end, Looks looks)
      throws SQLException {
    List<Cursor> places = places(handle, product, from, end, looks.places());
    List<DeviceReport> reports = new ArrayList<>();
    for (Cursor place : places) {
      if (reports.size() < looks.reports()) {
        history.brought(handle, place).ifPresent(reports::add);
      }
    }
    boolean more = places.size() == looks.places();
    return new Round(reports, more ? Optional.of(places.getLast()) : Optional.empty());
  }

  private List<Cursor> places(Handle handle, long product, Instant from, Cursor before, int limit)
      throws SQLException {
    List<Cursor> placed = new ArrayList<>();
    for (Part part : history.between(from, before.at()).descendingMap().values()) {
      if (placed.size() < limit) {
        placed.addAll(
            ProductPlaceStore.page(handle, part, product, from, before, limit - placed.size()));
      }
    }
    placed.addAll(unplaced.placesOf(product, from, before));
    return placed.stream().sorted(Place.NEWEST_PLACE_FIRST).limit(limit).toList();
  }
}
