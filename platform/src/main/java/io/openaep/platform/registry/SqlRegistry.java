package io.openaep.platform.registry;

import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.registry.Refused.Kind;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Secrets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The registry in a SQL database. Products and applications, which are few and asked for with
/// every message, are kept in memory, and so are the devices asked for last. Runs on the caller's
/// thread. Thread-safe.
///
/// Only this process changes the database, so forgetting a kept value before a change returns is
/// enough for the next call to see it.
public final class SqlRegistry implements Registry {
  private static final Migrations TABLES =
      new Migrations("registry", SqlRegistry.class, List.of("registry-1.sql", "registry-2.sql"));
  private static final Migrations OUTBOX_TABLE =
      new Migrations("outbox", SqlRegistry.class, List.of("outbox-1.sql"));
  private static final String FIRST_TENANT_NAME = "default";

  /// AEP northbound, 4.2.
  private static final int DEVICES_PER_PRODUCT = 1_000_000;

  /// Eight digits, so that a device id tells where the product id ends.
  private static final long LAST_PRODUCT_ID = 99_999_999;

  private static final int PRODUCTS_KEPT = 10_000;

  /// Each costs about half a kilobyte; beyond it a device costs an indexed read, some microseconds.
  private static final int DEVICES_KEPT = 20_000;

  private final Database database;
  private final InstantSource clock;
  private final TenantStore tenants;
  private final ProductStore products;
  private final DeviceStore devices;
  private final SqlOutbox outbox;
  private final SqlTenancy tenancy;
  private final SqlGroups groups;
  private final SqlCatalogue catalogue;
  private final SqlModels models;
  private final int devicesPerProduct;
  private final Mint mint = new Mint();
  private final Recent<Long, Product> recentProducts = new Recent<>(PRODUCTS_KEPT);
  private final RecentDevices recentDevices = new RecentDevices(DEVICES_KEPT);

  private SqlRegistry(
      Database database, Secrets secrets, InstantSource clock, int devicesPerProduct) {
    this.database = database;
    this.clock = clock;
    this.devicesPerProduct = devicesPerProduct;
    tenants = new TenantStore(secrets);
    products = new ProductStore(secrets);
    devices = new DeviceStore(secrets);
    outbox = new SqlOutbox(database);
    tenancy = new SqlTenancy(database, tenants, clock);
    groups = new SqlGroups(database, products, devices, clock);
    catalogue = new SqlCatalogue(database, tenants, products, devices, clock, this::create);
    models = SqlModels.open(database, products, clock);
  }

  /// Brings the tables up to date. The caller keeps `database` and closes it.
  ///
  /// @throws io.openaep.platform.store.UnusableData if a newer program wrote them
  public static SqlRegistry open(Database database, Secrets secrets, InstantSource clock) {
    return open(database, secrets, clock, DEVICES_PER_PRODUCT);
  }

  static SqlRegistry open(
      Database database, Secrets secrets, InstantSource clock, int devicesPerProduct) {
    TABLES.apply(database, clock);
    OUTBOX_TABLE.apply(database, clock);
    return new SqlRegistry(database, secrets, clock, devicesPerProduct);
  }

  @Override
  public Catalogue catalogue() {
    return catalogue;
  }

  @Override
  public Groups groups() {
    return groups;
  }

  @Override
  public Tenancy tenancy() {
    return tenancy;
  }

