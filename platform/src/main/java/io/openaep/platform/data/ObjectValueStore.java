package io.openaep.platform.data;

import io.openaep.platform.journal.ObjectContent;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The newest value of each resource of the devices' LwM2M objects: folded together with the rest
/// of `data`, read by any thread. A device may send whatever paths it likes, so the values of one
/// device are bounded.
public final class ObjectValueStore {
  /// A device with every object of the registry at once has some hundred resources.
  private static final int VALUES_PER_DEVICE = 2_000;

  static final Migrations TABLES =
      new Migrations("object", ObjectValueStore.class, List.of("object-1.sql"));

  private static final String COLUMNS = "path, at, type, name, value";

  private final Database database;

  public ObjectValueStore(Database database) {
    this.database = database;
  }

  /// The value at `path`, and everything below it, in the order of the paths' text.
  public List<ObjectValue> below(long device, String path) {
    return database.read(handle ->
        handle.list(
            "select "
                + COLUMNS
                + " from object_value where device = ? and (path = ? or path like ? || '/%')"
                + " order by path",
            ObjectValueStore::value,
            device,
            path,
            path));
  }

  public List<ObjectValue> all(long device) {
    return database.read(handle ->
        handle.list(
            "select " + COLUMNS + " from object_value where device = ? order by path",
            ObjectValueStore::value,
            device));
  }

  /// The value of one resource.
  public Optional<ObjectValue> at(long device, String path) {
    return database.read(handle ->
        handle.first(
            "select " + COLUMNS + " from object_value where device = ? and path = ?",
            ObjectValueStore::value,
            device,
            path));
  }

  private static ObjectValue value(Row row) throws SQLException {
    return new ObjectValue(
        row.text("path"), row.instant("at"), row.text("type"), row.text("name"), row.text("value"));
  }

  /// Folds what a device said. Values only move forward in time, so an event may come again.
  static void write(Handle handle, long device, Instant at, ObjectContent content)
      throws SQLException {
    if (content.values().isEmpty()) {
      return;
    }
    long kept = handle.number("select count(*) from object_value where device = ?", device);
    for (JsonNode each : JsonMapper.shared().readTree(content.values())) {
      JsonNode value = each.path("value");
      if (value.isMissingNode()) {
        continue; // a link of a discover
      }
      String path = each.path("path").asString("");
      if (kept >= VALUES_PER_DEVICE) {
        update(handle, device, at, path, value);
      } else {
        upsert(handle, device, at, each);
        kept++;
      }
    }
  }

  private static void upsert(Handle handle, long device, Instant at, JsonNode each)
      throws SQLException {
    handle.update(
        "insert into object_value (device, path, at, type, name, value) values (?, ?, ?, ?, ?, ?)"
            + " on conflict (device, path) do update set at = excluded.at, type = excluded.type,"
            + " name = excluded.name, value = excluded.value where excluded.at >= object_value.at",
        device,
        each.path("path").asString(""),
        at,
        each.path("type").asString(""),
        each.path("name").asString(""),
        each.path("value").toString());
  }

  private static void update(Handle handle, long device, Instant at, String path, JsonNode value)
      throws SQLException {
    handle.update(
        "update object_value set at = ?, value = ? where device = ? and path = ? and at <= ?",
        at,
        value.toString(),
        device,
        path,
        at);
  }

  static void remove(Handle handle, long device) throws SQLException {
    handle.update("delete from object_value where device = ?", device);
  }
}
