package io.openaep.platform.data;

import io.openaep.platform.store.BulkInsert;
import io.openaep.platform.store.Handle;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The SQL of each property's newest value. Rows only move forward. Stateless.
final class PropertyStore {
  private static final BulkInsert UPSERT =
      new BulkInsert(
          "property_value (device, property, content, at, position, problem)",
          6,
          "on conflict (device, property) do update set content = excluded.content,"
              + " at = excluded.at, position = excluded.position, problem = excluded.problem"
              + " where excluded.position > property_value.position");

  private PropertyStore() {}

  record Key(long device, String property) {}

  static void write(Handle handle, Map<Key, PropertyValue> newest) throws SQLException {
    List<Map.Entry<Key, PropertyValue>> rows =
        newest.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<Key, PropertyValue> it) -> it.getKey().device())
                    .thenComparing(it -> it.getKey().property()))
            .toList();
    UPSERT.run(handle, rows, PropertyStore::bind);
  }

  private static void bind(
      PreparedStatement statement, int first, Map.Entry<Key, PropertyValue> row)
      throws SQLException {
    statement.setLong(first, row.getKey().device());
    statement.setString(first + 1, row.getKey().property());
    statement.setString(first + 2, row.getValue().json());
    statement.setLong(first + 3, row.getValue().at().toEpochMilli());
    statement.setLong(first + 4, row.getValue().position());
    statement.setString(first + 5, row.getValue().problem());
  }

  static List<PropertyValue> of(Handle handle, long device) throws SQLException {
    return handle.list(
        "select property, content, at, position, problem from property_value"
            + " where device = ? order by property",
        row ->
            new PropertyValue(
                row.text("property"),
                row.text("content"),
                row.instant("at"),
                row.number("position"),
                row.text("problem")),
        device);
  }

  static void remove(Handle handle, long device) throws SQLException {
    handle.update("delete from property_value where device = ?", device);
  }
}
