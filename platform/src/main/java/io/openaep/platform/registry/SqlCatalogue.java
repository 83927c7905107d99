package io.openaep.platform.registry;

import io.openaep.platform.registry.Refused.Kind;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Public products and archives in the registry's database. Thread-safe.
final class SqlCatalogue implements Catalogue {
  private static final Migrations TABLES =
      new Migrations("catalogue", SqlCatalogue.class, List.of("catalogue-1.sql"));
  private static final int MINE_LIMIT = 10_000;
  private static final int ARCHIVE_CHARACTERS = 16_384;
  private static final int TYPE_CHARACTERS = 10;
  private static final int NAME_CHARACTERS = 64;
  private static final long FIRST_REVISION = 1;

  private final Database database;
  private final TenantStore tenants;
  private final ProductStore products;
  private final CatalogueStore catalogue;
  private final InstantSource clock;
  private final Birth birth;

  /// A step of a transaction: makes a product.
  @FunctionalInterface
  interface Birth {
    Product make(Handle handle, NewProduct wanted) throws SQLException;
  }

  SqlCatalogue(
      Database database,
      TenantStore tenants,
      ProductStore products,
      DeviceStore devices,
      InstantSource clock,
      Birth birth) {
    TABLES.apply(database, clock);
    this.database = database;
    this.tenants = tenants;
    this.products = products;
    this.catalogue = new CatalogueStore(products, devices);
    this.clock = clock;
    this.birth = birth;
  }

  @Override
  public PublicProduct publish(String tenantId, long productId, boolean published) {
    return database.write(handle -> {
      Product product =
          products
              .find(handle, productId)
              .filter(it -> it.tenantId().equals(tenantId))
              .orElseThrow(() -> ProductRules.unknown(productId));
      String vendor = tenants.find(handle, tenantId).map(Tenant::name).orElse(tenantId);
      Optional<PublicProduct> before = catalogue.ofProduct(handle, productId);
      Rules.require(
          before.isEmpty() || before.get().product().productId() == productId,
          "a product that was made from a public product cannot be published itself");
      long id =
          before.isPresent()
              ? before.get().publicProductId()
              : TenantStore.next(handle, "public product");
      catalogue.publish(handle, id, product, vendor, published, now());
      return catalogue.find(handle, id).orElseThrow();
    });
  }

  @Override
  public Optional<PublicProduct> publicProduct(long publicProductId) {
    return database.read(handle -> catalogue.find(handle, publicProductId));
  }

  @Override
  public Optional<PublicProduct> behind(long productId) {
    return database.read(handle -> catalogue.ofProduct(handle, productId));
  }

  @Override
  public Page<PublicProduct> published(String search, int page, int size) {
    Rules.page(search, page, size);
    return database.search(handle -> catalogue.published(handle, pattern(search), page, size));
  }

  @Override
  public Page<PublicProduct> mine(
      String tenantId, String search, List<Long> productIds, int page, int size) {
    Rules.page(search, page, size);
    return database.search(handle -> {
      List<PublicProduct> all = catalogue.mine(handle, tenantId, pattern(search), MINE_LIMIT);
      List<PublicProduct> wanted = new ArrayList<>();
      for (PublicProduct each : all) {
        if (productIds.isEmpty() || isBehind(handle, each, tenantId, productIds)) {
          wanted.add(each);
        }
      }
      return Page.of(wanted, page, size);
    });
  }

  private boolean isBehind(
      Handle handle, PublicProduct each, String tenantId, List<Long> productIds)
      throws SQLException {
    Optional<Long> instance = catalogue.instance(handle, tenantId, each.publicProductId());
    return productIds.contains(each.product().productId())
        || instance.map(productIds::contains).orElse(false);
  }

  @Override
  public Optional<Product> instance(String tenantId, long publicProductId) {
    return database.read(handle -> instance(handle, tenantId, publicProductId));
  }

  private Optional<Product> instance(Handle handle, String tenantId, long publicProductId)
      throws SQLException {
    Optional<Long> productId = catalogue.instance(handle, tenantId, publicProductId);
    return productId.isPresent() ? products.find(handle, productId.get()) : Optional.empty();
  }

