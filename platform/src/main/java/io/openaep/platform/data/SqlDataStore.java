package io.openaep.platform.data;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Row;
import io.openaep.wire.Bytes;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fold `data`: reports by device and time, and each device's state, in tables of its own. The
/// position is stored in the transaction that folds, so a replay after a crash repeats nothing.
///
/// {@link #fold} runs on the tail's thread; everything else may be called from any.
public final class SqlDataStore implements DeviceData, Fold {
  private static final Migrations TABLES =
      new Migrations("data", SqlDataStore.class, List.of("data-1.sql"));
  private static final String INSERT =
      "insert into report (device, at, position, channel, raw, problem) values (?, ?, ?, ?, ?, ?)";
  private static final String REPORT = "select at, position, channel, raw, problem from report";
  private static final String NEWEST_FIRST = " order by at desc, position desc limit ?";

  private final Database database;
  private final DeviceStateStore states;
  private volatile long position;

  /// Makes or updates the tables.
  public SqlDataStore(Database database, InstantSource clock) {
    this.database = database;
    TABLES.apply(database, clock);
    this.position = database.read(handle -> handle.number("select position from data_fold"));
    this.states = new DeviceStateStore(database);
  }

  @Override
  public String name() {
    return "data";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void fold(List<Recorded> batch) {
    List<Recorded> fresh = batch.stream().filter(it -> it.position() > position).toList();
    if (fresh.isEmpty()) {
      return;
    }
    long reached = fresh.getLast().position();
    DeviceStateStore.Changes changes = states.begin();
    database.change(handle -> {
      PreparedStatement insert = handle.statement(INSERT);
      for (Recorded recorded : fresh) {
        keep(handle, insert, recorded);
        changes.apply(handle, recorded.event());
      }
      insert.executeBatch();
      changes.write(handle);
      handle.update("update data_fold set position = ?", reached);
    });
    states.adopt(changes);
    position = reached;
  }

  private static void keep(Handle handle, PreparedStatement insert, Recorded recorded)
      throws SQLException {
    switch (recorded.event()) {
      case Event.Reported it -> addReport(insert, recorded.position(), it);
      case Event.Observed it -> keepObserved(handle, recorded.position(), it);
      case Event.DeviceRemoved it -> {
        insert.executeBatch();
        handle.update("delete from report where device = ?", it.device());
        handle.update("delete from observed where device = ?", it.device());
      }
      case Event.PlatformStarted _,
          Event.Connected _,
          Event.Updated _,
          Event.Gone _,
          Event.CommandSaved _,
          Event.CommandSent _,
          Event.CommandDelivered _,
          Event.CommandFailed _,
          Event.CommandCancelled _ -> {}
    }
  }

  private static void addReport(PreparedStatement insert, long position, Event.Reported report)
      throws SQLException {
    insert.setLong(1, report.device());
    insert.setLong(2, report.at().toEpochMilli());
    insert.setLong(3, position);
    insert.setString(4, report.channel());
    insert.setBytes(5, report.raw().unsafeArray());
    insert.setString(6, Problems.of(report.content()));
    insert.addBatch();
  }

  private static void keepObserved(Handle handle, long position, Event.Observed observed)
      throws SQLException {
    handle.update(
        "insert into observed (device, at, position, channel, raw, problem)"
            + " values (?, ?, ?, ?, ?, '') on conflict (device) do update set at = excluded.at,"
            + " position = excluded.position, channel = excluded.channel, raw = excluded.raw",
        observed.device(),
        observed.at(),
        position,
        observed.channel(),
        observed.raw().unsafeArray());
  }

  @Override
  public DeviceState state(long device) {
    return database.read(handle -> DeviceStateStore.select(handle, device));
  }

  @Override
  public Map<Long, DeviceState> states(List<Long> devices) {
    return database.read(handle -> {
      Map<Long, DeviceState> found = new HashMap<>();
      for (long device : devices) {
        found.put(device, DeviceStateStore.select(handle, device));
      }
      return found;
    });
  }

  @Override
  public long online(List<Long> devices) {
    return devices.stream().filter(states::online).count();
  }

  @Override
  public Optional<Report> latest(long device) {
    return database.read(handle ->
        handle.first(REPORT + " where device = ?" + NEWEST_FIRST, this::report, device, 1));
  }

  @Override
  public Optional<Report> observed(long device) {
    return database.read(handle ->
        handle.first(
            "select at, position, channel, raw, problem from observed where device = ?",
            this::report,
            device));
  }

  @Override
  public long count(long device, Instant from, Instant to) {
    return database.search(handle ->
        handle.number(
            "select count(*) from report where device = ? and at >= ? and at <= ?",
            device,
            from,
            to));
  }

  @Override
  public List<Report> history(
      long device, Instant from, Instant to, Optional<Cursor> cursor, int limit) {
    Cursor before = cursor.orElse(new Cursor(to, Long.MAX_VALUE));
    return database.read(handle -> {
      List<Report> sameMoment = atCursor(handle, device, from, to, before, limit);
      if (sameMoment.size() == limit) {
        return sameMoment;
      }
      sameMoment.addAll(
          handle.list(
              REPORT + " where device = ? and at >= ? and at < ?" + NEWEST_FIRST,
              this::report,
              device,
              from,
              earlier(before.at(), to.plusMillis(1)),
              limit - sameMoment.size()));
      return sameMoment;
    });
  }

  /// What is left of the cursor's own millisecond.
  private List<Report> atCursor(
      Handle handle, long device, Instant from, Instant to, Cursor before, int limit)
      throws SQLException {
    boolean inside = !before.at().isBefore(from) && !before.at().isAfter(to);
    return handle.list(
        REPORT + " where device = ? and at = ? and position < ?" + NEWEST_FIRST,
        this::report,
        device,
        before.at(),
        before.position(),
        inside ? limit : 0);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Report report(Row row) throws SQLException {
    return new Report(
        row.instant("at"),
        row.number("position"),
        row.text("channel"),
        Bytes.wrap(row.bytes("raw")),
        row.text("problem"));
  }
}
