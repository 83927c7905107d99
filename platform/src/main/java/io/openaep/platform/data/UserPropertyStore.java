package io.openaep.platform.data;

import io.openaep.platform.journal.RecordReader;
import io.openaep.platform.journal.RecordWriter;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Slices;
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
      new Migrations(
          "user_property", UserPropertyStore.class, List.of("property-1.sql", "property-2.sql"));

  /// For {@link Slices}; the first parameter is the time from which they are kept.
  static final String DROP_SLICE =
      "delete from user_property where (device, position) in (select device, position"
          + " from user_property where at < ? order by at limit ?)";

  /// For {@link Slices}; the first parameter is the device, which is removed.
  static final String REMOVE_SLICE =
      "delete from user_property where (device, position) in (select device, position"
          + " from user_property where device = ? order by position limit ?)";

  private UserPropertyStore() {}

  static void write(
      Handle handle, long device, long position, Instant at, List<UserProperty> properties)
      throws SQLException {
    if (!properties.isEmpty()) {
      handle.update(
          "insert into user_property (device, position, at, properties) values (?, ?, ?, ?)",
          device,
          position,
          at,
          encoded(properties));
    }
  }

  private static byte[] encoded(List<UserProperty> properties) {
    RecordWriter out = new RecordWriter(64).number(properties.size());
    properties.forEach(it -> out.text(it.name()).text(it.value()));
    return out.toArray();
  }

  private static List<UserProperty> decoded(byte[] stored) {
    RecordReader in = new RecordReader(stored);
    List<UserProperty> properties = new ArrayList<>();
    for (long left = in.number(); left > 0; left--) {
      properties.add(new UserProperty(in.text(), in.text()));
    }
    in.end();
    return List.copyOf(properties);
  }

  /// Those of the reports at these positions that have any.
  static Map<Long, List<UserProperty>> of(Handle handle, long device, long first, long last)
      throws SQLException {
    Map<Long, List<UserProperty>> found = new HashMap<>();
    handle
        .list(
            "select position, properties from user_property"
                + " where device = ? and position >= ? and position <= ?",
            row -> Map.entry(row.number("position"), decoded(row.bytes("properties"))),
            device,
            first,
            last)
        .forEach(it -> found.put(it.getKey(), it.getValue()));
    return found;
  }
}
