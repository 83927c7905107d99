package io.openaep.platform.journal;

import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The devices that a fold has forgotten lately. A report may be on its way while its device is
/// deleted and so come after the removal in the journal; without this it would leave rows of a
/// device that nobody can ask for. Numbers of devices are never given out twice. Written on the
/// tail's thread, within the fold's transaction.
public final class RemovedStore {
  /// Connections of a deleted device are closed at once; nothing comes a day later.
  private static final Duration KEPT = Duration.ofDays(1);

  private final String table;
  private final Set<Long> removed = ConcurrentHashMap.newKeySet();

  /// Makes the table of a fold in its database.
  ///
  /// @param fold `data` or `command`
  public RemovedStore(String fold, Database database, InstantSource clock) {
    this.table = fold + "_removed";
    new Migrations(table, RemovedStore.class, List.of(table + "-1.sql")).apply(database, clock);
    removed.addAll(
        database.read(
            handle -> handle.list("select device from " + table, row -> row.number("device"))));
  }

  /// Whether an event is of a device that was removed before. Not the removal itself: if the fold
  /// that stored it failed, it comes again.
  public boolean isPast(Event event) {
    return removed.contains(event.device()) && !(event instanceof Event.DeviceRemoved);
  }

  public void add(Handle handle, long device, Instant at) throws SQLException {
    Instant old = at.minus(KEPT);
    for (long stale :
        handle.list(
            "select device from " + table + " where at < ?", row -> row.number("device"), old)) {
      removed.remove(stale);
    }
    handle.update("delete from " + table + " where at < ?", old);
    handle.update(
        "insert into " + table + " (device, at) values (?, ?) on conflict (device) do nothing",
        device,
        at);
    removed.add(device);
  }
}
