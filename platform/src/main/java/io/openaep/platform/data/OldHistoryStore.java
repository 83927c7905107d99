package io.openaep.platform.data;

import io.openaep.platform.data.HistoryStore.Part;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Slices;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SQL by which an old day leaves: the newest report of each device in it is copied, then its
/// tables get another name and nobody sees them any more, then their rows are deleted a slice at a
/// time. Dropping a table that is not empty would cost a tenth, but hold the file's only writer for
/// seconds, and with it commands (docs/adr/0008-history-by-day.md). Stateless; runs on the
/// retention's thread; {@link #takeOut} and {@link #keepAfter} while nobody folds or reads.
final class OldHistoryStore {
  private static final Logger LOG = LoggerFactory.getLogger(OldHistoryStore.class);

  private static final String KEEP =
      "insert into kept_report (device, at, position, channel, raw, problem, service, content)"
          + " select h.device, h.at, h.position, h.channel, h.raw, h.problem, h.service, h.content";

  private static final String OR_REPLACE =
      " on conflict (device) do update set at = excluded.at,"
          + " position = excluded.position, channel = excluded.channel, raw = excluded.raw,"
          + " problem = excluded.problem, service = excluded.service, content = excluded.content";

  private OldHistoryStore() {}

  /// Copies the newest reports that lie in this day, and forgets copies that are not the newest any
  /// more.
  ///
  /// @param goOn asked between two slices
  /// @return whether all of it was done
  static boolean keepNewest(Database database, Part part, BooleanSupplier goOn) {
    Optional<Long> after = Optional.of(-1L);
    while (after.isPresent()) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
      long device = after.get();
      after = database.write(handle -> keepSlice(handle, part, device));
    }
    return true;
  }

  /// @return the last device of the slice; empty if there was none
  private static Optional<Long> keepSlice(Handle handle, Part part, long after)
      throws SQLException {
    long last =
        handle.number(
            "select coalesce(max(device), -1) from"
                + " (select device from heard where device > ? order by device limit ?) as slice",
            after,
            Slices.ROWS);
    if (last < 0) {
      return Optional.empty();
    }
    handle.update(
        part.sql(
            KEEP
                + " from heard join %h h on h.position = heard.report_position"
                + " where heard.device > ? and heard.device <= ?"
                + " and heard.report_at >= ? and heard.report_at < ?"
                + OR_REPLACE),
        after,
        last,
        part.start(),
        part.end());
    handle.update(
        "delete from kept_report where device > ? and device <= ? and not exists"
            + " (select 1 from heard where heard.device = kept_report.device"
            + " and heard.report_position = kept_report.position)",
        after,
        last);
    return Optional.of(last);
  }

  /// Copies the newest reports that came into this day after a position of the journal.
  static void keepAfter(Handle handle, Part part, long position) throws SQLException {
    handle.update(
        part.sql(
            KEEP
                + " from %h h join heard on heard.device = h.device"
                + " and heard.report_position = h.position where h.position > ?"
                + OR_REPLACE),
        position);
  }

  /// Renames the tables, so that the day can be made again should a report of it come yet.
  static void takeOut(Handle handle, Part part) throws SQLException {
    handle.update(part.sql("alter table %h rename to gone_%h"));
    handle.update(part.sql("alter table %p rename to gone_%p"));
    handle.update(part.sql("alter table %q rename to gone_%q"));
    handle.update("delete from history_part where day = ?", part.day());
    handle.update("insert into history_gone (day) values (?)", part.day());
  }

  /// Deletes the rows of the days that were taken out, then their empty tables.
  ///
  /// @return whether all of it was done
  static boolean clear(Database database, BooleanSupplier goOn) {
    List<Long> days =
        database.read(handle ->
            handle.list("select day from history_gone order by day", row -> row.number("day")));
    for (long day : days) {
      Part part = Part.of(day);
      boolean cleared =
          Slices.delete(
                  database,
                  part.sql(
                      "delete from gone_%p where (device, at, position) in (select device, at,"
                          + " position from gone_%p order by device, at, position limit ?)"),
                  goOn)
              && Slices.delete(
                  database,
                  part.sql(
                      "delete from gone_%q where (product, second, first) in (select product,"
                          + " second, first from gone_%q order by product, second, first limit ?)"),
                  goOn)
              && Slices.delete(
                  database,
                  part.sql(
                      "delete from gone_%h where position in"
                          + " (select position from gone_%h order by position limit ?)"),
                  goOn);
      if (!cleared) {
        return false;
      }
      database.change(handle -> {
        handle.update(part.sql("drop table gone_%p"));
        handle.update(part.sql("drop table gone_%q"));
        handle.update(part.sql("drop table gone_%h"));
        handle.update("delete from history_gone where day = ?", day);
      });
      LOG.info("history dropped day={}", LocalDate.ofEpochDay(day));
    }
    return true;
  }
}
