package io.openaep.platform.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/// One kind of insert for many rows at a time. A statement of 64 rows costs a fifth of 64
/// statements of one row on SQLite, where most of the time goes into the calls between Java and C
/// (3.5 against 0.7 µs a row of 250 bytes, measured). The rows are cut into statements of a few
/// fixed lengths, so that each is prepared once. Immutable.
public final class BulkInsert {
  private static final int[] LENGTHS = {64, 8, 1};

  private final int columns;
  private final List<String> statements;

  /// Puts a row's values into a statement.
  @FunctionalInterface
  public interface Binder<T> {
    /// @param first the number of the row's first parameter
    void bind(PreparedStatement statement, int first, T row) throws SQLException;
  }

  /// @param table name and columns, such as `event (position, body)`
  /// @param columns how many
  /// @param rest what follows the values, such as `on conflict …`; may be empty
  public BulkInsert(String table, int columns, String rest) {
    this.columns = columns;
    String row = "(?" + ", ?".repeat(columns - 1) + ")";
    this.statements =
        IntStream.of(LENGTHS)
            .mapToObj(length ->
                "insert into %s values %s%s %s"
                    .formatted(table, row, (", " + row).repeat(length - 1), rest))
            .toList();
  }

  /// Inserts all rows, in their order.
  public <T> void run(Handle handle, List<T> rows, Binder<T> binder) throws SQLException {
    int done = 0;
    for (int form = 0; form < LENGTHS.length; form++) {
      int length = LENGTHS[form];
      while (rows.size() - done >= length) {
        PreparedStatement statement = handle.statement(statements.get(form));
        for (int i = 0; i < length; i++) {
          binder.bind(statement, i * columns + 1, rows.get(done++));
        }
        statement.executeUpdate();
      }
    }
  }
}
