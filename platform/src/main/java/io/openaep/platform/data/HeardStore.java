package io.openaep.platform.data;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.journal.Event;
import io.openaep.platform.store.BulkInsert;
import io.openaep.platform.store.Handle;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The SQL of when each device was heard last, where its newest report lies, and its newest answer
/// to the platform's own observe request. Rows only move forward: after a crash the older of two
/// may be written last. Stateless.
final class HeardStore {
  private static final BulkInsert UPSERT =
      new BulkInsert(
          "heard (device, at, report_at, report_position)",
          4,
          "on conflict (device) do update set"
              + " at = case when excluded.at > heard.at then excluded.at else heard.at end,"
              + " report_at = case"
              + " when excluded.report_position > coalesce(heard.report_position, 0)"
              + " then excluded.report_at else heard.report_at end,"
              + " report_position = case"
              + " when excluded.report_position > coalesce(heard.report_position, 0)"
              + " then excluded.report_position else heard.report_position end");

  private static final BulkInsert OBSERVED =
      new BulkInsert(
          "observed (device, at, position, channel, raw, problem)",
          6,
          "on conflict (device) do update set at = excluded.at,"
              + " position = excluded.position, channel = excluded.channel, raw = excluded.raw");

  private HeardStore() {}

  static void write(Handle handle, Collection<Heard> rows) throws SQLException {
    var byDevice = rows.stream().sorted(Comparator.comparingLong(Heard::device)).toList();
    UPSERT.run(handle, byDevice, HeardStore::bind);
  }

  private static void bind(PreparedStatement statement, int first, Heard row) throws SQLException {
    statement.setLong(first, row.device());
    statement.setLong(first + 1, row.at().toEpochMilli());
    if (row.report().isPresent()) {
      statement.setLong(first + 2, row.report().get().atMillis());
      statement.setLong(first + 3, row.report().get().position());
    } else {
      statement.setNull(first + 2, Types.BIGINT);
      statement.setNull(first + 3, Types.BIGINT);
    }
  }

  /// Where the device's newest report lies.
  static Optional<Cursor> newest(Handle handle, long device) throws SQLException {
    return handle.first(
        "select report_at, report_position from heard"
            + " where device = ? and report_position is not null",
        row -> new Cursor(row.instant("report_at"), row.number("report_position")),
        device);
  }

  /// A device's answer to the platform's own observe request.
  record Observed(long position, Event.Observed event) {}

  /// @param newest one a device
  static void writeObserved(Handle handle, Collection<Observed> newest) throws SQLException {
    OBSERVED.run(handle, List.copyOf(newest), HeardStore::bindObserved);
  }

  private static void bindObserved(PreparedStatement statement, int first, Observed row)
      throws SQLException {
    Event.Observed event = row.event();
    statement.setLong(first, event.device());
    statement.setLong(first + 1, event.at().toEpochMilli());
    statement.setLong(first + 2, row.position());
    statement.setString(first + 3, event.channel());
    statement.setBytes(first + 4, event.raw().unsafeArray());
    statement.setString(first + 5, "");
  }

  static Optional<Report> observed(Handle handle, long device) throws SQLException {
    return handle.first(
        "select at, position, channel, raw, problem, '' as service, '' as content from observed"
            + " where device = ?",
        HistoryStore::report,
        device);
  }

  static void remove(Handle handle, long device) throws SQLException {
    handle.update("delete from heard where device = ?", device);
    handle.update("delete from observed where device = ?", device);
  }
}
