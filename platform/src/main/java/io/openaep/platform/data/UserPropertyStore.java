package io.openaep.platform.data;

import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The SQL of the user properties of reports (MQTT 5.0, 3.3.2.3.7): kept as long as history.
/// Stateless.
final class UserPropertyStore {
  static final Migrations TABLES =
      new Migrations("user_property", UserPropertyStore.class, List.of("property-1.sql"));

  private UserPropertyStore() {}

  static void write(
      Handle handle, long device, long position, Instant at, List<UserProperty> properties)
      throws SQLException {
    for (int ordinal = 0; ordinal < properties.size(); ordinal++) {
      handle.update(
          "insert into user_property (device, position, ordinal, at, name, value)"
              + " values (?, ?, ?, ?, ?, ?)",
          device,
          position,
          (long) ordinal,
          at,
          properties.get(ordinal).name(),
          properties.get(ordinal).value());
    }
  }

  /// Those of the reports at these positions that have any.
  static Map<Long, List<UserProperty>> of(Handle handle, long device, long first, long last)
      throws SQLException {
    Map<Long, List<UserProperty>> found = new HashMap<>();
    handle
        .list(
            "select position, name, value from user_property"
                + " where device = ? and position >= ? and position <= ?"
                + " order by position, ordinal",
            row ->
                Map.entry(
                    row.number("position"), new UserProperty(row.text("name"), row.text("value"))),
            device,
            first,
            last)
        .forEach(
            it -> found.computeIfAbsent(it.getKey(), _ -> new ArrayList<>()).add(it.getValue()));
    return found;
  }

  static void dropBefore(Handle handle, Instant cutoff) throws SQLException {
    handle.update("delete from user_property where at < ?", cutoff);
  }

  static void remove(Handle handle, long device) throws SQLException {
    handle.update("delete from user_property where device = ?", device);
  }
}
