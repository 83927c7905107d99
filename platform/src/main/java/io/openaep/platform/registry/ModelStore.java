package io.openaep.platform.registry;

import io.openaep.platform.registry.Models.Revised;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of thing models. Each method is one step of its caller's transaction.
final class ModelStore {
  private ModelStore() {}

  static Optional<Revised<ThingModel>> find(Handle handle, long productId) throws SQLException {
    return handle.first(
        "select model, revision from thing_model where product_id = ?",
        row -> new Revised<>(ModelJson.read(row.text("model")), row.number("revision")),
        productId);
  }

  static void save(Handle handle, long productId, ThingModel model, long revision, Instant now)
      throws SQLException {
    handle.update(
        "insert into thing_model (product_id, model, revision, updated_at) values (?, ?, ?, ?)"
            + " on conflict (product_id) do update set model = excluded.model,"
            + " revision = excluded.revision, updated_at = excluded.updated_at",
        productId,
        ModelJson.write(model),
        revision,
        now);
  }

  static void delete(Handle handle, long productId) throws SQLException {
    handle.update("delete from thing_model where product_id = ?", productId);
  }

  /// By classification, oldest first.
  static List<StandardModel> standards(Handle handle) throws SQLException {
    return handle.list(
        "select * from standard_model order by third_type, created_at, version",
        ModelStore::standard);
  }

  static void saveStandard(Handle handle, StandardModel model, Instant now) throws SQLException {
    handle.update(
        "insert into standard_model (third_type, version, name, model, created_at)"
            + " values (?, ?, ?, ?, ?)"
            + " on conflict (third_type, version) do update set name = excluded.name,"
            + " model = excluded.model",
        model.thirdType(),
        model.version(),
        model.name(),
        ModelJson.write(model.model()),
        now);
  }

  static int deleteStandard(Handle handle, long thirdType, String version) throws SQLException {
    return handle.update(
        "delete from standard_model where third_type = ? and version = ?", thirdType, version);
  }

  /// Brings a newer edition of the bundle in; what is there already stays as it is.
  static void seed(Handle handle, int edition, List<StandardModel> models, Instant now)
      throws SQLException {
    if (handle.number("select edition from standard_edition") >= edition) {
      return;
    }
    for (StandardModel model : models) {
      handle.update(
          "insert into standard_model (third_type, version, name, model, created_at)"
              + " values (?, ?, ?, ?, ?) on conflict do nothing",
          model.thirdType(),
          model.version(),
          model.name(),
          ModelJson.write(model.model()),
          now);
    }
    handle.update("update standard_edition set edition = ?", (long) edition);
  }

  private static StandardModel standard(Row row) throws SQLException {
    return new StandardModel(
        row.number("third_type"),
        row.text("version"),
        row.text("name"),
        ModelJson.read(row.text("model")));
  }
}
