package io.openaep.platform.data;

import io.openaep.platform.data.HistoryStore.Part;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Slices;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// The reports, of data and of events, of devices that were removed: out of sight with the event
/// that removes the device, then deleted a slice at a time. A year of reports at once would hold
/// the file's only writer for a second, and many devices may be removed in one call. Looked into by
/// reads from any thread.
final class RemovedHistory {
  /// Deleting these takes some ten milliseconds: each has a row in two tables and a place in a
  /// third.
  private static final int SLICE_REPORTS = 500;

  /// Of one look at what is to be deleted; the rest comes with the next.
  private static final int DEVICES = 1_000;

  private final Database database;
  private final Set<Long> devices = ConcurrentHashMap.newKeySet();

  private record Removed(long device, long product) {}

  RemovedHistory(Database database) {
    this.database = database;
    devices.addAll(
        database.read(handle ->
            handle.list("select device from history_removed", row -> row.number("device"))));
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

  /// Deletes the reports of removed devices, the newest first, which pages of products would have
  /// to pass over; on the retention's thread.
  ///
  /// @param parts of all days, the newest first
  /// @param goOn asked before each slice; it may take its time
  void clear(Collection<Part> parts, BooleanSupplier goOn) {
    for (Removed each : some()) {
      boolean all =
          parts.stream().allMatch(part -> clear(part, each, goOn))
              && Slices.delete(database, UserPropertyStore.REMOVE_SLICE, goOn, each.device())
              && Slices.delete(database, EventStore.REMOVE_SLICE, goOn, each.device());
      if (!all) {
        return;
      }
      database.change(
          handle -> handle.update("delete from history_removed where device = ?", each.device()));
      devices.remove(each.device());
    }
  }

  private List<Removed> some() {
    return database.search(handle ->
        handle.list(
            "select device, product from history_removed order by device limit ?",
            row -> new Removed(row.number("device"), row.number("product")),
            DEVICES));
  }

  private boolean clear(Part part, Removed of, BooleanSupplier goOn) {
    List<Place> slice = slice(part, of);
    while (!slice.isEmpty()) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
      List<Place> goes = slice;
      database.change(handle -> delete(handle, part, goes));
      slice = slice(part, of);
    }
    return true;
  }

  /// Nothing more is placed of the device, so what is read here is still there when it is deleted.
  private List<Place> slice(Part part, Removed of) {
    return database.search(handle ->
        handle.list(
            part.sql(
                "select at, position from %p where device = ? order by at desc, position desc limit ?"),
            row -> new Place(of.device(), of.product(), row.number("at"), row.number("position")),
            of.device(),
            SLICE_REPORTS));
  }

  private static void delete(Handle handle, Part part, List<Place> slice) throws SQLException {
    String these = " from %p where device = ? and (at, position) >= (?, ?)";
    Place last = slice.getLast();
    if (last.product() != Products.NONE) {
      ProductPlaceStore.remove(handle, part, slice);
    }
    handle.update(
        part.sql("delete from %h where position in (select position" + these + ")"),
        last.device(),
        last.atMillis(),
        last.position());
    handle.update(part.sql("delete" + these), last.device(), last.atMillis(), last.position());
  }
}