  @Override
  public Models models() {
    return models;
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public Optional<Tenant> tenant(String tenantId) {
    return database.read(handle -> tenants.find(handle, tenantId));
  }

  @Override
  public List<Tenant> tenants(String after, int limit) {
    return database.read(handle -> tenants.page(handle, after, limit));
  }

  @Override
  public Application ensureApplication(String appKey, String appSecret) {
    Rules.text("the AppKey", appKey, 1, Rules.SHORT_CHARACTERS);
    Rules.text("the AppSecret", appSecret, 1, Rules.SHORT_CHARACTERS);
    Application saved =
        database.write(handle -> {
          Optional<Tenant> oldest = tenants.oldest(handle);
          Tenant tenant =
              oldest.isPresent() ? oldest.get() : tenants.insert(handle, FIRST_TENANT_NAME, now());
          Application application = new Application(appKey, appSecret, tenant.tenantId());
          if (!tenants.application(handle, appKey).equals(Optional.of(application))) {
            tenants.save(handle, application, now());
          }
          return application;
        });
    tenancy.forget(appKey);
    return saved;
  }

  @Override
  public Optional<Application> application(String appKey) {
    return tenancy.application(appKey).map(Tenancy.Entry::application);
  }

  @Override
  public Product createProduct(NewProduct wanted) {
    return database.write(handle -> create(handle, wanted));
  }

  private Product create(Handle handle, NewProduct wanted) throws SQLException {
    ProductRules.check(wanted);
    Rules.require(
        tenants.find(handle, wanted.tenantId()).isPresent(),
        "there is no tenant " + wanted.tenantId());
    long productId = TenantStore.next(handle, "product");
    if (productId > LAST_PRODUCT_ID) {
      throw new Refused(Kind.LIMIT_REACHED, "there are no product ids left");
    }
    Product product = mint.product(productId, wanted, now());
    if (!products.insert(handle, product)) {
      throw ProductRules.nameTaken(wanted.form().name());
    }
    models.begin(handle, product);
    return product;
  }

  @Override
  public Product updateProduct(Product changed) {
    return updateProduct(changed, _ -> true);
  }

  @Override
  public Product updateProduct(Product changed, Predicate<Product> asSeen) {
    Product saved =
        database.write(handle -> {
          Product before = known(handle, changed.tenantId(), changed.productId());
          if (!asSeen.test(before)) {
            throw Rules.changedMeanwhile();
          }
          ProductRules.checkChange(before, changed);
          if (products.nameTaken(handle, changed)) {
            throw ProductRules.nameTaken(changed.form().name());
          }
          Product after = changed.with(before.options()).updated(now());
          products.update(handle, after);
          return after;
        });
    recentProducts.forget(saved.productId());
    return saved;
  }

  @Override
  public Product updateOptions(
      String tenantId, long productId, ProductOptions options, Predicate<Product> asSeen) {
    Product saved =
        database.write(handle -> {
          Product before = known(handle, tenantId, productId);
          if (!asSeen.test(before)) {
            throw Rules.changedMeanwhile();
          }
          OptionRules.check(before, options);
          products.updateOptions(handle, productId, options);
          return before.with(options);
        });
    recentProducts.forget(productId);
    return saved;
  }

  @Override
  public void deleteProduct(String tenantId, long productId) {
    database.change(handle -> {
      known(handle, tenantId, productId);
      int count = products.deviceCount(handle, productId).orElse(0);
      if (count > 0) {
        throw new Refused(
            Kind.PRODUCT_HAS_DEVICES,
            "product %d has %d devices; delete them first".formatted(productId, count));
      }
      SqlModels.end(handle, productId);
      GroupStore.deleteOfProduct(handle, productId);
      catalogue.forgetProduct(handle, productId);
      products.delete(handle, productId);
    });
    recentProducts.forget(productId);
    models.ended(productId);
  }

  @Override
  public Optional<Product> product(String tenantId, long productId) {
    return product(productId).filter(product -> product.tenantId().equals(tenantId));
  }

  @Override
  public Optional<Product> product(long productId) {
    return recentProducts.get(
        productId, () -> database.read(handle -> products.find(handle, productId)));
  }

  @Override
  public Page<Product> products(String tenantId, String search, int page, int size) {
    Rules.page(search, page, size);
    return database.search(handle -> products.page(handle, tenantId, pattern(search), page, size));
  }

  @Override
  public Device createDevice(NewDevice wanted) {
    Told<Device> created =
        database.write(handle -> new Told<>(create(handle, wanted), OutboxStore.end(handle)));
    outbox.committed(created.end());
    return created.value();
  }

  @Override
  public List<Made> createDevices(List<NewDevice> wanted) {
    Told<List<Made>> created =
        database.write(handle -> {
          List<Made> made = new ArrayList<>();
          for (NewDevice each : wanted) {
            try {
              made.add(new Made.Created(create(handle, each)));
            } catch (Refused refused) {
              made.add(new Made.NotCreated(refused));
            }
          }
          return new Told<>(List.copyOf(made), OutboxStore.end(handle));
        });
    outbox.committed(created.end());
    return created.value();
  }

  /// Refuses before it writes anything, so that others of the same transaction may go on.
  private Device create(Handle handle, NewDevice wanted) throws SQLException {
    Product product =
        products
            .find(handle, wanted.productId())
            .orElseThrow(() -> ProductRules.unknown(wanted.productId()));
    DeviceRules.check(product, wanted);
    if (products.deviceCount(handle, product.productId()).orElse(0) >= devicesPerProduct) {
      throw new Refused(
          Kind.PRODUCT_FULL,
          "product %d has %d devices, which is the limit; make another product"
              .formatted(product.productId(), devicesPerProduct));
    }
    Device device = mint.device(TenantStore.next(handle, "device"), product, wanted, now());
    if (!devices.insert(handle, device)) {
      throw DeviceRules.taken(product, wanted);
    }
    products.countDevices(handle, product.productId(), 1);
    OutboxStore.add(handle, OutboxEntry.Kind.CREATED, device, device.createdAt());
    return device;
  }

  @Override
  public Device updateDevice(Device changed) {
    return updateDevice(changed, _ -> true);
  }

  @Override
  public Device updateDevice(Device changed, Predicate<Device> asSeen) {
    Device saved =
        database.write(handle -> {
          Device before =
              devices
                  .byNumber(handle, changed.ref().number())
                  .orElseThrow(() -> DeviceRules.unknown(changed.ref().deviceId()));
          if (!asSeen.test(before)) {
            throw Rules.changedMeanwhile();
          }
          Product product = products.find(handle, before.ref().productId()).orElseThrow();
          DeviceRules.checkChange(product, changed);
          Device after = before.changedLike(changed, now());
          devices.update(handle, after);
          return after;
        });
    recentDevices.forget(saved);
    return saved;
  }

  @Override
  public List<Device> cancelDevices(long productId, List<String> deviceIds, String operator) {
    List<Device> changed =
        database.write(handle -> {
          List<Device> cancelled = new ArrayList<>();
          for (Device device : existing(handle, productId, deviceIds)) {
            devices.cancel(handle, device.ref().number(), operator, now());
            cancelled.add(devices.byNumber(handle, device.ref().number()).orElseThrow());
          }
          return cancelled;
        });
    changed.forEach(recentDevices::forget);
    return changed;
  }

  @Override
  public List<Device> deleteDevices(long productId, List<String> deviceIds) {
    Told<List<Device>> gone =
        database.write(handle -> {
          List<Device> deleted = existing(handle, productId, deviceIds);
          for (Device device : deleted) {
            devices.delete(handle, device.ref().number());
            GroupStore.forget(handle, device.ref().number());
            boolean _ = CatalogueStore.deleteArchive(handle, device.ref().number());
            OutboxStore.add(handle, OutboxEntry.Kind.DELETED, device, now());
          }
          products.countDevices(handle, productId, -deleted.size());
          return new Told<>(deleted, OutboxStore.end(handle));
        });
    gone.value().forEach(recentDevices::forget);
    outbox.committed(gone.end());
    return gone.value();
  }

  /// A change, and how far the outbox reaches with it.
  private record Told<T>(T value, long end) {}

  private List<Device> existing(Handle handle, long productId, List<String> deviceIds)
      throws SQLException {
    List<Device> existing = new ArrayList<>();
    for (String deviceId : new LinkedHashSet<>(deviceIds)) {
      devices
          .byId(handle, deviceId)
          .filter(device -> device.ref().productId() == productId)
          .ifPresent(existing::add);
    }
    return existing;
  }

  @Override
  public Optional<Device> device(long productId, String deviceId) {
    return deviceById(deviceId).filter(device -> device.ref().productId() == productId);
  }

  @Override
  public Optional<Device> deviceById(String deviceId) {
    return recentDevices.byId(
        deviceId, () -> database.read(handle -> devices.byId(handle, deviceId)));
  }

  @Override
  public Optional<Device> deviceByNumber(long number) {
    return recentDevices.byNumber(
        number, () -> database.read(handle -> devices.byNumber(handle, number)));
  }

  @Override
  public Optional<Device> deviceByImei(String imei) {
    return recentDevices.byImei(imei, () -> database.read(handle -> devices.byImei(handle, imei)));
  }

  @Override
  public Page<Device> devices(long productId, String search, int page, int size) {
    Rules.page(search, page, size);
    return database.search(handle -> devices.page(handle, productId, pattern(search), page, size));
  }

  @Override
  public List<Product> productsBelow(String tenantId, String search, long before, int limit) {
    Rules.page(search, 1, limit - 1);
    return database.search(
        handle -> products.below(handle, tenantId, pattern(search), before, limit));
  }

  @Override
  public List<Device> devicesBelow(
      String tenantId, Optional<Long> productId, String search, long before, int limit) {
    Rules.page(search, 1, limit - 1);
    return database.search(
        handle -> devices.below(handle, tenantId, productId, pattern(search), before, limit));
  }

  @Override
  public int deviceCount(long productId) {
    return database.read(handle -> products.deviceCount(handle, productId)).orElse(0);
  }

  @Override
  public List<DeviceBirth> births(String tenantId, long after, int limit) {
    return database.search(handle -> devices.births(handle, tenantId, after, limit));
  }

  @Override
  public List<Long> deviceNumbers(long productId, long after, int limit) {
    return database.read(handle -> devices.numbers(handle, productId, after, limit));
  }

  private Product known(Handle handle, String tenantId, long productId) throws SQLException {
    return products
        .find(handle, productId)
        .filter(product -> product.tenantId().equals(tenantId))
        .orElseThrow(() -> ProductRules.unknown(productId));
  }

  /// As it will be read back: the tables keep milliseconds.
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// A `like` pattern for "contains", in lower case, with the caller's own wildcards disarmed.
  private static String pattern(String search) {
    return "%" + search.toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }
}
