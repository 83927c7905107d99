package io.openaep.platform.data;

import io.openaep.platform.store.Database;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/// Deletes many rows in short transactions, so that those who write meanwhile hardly wait.
/// Stateless.
final class Slices {
  private Slices() {}

  /// @param sql whose last parameter is how many rows to delete at most
  /// @param goOn asked before each slice; it may take its time
  /// @param values the parameters before the last
  /// @return whether all of it was done
  static boolean delete(Database database, String sql, BooleanSupplier goOn, Object... values) {
    Object[] bound = Arrays.copyOf(values, values.length + 1);
    bound[values.length] = OldHistoryStore.SLICE_ROWS;
    while (goOn.getAsBoolean()) {
      int deleted = database.write(handle -> handle.update(sql, bound));
      if (deleted < OldHistoryStore.SLICE_ROWS) {
        return true;
      }
    }
    return false;
  }
}
