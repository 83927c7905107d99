package io.openaep.platform.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Refused.Kind;
import io.openaep.platform.store.ConnectionSource;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.KeyFile;
import io.openaep.platform.store.Secrets;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A registry in a directory of a test, which the test can restart, and whose disk it can fill.
final class RegistryWorld implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-22T08:00:00.123456Z");

  final Path path;
  Instant now = START;
  long pageLimit = 1_000_000;
  int devicesPerProduct = 1_000_000;
  DataDirectory directory;
  Database database;
  SqlRegistry registry;
  RegistryAuthenticator authenticator;
  String tenantId;

  RegistryWorld(Path path) {
    this.path = path;
    open();
    tenantId = registry.ensureApplication("AK", "SECRET").tenantId();
  }

  void open() {
    directory = DataDirectory.open(path);
    database = Database.open(new LimitedDisk());
    Secrets secrets = Secrets.open(KeyFile.of(Optional.empty(), directory), database, () -> now);
    registry = SqlRegistry.open(database, secrets, () -> now, devicesPerProduct);
    authenticator = new RegistryAuthenticator(registry);
  }

  void restart() {
    close();
    open();
  }

  @Override
  public void close() {
    database.close();
    directory.close();
  }

  /// A real SQLITE_FULL, by a page limit.
  private final class LimitedDisk implements ConnectionSource {
    private final SqliteFile file = new SqliteFile(directory.file("registry.db"), Durability.FULL);

    @Override
    public Connection writer() throws SQLException {
      Connection connection = file.writer();
      try (Statement pragma = connection.createStatement()) {
        pragma.execute("pragma max_page_count=" + pageLimit);
      }
      return connection;
    }

    @Override
    public Connection reader() throws SQLException {
      return file.reader();
    }
  }

  static void refused(Kind kind, String reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(reason);
  }

  static ProductForm form(String name) {
    return new ProductForm(
        name,
        "",
        "智慧城市",
        "智能表计",
        "智能水表",
        1,
        1,
        3,
        4,
        Optional.empty(),
        Optional.of(5),
        Optional.of("EC800E"),
        "op",
        "op");
  }

  NewProduct lwm2mPlan(String name) {
    return new NewProduct(
        tenantId,
        Protocol.LWM2M,
        false,
        true,
        false,
        EndpointFormat.IMEI,
        new PowerMode.Psm(),
        form(name));
  }

  NewProduct mqttPlan(String name) {
    return plan(Protocol.MQTT, name, false);
  }

  NewProduct plan(Protocol protocol, String name, boolean oneTypeOneSecret) {
    return new NewProduct(
        tenantId,
        protocol,
        false,
        true,
        oneTypeOneSecret,
        EndpointFormat.IMEI,
        new PowerMode.Drx(),
        form(name));
  }

  Product lwm2m(String name) {
    return registry.createProduct(lwm2mPlan(name));
  }

  Product lwm2m(String name, boolean encrypted, EndpointFormat format) {
    return registry.createProduct(
        new NewProduct(
            tenantId,
            Protocol.LWM2M,
            encrypted,
            true,
            false,
            format,
            new PowerMode.Drx(),
            form(name)));
  }

  Product mqtt(String name) {
    return registry.createProduct(mqttPlan(name));
  }

  Device connected(Product product, String deviceSn) {
    return registry.createDevice(connectedPlan(product, "thing", deviceSn));
  }

  static NewDevice connectedPlan(Product product, String name, String deviceSn) {
    return new NewDevice(
        product.productId(),
        name,
        Optional.of(deviceSn),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        "op");
  }

  Device meter(Product product, String imei) {
    return registry.createDevice(meterPlan(product, imei, Optional.empty(), Optional.empty()));
  }

  static NewDevice meterPlan(
      Product product, String imei, Optional<String> imsi, Optional<Bytes> psk) {
    return new NewDevice(
        product.productId(),
        "meter " + imei,
        Optional.empty(),
        Optional.of(imei),
        imsi,
        psk,
        true,
        "op");
  }
}
