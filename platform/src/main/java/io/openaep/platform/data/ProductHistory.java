package io.openaep.platform.data;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.data.HistoryStore.Part;
import io.openaep.platform.store.Handle;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the devices of a product reported, newest first over all of them: from the tables and from
/// what is still to be placed. For callers that hold the lock of reads.
record ProductHistory(HistoryStore history, Unplaced unplaced) {
  /// Reports not before `from` and strictly before `end`.
  List<DeviceReport> page(Handle handle, long product, Instant from, Cursor end, int limit)
      throws SQLException {
    List<DeviceReport> page = new ArrayList<>();
    Cursor before = end;
    boolean more = true;
    // Once, but where reports are gone of which the places are not.
    while (more && page.size() < limit) {
      List<Cursor> places = places(handle, product, from, before, limit);
      for (Cursor place : places) {
        before = place;
        if (page.size() < limit) {
          history.brought(handle, place).ifPresent(page::add);
        }
      }
      more = places.size() == limit;
    }
    return List.copyOf(page);
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
