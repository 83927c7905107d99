package io.openaep.platform.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The row that a query stands on, by column name. Valid only inside the mapper that gets it.
///
/// The column types that both databases share: `text`, `bigint`, `smallint` for flags (0 or 1) and
/// `bytea` for bytes (SQLite keeps bytes as they are in a column of any type name).
public final class Row {
  private final ResultSet results;
  private final Map<String, Integer> columns;

  /// @param columns where columns of this statement were found before; what is new is added
  Row(ResultSet results, Map<String, Integer> columns) {
    this.results = results;
    this.columns = columns;
  }

  private int at(String column) throws SQLException {
    Integer known = columns.get(column);
    if (known == null) {
      known = results.findColumn(column);
      columns.put(column, known);
    }
    return known;
  }

  public String text(String column) throws SQLException {
    return present(column, results.getString(at(column)));
  }

  public Optional<String> optionalText(String column) throws SQLException {
    return Optional.ofNullable(results.getString(at(column)));
  }

  public long number(String column) throws SQLException {
    long value = results.getLong(at(column));
    if (value == 0 && results.wasNull()) {
      throw missing(column);
    }
    return value;
  }

  public Optional<Long> optionalNumber(String column) throws SQLException {
    long value = results.getLong(at(column));
    return value == 0 && results.wasNull() ? Optional.empty() : Optional.of(value);
  }

  public int integer(String column) throws SQLException {
    return Math.toIntExact(number(column));
  }

  public Optional<Integer> optionalInteger(String column) throws SQLException {
    return optionalNumber(column).map(Math::toIntExact);
  }

  public boolean flag(String column) throws SQLException {
    return number(column) != 0;
  }

  /// From milliseconds since 1970.
  public Instant instant(String column) throws SQLException {
    return Instant.ofEpochMilli(number(column));
  }

  public Optional<Instant> optionalInstant(String column) throws SQLException {
    return optionalNumber(column).map(Instant::ofEpochMilli);
  }

  public byte[] bytes(String column) throws SQLException {
    return present(column, results.getBytes(at(column)));
  }

  public Optional<byte[]> optionalBytes(String column) throws SQLException {
    return Optional.ofNullable(results.getBytes(at(column)));
  }

  private static <T> T present(String column, @Nullable T value) throws SQLException {
    if (value == null) {
      throw missing(column);
    }
    return value;
  }

  private static SQLException missing(String column) {
    return new SQLException("column " + column + " is null");
  }
}
