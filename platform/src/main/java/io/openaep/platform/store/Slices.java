package io.openaep.platform.store;

import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// Deletes many rows in short transactions, so that those who write meanwhile hardly wait.
/// Stateless; runs on the caller's thread.
public final class Slices {
  /// Deleting these takes a few milliseconds.
  public static final int ROWS = 2_000;

  private Slices() {}

  /// @param sql whose last parameter is how many rows to delete at most
  /// @param goOn asked before each slice; it may take its time
  /// @param values the parameters before the last
  /// @return whether all of it was done
  public static boolean delete(
      Database database, String sql, BooleanSupplier goOn, Object... values) {
    Object[] bound = Arrays.copyOf(values, values.length + 1);
    bound[values.length] = ROWS;
    while (goOn.getAsBoolean()) {
      int deleted = database.write(handle -> handle.update(sql, bound));
      if (deleted < ROWS) {
        return true;
      }
    }
    return false;
  }
}
