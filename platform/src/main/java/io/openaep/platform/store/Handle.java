package io.openaep.platform.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection in the hands of one thread, for the length of one {@link Database#read} or {@link
/// Database#write}. Prepared statements are kept for the life of the connection: preparing costs
/// three times as much as a point query (docs/adr/0002-migrations.md). So SQL texts are constants,
/// never built from values.
public final class Handle {
  /// The SQL texts of all features that share a database fit; a bound all the same.
  private static final int STATEMENTS_KEPT = 128;

  private final Connection connection;
  private final Map<String, Kept> statements = new LinkedHashMap<>(16, 0.75f, true);

  /// @param columns where each column was found: looking it up costs as much as reading it
  private record Kept(PreparedStatement statement, Map<String, Integer> columns) {}

  Handle(Connection connection) {
    this.connection = connection;
  }

  /// Turns a row into a value.
  @FunctionalInterface
  public interface Mapper<T> {
    T map(Row row) throws SQLException;
  }

  /// All rows of a query. The whole result is in memory, so the SQL bounds it.
  public <T> List<T> list(String sql, Mapper<T> mapper, Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    Kept kept = kept(sql);
    try (ResultSet results = bound(kept.statement(), values).executeQuery()) {
      Row row = new Row(results, kept.columns());
      while (results.next()) {
        found.add(mapper.map(row));
      }
    }
    return found;
  }

  /// The first row of a query.
  public <T> Optional<T> first(String sql, Mapper<T> mapper, Object... values) throws SQLException {
    Kept kept = kept(sql);
    try (ResultSet results = bound(kept.statement(), values).executeQuery()) {
      return results.next()
          ? Optional.of(mapper.map(new Row(results, kept.columns())))
          : Optional.empty();
    }
  }

  /// The first column of the one row that a query always has: a count, a sum, `returning`.
  public long number(String sql, Object... values) throws SQLException {
    try (ResultSet results = bound(statement(sql), values).executeQuery()) {
      if (!results.next()) {
        throw new SQLException("no row: " + sql);
      }
      return results.getLong(1);
    }
  }

  /// Runs an insert, update, delete or definition.
  ///
  /// @param values String, Integer, Long, Boolean (as 0 or 1), Instant (as milliseconds), `byte[]`,
  ///   or an Optional of one of these (empty as SQL null)
  /// @return rows changed
  public int update(String sql, Object... values) throws SQLException {
    return bound(statement(sql), values).executeUpdate();
  }

  /// The kept statement of this text, for paths that bind and batch by themselves. The caller
  /// leaves it open and closes its result sets.
  public PreparedStatement statement(String sql) throws SQLException {
    return kept(sql).statement();
  }

  private Kept kept(String sql) throws SQLException {
    Kept kept = statements.get(sql);
    if (kept == null) {
      kept = new Kept(connection.prepareStatement(sql), new HashMap<>());
      statements.put(sql, kept);
      if (statements.size() > STATEMENTS_KEPT) {
        Iterator<Kept> oldest = statements.values().iterator();
        Kept dropped = oldest.next();
        oldest.remove();
        dropped.statement().close();
      }
    }
    return kept;
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  void close() throws SQLException {
    statements.clear();
    connection.close();
  }

  private static PreparedStatement bound(PreparedStatement statement, Object... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      bind(statement, i + 1, values[i]);
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int index, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> throw new IllegalArgumentException("parameter " + index + " is null");
      case String text -> statement.setString(index, text);
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
      case Instant instant -> statement.setLong(index, instant.toEpochMilli());
      case byte[] bytes -> statement.setBytes(index, bytes);
      case Optional<?> optional when optional.isPresent() -> bind(statement, index, optional.get());
      case Optional<?> _ -> statement.setObject(index, null);
      default ->
          throw new IllegalArgumentException(
              "parameter " + index + " is a " + value.getClass().getName());
    }
  }
}
