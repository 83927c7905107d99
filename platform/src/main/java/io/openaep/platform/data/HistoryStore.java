package io.openaep.platform.data;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.store.BulkInsert;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.wire.Bytes;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BooleanSupplier;

/// The SQL of the reports: three tables a day, the reports and where they lie, by device and by
/// product ({@link ProductPlaceStore}). An old day is taken out as a whole ({@link
/// OldHistoryStore}), a removed device's reports bit by bit ({@link RemovedHistory}). The list of
/// days is also in memory; a day made in a transaction is entered there by {@link #made} when that
/// is committed. Writes come from the tail's thread and from the retention's, never both at once;
/// reads from any, but not while a day is being taken out.
final class HistoryStore {
  private static final String COLUMNS = "at, position, channel, raw, problem, service, content";

  private final ConcurrentSkipListMap<Long, Part> parts = new ConcurrentSkipListMap<>();
  private final RemovedHistory removed;

  /// One day's tables and the SQL for them.
  record Part(
      long day,
      String history,
      String places,
      String productPlaces,
      BulkInsert addReports,
      BulkInsert addPlaces,
      BulkInsert addProductPlaces) {
    static Part of(long day) {
      String history = "history_" + day;
      String places = "place_" + day;
      String productPlaces = "product_place_" + day;
      return new Part(
          day,
          history,
          places,
          productPlaces,
          new BulkInsert(history + " (device, " + COLUMNS + ")", 8, ""),
          new BulkInsert(places + " (device, at, position)", 3, ""),
          new BulkInsert(productPlaces + " (product, second, first, places)", 4, ""));
    }

    Instant start() {
      return Place.startOf(day);
    }

    /// Exclusive.
    Instant end() {
      return Place.startOf(day + 1);
    }

    /// SQL in which `%h`, `%p` and `%q` stand for this day's tables.
    String sql(String template) {
      return template.replace("%h", history).replace("%p", places).replace("%q", productPlaces);
    }
  }

  /// A report and whose it is.
  record Entry(Place place, Report report) {}

  HistoryStore(Database database) {
    database.change(HistoryStore::widen);
    List<Long> days =
        database.read(
            handle -> handle.list("select day from history_part", row -> row.number("day")));
    days.forEach(day -> parts.put(day, Part.of(day)));
    removed = new RemovedHistory(database);
  }

  /// Days that were made before there were thing models lack what those bring; those from before
  /// there was a product's history are not in it.
  private static void widen(Handle handle) throws SQLException {
    for (long day :
        handle.list("select day from history_part where form = 1", row -> row.number("day"))) {
      for (String column : List.of("service", "content")) {
        handle.update(
            "alter table history_%d add column %s text not null default ''".formatted(day, column));
      }
    }
    for (long day :
        handle.list("select day from history_part where form < 3", row -> row.number("day"))) {
      ProductPlaceStore.make(handle, Part.of(day).productPlaces());
    }
    handle.update("update history_part set form = 3 where form < 3");
    for (long day : handle.list("select day from history_gone", row -> row.number("day"))) {
      ProductPlaceStore.make(handle, "gone_" + Part.of(day).productPlaces());
    }
  }

  static Report report(Row row) throws SQLException {
    return new Report(
        row.instant("at"),
        row.number("position"),
        row.text("channel"),
        Bytes.wrap(row.bytes("raw")),
        row.text("problem"),
        row.text("service"),
        row.text("content"));
  }

  /// The report at a place, or the device's kept one.
  Optional<Report> at(Handle handle, long device, Cursor place) throws SQLException {
    Part part = parts.get(Place.dayOf(place.at()));
    if (part != null) {
      Optional<Report> found =
          handle.first(
              part.sql("select " + COLUMNS + " from %h where position = ?"),
              HistoryStore::report,
              place.position());
      if (found.isPresent()) {
        return found;
      }
    }
    return handle.first(
        "select " + COLUMNS + " from kept_report where device = ?", HistoryStore::report, device);
  }

  /// The report at a place, and whose it is; empty if its device was removed.
  Optional<DeviceReport> brought(Handle handle, Cursor place) throws SQLException {
    Part part = parts.get(Place.dayOf(place.at()));
    return part == null
        ? Optional.empty()
        : handle
            .first(
                part.sql("select device, " + COLUMNS + " from %h where position = ?"),
                row -> new DeviceReport(row.number("device"), report(row)),
                place.position())
            .filter(it -> !hides(it.device()));
  }

  long count(Handle handle, long device, Instant from, Instant to) throws SQLException {
    long count = 0;
    for (Part part : shown(device, from, to).values()) {
      count +=
          handle.number(
              part.sql("select count(*) from %p where device = ? and at >= ? and at <= ?"),
              device,
              from,
              to);
    }
    return count;
  }

  /// Placed reports not before `from` and strictly before `before`, newest first.
  List<Report> page(Handle handle, long device, Instant from, Cursor before, int limit)
      throws SQLException {
    List<Report> page = new ArrayList<>();
    for (Part part : shown(device, from, before.at()).descendingMap().values()) {
      if (page.size() < limit) {
        page.addAll(
            handle.list(
                part.sql(
                    "select p.at, p.position, channel, raw, problem, service, content"
                        + " from %p p join %h h on h.position = p.position"
                        + " where p.device = ? and p.at >= ? and (p.at, p.position) < (?, ?)"
                        + " order by p.at desc, p.position desc limit ?"),
                HistoryStore::report,
                device,
                from,
                before.at(),
                before.position(),
                limit - page.size()));
      }
    }
    return page;
  }

