package io.openaep.platform.data;

import io.openaep.platform.data.HistoryStore.Part;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Slices;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// The reports of devices that were removed: out of sight with the event that removes the device,
/// then deleted a slice at a time. A year of reports at once would hold the file's only writer for
/// a second, and many devices may be removed in one call. Looked into by reads from any thread.
final class RemovedHistory {
  /// Deleting these takes some ten milliseconds: each has a row in two tables and a place in a
  /// third.
  private static final int SLICE_REPORTS = 500;

  private final Database database;
  private final Set<Long> devices = ConcurrentHashMap.newKeySet();

  private record Removed(long device, long product) {}

  RemovedHistory(Database database) {
    this.database = database;
    removed().forEach(it -> devices.add(it.device()));
  }

  private List<Removed> removed() {
    return database.read(handle ->
        handle.list(
            "select device, product from history_removed",
            row -> new Removed(row.number("device"), row.number("product"))));
  }

  /// Whether nothing of a device may be shown, though it may be there.
  boolean contains(long device) {
    return devices.contains(device);
  }

  /// Within the fold's transaction; all reports of the device are placed.
  ///
  /// @param product the device's; if that is not known, places of its reports are left
  void add(Handle handle, long device, long product) throws SQLException {
    handle.update(
        "insert into history_removed (device, product) values (?, ?) on conflict (device) do nothing",
        device,
        product);
    devices.add(device);
  }

  /// Deletes the reports of all removed devices; on the retention's thread.
  ///
  /// @param parts of all days
  /// @param goOn asked before each slice; it may take its time
  /// @return whether all of it was done
  boolean clear(Iterable<Part> parts, BooleanSupplier goOn) {
    for (Removed each : removed()) {
      for (Part part : parts) {
        if (!clear(part, each, goOn)) {
          return false;
        }
      }
      if (!Slices.delete(database, UserPropertyStore.REMOVE_SLICE, goOn, each.device())) {
        return false;
      }
      database.change(
          handle -> handle.update("delete from history_removed where device = ?", each.device()));
      devices.remove(each.device());
    }
    return true;
  }

  private boolean clear(Part part, Removed of, BooleanSupplier goOn) {
    int deleted = SLICE_REPORTS;
    while (deleted == SLICE_REPORTS) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
      deleted = database.write(handle -> clearSlice(handle, part, of));
    }
    return true;
  }

  private static int clearSlice(Handle handle, Part part, Removed of) throws SQLException {
    List<Place> slice =
        handle.list(
            part.sql("select at, position from %p where device = ? order by at, position limit ?"),
            row -> new Place(of.device(), of.product(), row.number("at"), row.number("position")),
            of.device(),
            SLICE_REPORTS);
    if (slice.isEmpty()) {
      return 0;
    }
    String these = " from %p where device = ? and (at, position) <= (?, ?)";
    long at = slice.getLast().atMillis();
    long position = slice.getLast().position();
    ProductPlaceStore.remove(handle, part, slice);
    handle.update(
        part.sql("delete from %h where position in (select position" + these + ")"),
        of.device(),
        at,
        position);
    handle.update(part.sql("delete" + these), of.device(), at, position);
    return slice.size();
  }
}
