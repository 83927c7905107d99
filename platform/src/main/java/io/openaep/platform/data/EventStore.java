package io.openaep.platform.data;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.platform.store.Slices;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;

/// The SQL of event reports: few beside the data reports, so one table, from which what is too old
/// is deleted by an index of times. Stateless.
final class EventStore {
  /// For {@link Slices}; the first parameter is the time from which they are kept.
  static final String DROP_SLICE =
      "delete from device_event where (device, at, position) in (select device, at, position"
          + " from device_event where at < ? order by at limit ?)";

  /// For {@link Slices}; the first parameter is the device, which is removed.
  static final String REMOVE_SLICE =
      "delete from device_event where (device, at, position) in (select device, at, position"
          + " from device_event where device = ? order by at, position limit ?)";

  private static final String COLUMNS =
      "at, position, service_id, service, level, content, problem";

  /// `? = 0` stands for every level.
  private static final String WHERE =
      " from device_event where device = ? and at >= ? and (at, position) < (?, ?)"
          + " and (? = 0 or level = ?)";

  private EventStore() {}

  static void write(Handle handle, long device, DeviceEvent event) throws SQLException {
    handle.update(
        "insert into device_event (device, " + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?)",
        device,
        event.at(),
        event.position(),
        (long) event.serviceId(),
        event.service(),
        (long) event.level(),
        event.values(),
        event.problem());
  }

  /// Newest first.
  static List<DeviceEvent> page(
      Handle handle, long device, OptionalInt level, Instant from, Cursor before, int limit)
      throws SQLException {
    return handle.list(
        "select " + COLUMNS + WHERE + " order by at desc, position desc limit ?",
        EventStore::event,
        device,
        from,
        before.at(),
        before.position(),
        level.orElse(0),
        level.orElse(0),
        limit);
  }

  static long count(Handle handle, long device, OptionalInt level, Instant from, Cursor before)
      throws SQLException {
    return handle.number(
        "select count(*)" + WHERE,
        device,
        from,
        before.at(),
        before.position(),
        level.orElse(0),
        level.orElse(0));
  }

  private static DeviceEvent event(Row row) throws SQLException {
    return new DeviceEvent(
        row.instant("at"),
        row.number("position"),
        row.integer("service_id"),
        row.text("service"),
        row.integer("level"),
        row.text("content"),
        row.text("problem"));
  }
}