  @Override
  public Product instantiate(String tenantId, long publicProductId) {
    PublicProduct source =
        publicProduct(publicProductId)
            .filter(PublicProduct::published)
            .orElseThrow(() ->
                new Refused(Kind.PRODUCT_UNKNOWN, "there is no public product " + publicProductId));
    Rules.require(!source.product().tenantId().equals(tenantId), "the public product is your own");
    return database.write(handle -> {
      Optional<Product> before = instance(handle, tenantId, publicProductId);
      if (before.isPresent()) {
        return before.get();
      }
      Product made = birth.make(handle, plan(tenantId, source));
      catalogue.addInstance(handle, publicProductId, made);
      long sourceId = source.product().productId();
      Optional<StoredModel> model = ModelStore.find(handle, sourceId);
      if (model.isPresent() && !made.transparent()) {
        ModelStore.save(
            handle,
            made.productId(),
            model.get().readable(sourceId),
            FIRST_REVISION,
            made.createdAt());
      }
      return made;
    });
  }

  private static NewProduct plan(String tenantId, PublicProduct source) {
    Product product = source.product();
    ProductForm form = product.form();
    String suffix = " " + source.publicProductId();
    String name =
        form.name().substring(0, Math.min(form.name().length(), NAME_CHARACTERS - suffix.length()))
            + suffix;
    return new NewProduct(
        tenantId,
        product.protocol(),
        product.encrypted(),
        product.transparent(),
        product.sharedSecret().isPresent(),
        product.endpointFormat(),
        product.power(),
        new ProductForm(
            name,
            form.description(),
            form.productType(),
            form.secondaryType(),
            form.thirdType(),
            form.nodeType(),
            form.accessType(),
            form.networkType(),
            form.authType(),
            form.payloadFormat(),
            form.dataEncryption(),
            form.deviceModel(),
            "",
            ""));
  }

  @Override
  public void addArchive(Device device, String deviceType, String json) {
    check(deviceType, json);
    database.change(handle ->
        Rules.require(
            catalogue.addArchive(handle, device, deviceType, json, now()),
            "device %s has an archive already; update it".formatted(device.ref().deviceId())));
  }

  @Override
  public void updateArchive(Device device, String deviceType, String json) {
    check(deviceType, json);
    database.change(handle ->
        Rules.require(
            catalogue.updateArchive(handle, device.ref().number(), deviceType, json, now()),
            "device %s has no archive; add one".formatted(device.ref().deviceId())));
  }

  private static void check(String deviceType, String json) {
    Rules.text("deviceType", deviceType, 0, TYPE_CHARACTERS);
    Rules.require(
        json.length() <= ARCHIVE_CHARACTERS,
        "an archive has at most %d characters".formatted(ARCHIVE_CHARACTERS));
  }

  @Override
  public Set<Long> deleteArchives(List<Long> devices) {
    return database.write(handle -> {
      Set<Long> deleted = new HashSet<>();
      for (long device : devices) {
        if (CatalogueStore.deleteArchive(handle, device)) {
          deleted.add(device);
        }
      }
      return deleted;
    });
  }

  @Override
  public Page<Archive> archives(
      String tenantId, String deviceId, String deviceType, int page, int size) {
    Rules.page("", page, size);
    return database.search(
        handle -> catalogue.archives(handle, tenantId, deviceId, deviceType, page, size));
  }

  @Override
  public List<Archive.Form> archiveForms(String tenantId, long after, int limit) {
    return database.search(handle -> CatalogueStore.archiveForms(handle, tenantId, after, limit));
  }

  @Override
  public Page<String> deviceTypes(String tenantId, String search, int page, int size) {
    Rules.page(search, page, size);
    return database.search(
        handle -> catalogue.deviceTypes(handle, tenantId, pattern(search), page, size));
  }

  /// To be called in the transaction that deletes a product.
  void forgetProduct(Handle handle, long productId) throws SQLException {
    catalogue.forgetProduct(handle, productId);
  }

  private static String pattern(String search) {
    return "%" + search.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
