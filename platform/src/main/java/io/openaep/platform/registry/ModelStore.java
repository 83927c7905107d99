package io.openaep.platform.registry;

import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SQL of thing models. Each method is one step of its caller's transaction.
final class ModelStore {
  private ModelStore() {}

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  static Optional<StoredModel> find(Handle handle, long productId) throws SQLException {
    return handle.first(
        "select model, revision from thing_model where product_id = ?",
        row -> StoredModel.read(row.text("model"), row.number("revision")),
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

  /// By classification, oldest first. One that cannot be read is left out, so that it does not take
  /// the others with it; it can be replaced and deleted.
  static List<StandardModel> standards(Handle handle) throws SQLException {
    return handle
        .list(
            "select * from standard_model order by third_type, created_at, version",
            ModelStore::standard)
        .stream()
        .flatMap(Optional::stream)
        .toList();
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

  private static Optional<StandardModel> standard(Row row) throws SQLException {
    long thirdType = row.number("third_type");
    String version = row.text("version");
    String name = row.text("name");
    StoredModel stored = StoredModel.read(row.text("model"), 1);
    if (stored.model().isEmpty()) {
      LOG.error(
          "standard model unreadable thirdType={} version={} device= reason=\"{}\"",
          thirdType,
          version,
          stored.problem());
    }
    return stored.model().map(model -> new StandardModel(thirdType, version, name, model));
  }
}
