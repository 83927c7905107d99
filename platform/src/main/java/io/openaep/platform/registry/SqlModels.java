package io.openaep.platform.registry;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.Property;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ThingModel;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Thing models in the registry's database; those in use are kept in memory. Thread-safe.
final class SqlModels implements Models {
  private static final Migrations TABLES =
      new Migrations("model", SqlModels.class, List.of("model-1.sql"));
  private static final int MODELS_KEPT = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(SqlModels.class);

  private final Database database;
  private final ProductStore products;
  private final InstantSource clock;
  private final Recent<Long, StoredModel> recent = new Recent<>(MODELS_KEPT);

  private SqlModels(Database database, ProductStore products, InstantSource clock) {
    this.database = database;
    this.products = products;
    this.clock = clock;
  }

  static SqlModels open(Database database, ProductStore products, InstantSource clock) {
    TABLES.apply(database, clock);
    List<StandardModel> bundle = StandardBundle.models();
    database.change(
        handle -> ModelStore.seed(handle, StandardBundle.EDITION, bundle, clock.instant()));
    return new SqlModels(database, products, clock);
  }

  @Override
  public ThingModel of(long productId) {
    return recent
        .get(productId, () -> Optional.of(loaded(productId)))
        .orElse(StoredModel.NONE)
        .readable(productId);
  }

  private StoredModel loaded(long productId) {
    StoredModel stored = database.read(handle -> found(handle, productId));
    if (stored.model().isEmpty()) {
      LOG.error(
          "thing model unreadable product={} device= reason=\"{}\"", productId, stored.problem());
    }
    return stored;
  }

  private static StoredModel found(Handle handle, long productId) throws SQLException {
    return ModelStore.find(handle, productId).orElse(StoredModel.NONE);
  }

  @Override
  public Revised<ThingModel> of(String tenantId, long productId) {
    StoredModel stored = stored(tenantId, productId);
    return new Revised<>(stored.readable(productId), stored.revision());
  }

  @Override
  public long revision(String tenantId, long productId) {
    return stored(tenantId, productId).revision();
  }

  private StoredModel stored(String tenantId, long productId) {
    return database.read(handle -> {
      ModelRules.requireModelled(product(handle, tenantId, productId));
      return found(handle, productId);
    });
  }

  @Override
  public Revised<ThingModel> replace(
      String tenantId, long productId, ThingModel model, OptionalLong expected) {
    Revised<ThingModel> saved =
        database.write(handle -> {
          Product product = product(handle, tenantId, productId);
          ModelRules.requireModelled(product);
          ModelRules.check(product, model);
          long before = found(handle, productId).revision();
          if (expected.isPresent() && expected.getAsLong() != before) {
            throw ModelRules.changed(productId);
          }
          ModelStore.save(
              handle, productId, model, before + 1, clock.instant().truncatedTo(ChronoUnit.MILLIS));
          return new Revised<>(model, before + 1);
        });
    recent.forget(productId);
    return saved;
  }

  private Product product(Handle handle, String tenantId, long productId) throws SQLException {
    return products
        .find(handle, productId)
        .filter(product -> product.tenantId().equals(tenantId))
        .orElseThrow(() -> ProductRules.unknown(productId));
  }

  /// A step of the transaction that makes a product: gives it the model it begins with.
  void begin(Handle handle, Product product) throws SQLException {
    if (!product.transparent()) {
      ThingModel model = beginning(handle, product);
      ModelRules.check(product, model);
      ModelStore.save(handle, product.productId(), model, 1, product.createdAt());
    }
  }

  private static ThingModel beginning(Handle handle, Product product) throws SQLException {
    String thirdType = product.form().thirdType();
    Optional<ThingModel> standard =
        ModelStore.standards(handle).stream()
            .filter(it ->
                it.name().equals(thirdType) || String.valueOf(it.thirdType()).equals(thirdType))
            .reduce((older, newer) -> newer)
            .map(StandardModel::model);
    ThingModel base =
        product.protocol() == Protocol.LWM2M ? StandardBundle.lwm2m() : ThingModel.EMPTY;
    return standard.map(model -> joined(base, model)).orElse(base);
  }

  /// A standard model that has a service or property of the base, or no room for them, keeps its
  /// own.
  private static ThingModel joined(ThingModel base, ThingModel standard) {
    List<Property> properties = new ArrayList<>(standard.properties());
    List<Service> services = new ArrayList<>(standard.services());
    boolean apart =
        base.properties().stream()
                .noneMatch(it ->
                    standard.property(it.identifier()).isPresent()
                        || standard.properties().stream().anyMatch(o -> o.id() == it.id()))
            && base.services().stream()
                .noneMatch(it ->
                    standard.service(it.identifier()).isPresent()
                        || standard.service(it.id()).isPresent());
    if (!apart) {
      return standard;
    }
    properties.addAll(base.properties());
    services.addAll(base.services());
    try {
      return new ThingModel(properties, services);
    } catch (InvalidModel full) {
      return standard;
    }
  }

  /// A step of the transaction that deletes a product.
  static void end(Handle handle, long productId) throws SQLException {
    ModelStore.delete(handle, productId);
  }

  /// The transaction is committed.
  void ended(long productId) {
    recent.forget(productId);
  }

  @Override
  public List<StandardModel> standards() {
    return database.search(ModelStore::standards);
  }

  @Override
  public Optional<StandardModel> standard(long thirdType, Optional<String> version) {
    return standards().stream()
        .filter(it -> it.thirdType() == thirdType)
        .filter(it -> version.isEmpty() || version.get().equals(it.version()))
        .reduce((older, newer) -> newer);
  }

  @Override
  public void saveStandard(StandardModel model) {
    ModelRules.check(model);
    database.change(handle ->
        ModelStore.saveStandard(handle, model, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
  }

  @Override
  public boolean deleteStandard(long thirdType, String version) {
    return database.write(handle -> ModelStore.deleteStandard(handle, thirdType, version)) > 0;
  }
}