  private NavigableMap<Long, Part> shown(long device, Instant from, Instant to) {
    return hides(device) ? new TreeMap<>() : between(from, to);
  }

  /// The days that have a part of a stretch of time.
  NavigableMap<Long, Part> between(Instant from, Instant to) {
    return from.isAfter(to)
        ? new TreeMap<>()
        : parts.subMap(Place.dayOf(from), true, Place.dayOf(to), true);
  }

  /// The places of all reports after a position of the journal.
  List<Place> placesAfter(Handle handle, Products products, long position) throws SQLException {
    List<Place> places = new ArrayList<>();
    for (Part part : parts.values()) {
      places.addAll(
          handle.list(
              part.sql("select device, at, position from %h where position > ? order by position"),
              row -> {
                long device = row.number("device");
                return new Place(
                    device, products.of(device), row.number("at"), row.number("position"));
              },
              position));
    }
    return places;
  }

  /// Adds reports in the order of the journal.
  ///
  /// @return the days that had to be made, for {@link #made}
  List<Part> write(Handle handle, List<Entry> entries) throws SQLException {
    Map<Long, List<Entry>> days = new TreeMap<>();
    for (Entry entry : entries) {
      days.computeIfAbsent(entry.place().day(), _ -> new ArrayList<>()).add(entry);
    }
    List<Part> made = new ArrayList<>();
    for (Map.Entry<Long, List<Entry>> day : days.entrySet()) {
      Part part = parts.get(day.getKey());
      if (part == null) {
        part = make(handle, day.getKey());
        made.add(part);
      }
      part.addReports().run(handle, day.getValue(), HistoryStore::bind);
    }
    return made;
  }

  private static Part make(Handle handle, long day) throws SQLException {
    Part part = Part.of(day);
    handle.update(
        part.sql(
            "create table %h (position integer primary key, device bigint not null,"
                + " at bigint not null, channel text not null, raw bytea not null,"
                + " problem text not null, service text not null, content text not null)"));
    handle.update(
        part.sql(
            "create table %p (device bigint not null, at bigint not null,"
                + " position bigint not null, primary key (device, at, position)) without rowid"));
    ProductPlaceStore.make(handle, part.productPlaces());
    handle.update("insert into history_part (day, form) values (?, 3)", day);
    return part;
  }

  /// The transaction that made these days is committed.
  void made(Collection<Part> days) {
    days.forEach(part -> parts.put(part.day(), part));
  }

  /// Enters places, sorted as {@link Place#BY_DEVICE}, of reports that are there.
  ///
  /// @param made days made in this transaction
  void writePlaces(Handle handle, List<Place> places, List<Part> made) throws SQLException {
    Map<Long, List<Place>> days = new TreeMap<>();
    for (Place place : places) {
      days.computeIfAbsent(place.day(), _ -> new ArrayList<>()).add(place);
    }
    for (Map.Entry<Long, List<Place>> day : days.entrySet()) {
      Part part =
          made.stream()
              .filter(it -> it.day() == day.getKey())
              .findFirst()
              .orElseGet(() -> Objects.requireNonNull(parts.get(day.getKey())));
      part.addPlaces()
          .run(
              handle,
              day.getValue(),
              (statement, first, place) -> {
                statement.setLong(first, place.device());
                statement.setLong(first + 1, place.atMillis());
                statement.setLong(first + 2, place.position());
              });
      ProductPlaceStore.write(handle, part, day.getValue());
    }
  }

  private static void bind(PreparedStatement statement, int first, Entry entry)
      throws SQLException {
    statement.setLong(first, entry.place().device());
    statement.setLong(first + 1, entry.place().atMillis());
    statement.setLong(first + 2, entry.place().position());
    statement.setString(first + 3, entry.report().channel());
    statement.setBytes(first + 4, entry.report().raw().unsafeArray());
    statement.setString(first + 5, entry.report().problem());
    statement.setString(first + 6, entry.report().service());
    statement.setString(first + 7, entry.report().values());
  }

  /// Has all reports of a device, which are placed, out of sight; {@link #clearRemoved} deletes
  /// them.
  ///
  /// @param product the device's; if that is not known, places without a report are left
  void remove(Handle handle, long device, long product) throws SQLException {
    handle.update("delete from kept_report where device = ?", device);
    removed.add(handle, device, product);
  }

  /// Whether a device was removed whose reports may still be there.
  boolean hides(long device) {
    return removed.contains(device);
  }

  /// @param goOn asked before each slice
  void clearRemoved(BooleanSupplier goOn) {
    removed.clear(parts.descendingMap().values(), goOn);
  }

  /// The days that ended before `cutoff`.
  List<Part> endedBefore(Instant cutoff) {
    return List.copyOf(parts.headMap(Place.dayOf(cutoff)).values());
  }

  /// The transaction that took it out is committed.
  void takenOut(Part part) {
    parts.remove(part.day());
  }
}
