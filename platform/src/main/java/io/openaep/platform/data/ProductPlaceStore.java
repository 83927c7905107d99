package io.openaep.platform.data;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.data.HistoryStore.Part;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.wire.Bytes;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The SQL of where the reports of a product's devices lie: a day's third table, with a row for
/// each second in which there are any. A row a report would cost as much as its place by device;
/// this costs next to nothing under load (docs/adr/0015-newest-of-a-product.md). Stateless.
final class ProductPlaceStore {
  /// More would not fit a page of the file beside others.
  private static final int PLACES_OF_A_ROW = 256;

  private static final String TABLE =
      " (product bigint not null, second bigint not null, first bigint not null,"
          + " places bytea not null, primary key (product, second, first)) without rowid";

  /// Of all rows of a second, as they overlap in their milliseconds.
  private static final String NEWEST_SECOND =
      "select second, first, places from %q where product = ? and second = (select max(second)"
          + " from %q where product = ? and second >= ? and second <= ?)";

  /// Rows are written one after the other with ever later positions.
  private static final String ROW_WITH =
      "select second, first, places from %q where product = ? and second = ? and first <= ?"
          + " order by first desc limit 1";

  private static final Comparator<Packed> ORDER =
      Comparator.comparingLong(Packed::product)
          .thenComparingLong(Packed::second)
          .thenComparingLong(Packed::first);

  private ProductPlaceStore() {}

  private record Second(long product, long second) {}

  /// A row of the table.
  ///
  /// @param first position of the first place when it was written; that may be taken out since
  private record Packed(long product, long second, long first, Bytes places) {}

  static void make(Handle handle, String table) throws SQLException {
    handle.update("create table if not exists " + table + TABLE);
  }

  /// Enters places that are later in the journal than all that are there.
  static void write(Handle handle, Part part, List<Place> places) throws SQLException {
    Map<Second, List<Long>> seconds = new HashMap<>();
    for (Place place : places) {
      if (place.product() != Products.NONE) {
        seconds
            .computeIfAbsent(
                new Second(place.product(), Math.floorDiv(place.atMillis(), 1_000L)),
                _ -> new ArrayList<>())
            .add(PackedPlaces.number(place.atMillis(), place.position()));
      }
    }
    List<Packed> rows = new ArrayList<>();
    seconds.forEach((second, numbers) -> pack(second, numbers, rows));
    rows.sort(ORDER);
    part.addProductPlaces().run(handle, rows, ProductPlaceStore::bind);
  }

  private static void pack(Second second, List<Long> numbers, List<Packed> rows) {
    numbers.sort(Comparator.naturalOrder());
    for (int from = 0; from < numbers.size(); from += PLACES_OF_A_ROW) {
      List<Long> of = numbers.subList(from, Math.min(numbers.size(), from + PLACES_OF_A_ROW));
      rows.add(
          new Packed(
              second.product(),
              second.second(),
              PackedPlaces.position(of.getFirst()),
              Bytes.wrap(PackedPlaces.pack(of))));
    }
  }

  private static void bind(PreparedStatement statement, int first, Packed row) throws SQLException {
    statement.setLong(first, row.product());
    statement.setLong(first + 1, row.second());
    statement.setLong(first + 2, row.first());
    statement.setBytes(first + 3, row.places().unsafeArray());
  }

  /// Places not before `from` and strictly before `before`, newest first.
  static List<Cursor> page(
      Handle handle, Part part, long product, Instant from, Cursor before, int limit)
      throws SQLException {
    List<Cursor> page = new ArrayList<>();
    long oldest = Math.floorDiv(from.toEpochMilli(), 1_000L);
    long newest = Math.floorDiv(before.at().toEpochMilli(), 1_000L);
    while (page.size() < limit) {
      List<Packed> rows =
          handle.list(
              part.sql(NEWEST_SECOND),
              row -> packed(product, row),
              product,
              product,
              oldest,
              newest);
      if (rows.isEmpty()) {
        break;
      }
      long second = rows.getFirst().second();
      rows.stream()
          .flatMapToLong(row -> Arrays.stream(PackedPlaces.unpack(row.places().unsafeArray())))
          .mapToObj(number -> PackedPlaces.place(second, number))
          .filter(place -> Place.isWithin(place, from, before))
          .sorted(Place.NEWEST_PLACE_FIRST)
          .limit(limit - page.size())
          .forEach(page::add);
      newest = second - 1;
    }
    return page;
  }

  private static Packed packed(long product, Row row) throws SQLException {
    return new Packed(
        product, row.number("second"), row.number("first"), Bytes.wrap(row.bytes("places")));
  }

  /// Takes places out.
  ///
  /// @param places of one known product; those of a row that follow each other cost one write
  static void remove(Handle handle, Part part, List<Place> places) throws SQLException {
    Optional<Thinned> row = Optional.empty();
    for (Place place : places) {
      boolean sameRow = row.isPresent() && row.get().takeOut(place);
      if (!sameRow) {
        if (row.isPresent()) {
          row.get().write(handle, part);
        }
        row = thinned(handle, part, place);
        if (row.isPresent()) {
          boolean _ = row.get().takeOut(place);
        }
      }
    }
    if (row.isPresent()) {
      row.get().write(handle, part);
    }
  }

  private static Optional<Thinned> thinned(Handle handle, Part part, Place place)
      throws SQLException {
    return handle
        .first(
            part.sql(ROW_WITH),
            row -> packed(place.product(), row),
            place.product(),
            Math.floorDiv(place.atMillis(), 1_000L),
            place.position())
        .map(Thinned::new);
  }

  /// A row from which places are taken out.
  private static final class Thinned {
    private final Packed row;
    private final List<Long> left = new ArrayList<>();

    Thinned(Packed row) {
      this.row = row;
      Arrays.stream(PackedPlaces.unpack(row.places().unsafeArray())).forEach(left::add);
    }

    /// @return whether it was there
    boolean takeOut(Place place) {
      return row.second() == Math.floorDiv(place.atMillis(), 1_000L)
          && left.removeIf(number -> PackedPlaces.position(number) == place.position());
    }

    void write(Handle handle, Part part) throws SQLException {
      String key = " where product = ? and second = ? and first = ?";
      if (left.isEmpty()) {
        handle.update(part.sql("delete from %q" + key), row.product(), row.second(), row.first());
      } else {
        handle.update(
            part.sql("update %q set places = ?" + key),
            PackedPlaces.pack(left),
            row.product(),
            row.second(),
            row.first());
      }
    }
  }
}
