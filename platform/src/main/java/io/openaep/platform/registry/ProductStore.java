package io.openaep.platform.registry;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.platform.store.Secrets;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The SQL of products. Each method is one step of its caller's transaction.
final class ProductStore {
  private final Secrets secrets;

  ProductStore(Secrets secrets) {
    this.secrets = secrets;
  }

  Optional<Product> find(Handle handle, long productId) throws SQLException {
    return handle.first("select * from product where product_id = ?", this::product, productId);
  }

  /// @param pattern for `like`, in lower case
  Page<Product> page(Handle handle, String tenantId, String pattern, int page, int size)
      throws SQLException {
    String where = " from product where tenant_id = ? and lower(name) like ? escape '\\'";
    long total = handle.number("select count(*)" + where, tenantId, pattern);
    return new Page<>(
        page,
        size,
        total,
        handle.list(
            "select *" + where + " order by product_id desc limit ? offset ?",
            this::product,
            tenantId,
            pattern,
            size,
            (page - 1L) * size));
  }

  /// @param pattern for `like`, in lower case
  List<Product> below(Handle handle, String tenantId, String pattern, long before, int limit)
      throws SQLException {
    return handle.list(
        "select * from product where tenant_id = ? and lower(name) like ? escape '\\'"
            + " and product_id < ? order by product_id desc limit ?",
        this::product,
        tenantId,
        pattern,
        before,
        limit);
  }

  /// @return false if the tenant has a product of this name
  boolean insert(Handle handle, Product product) throws SQLException {
    ProductForm form = product.form();
    return handle.update(
            """
            insert into product (product_id, tenant_id, name, description, product_type,
              secondary_type, third_type, node_type, access_type, network_type, auth_type,
              payload_format, data_encryption, device_model, protocol, encrypted, transparent,
              endpoint_format, power, edrx_window_ms, master_key, shared_secret, device_count,
              created_by, updated_by, created_at, updated_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)
            on conflict (tenant_id, name) do nothing
            """,
            product.productId(),
            product.tenantId(),
            form.name(),
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
            product.protocol().name(),
            product.encrypted(),
            product.transparent(),
            product.endpointFormat().name(),
            powerWord(product.power()),
            edrxWindowMs(product.power()),
            seal(product.masterKey(), "product.master_key", product.productId()),
            product
                .sharedSecret()
                .map(secret -> seal(secret, "product.shared_secret", product.productId())),
            form.createdBy(),
            form.updatedBy(),
            product.createdAt(),
            product.updatedAt())
        == 1;
  }

  boolean nameTaken(Handle handle, Product product) throws SQLException {
    return handle.number(
            "select count(*) from product where tenant_id = ? and name = ? and product_id <> ?",
            product.tenantId(),
            product.form().name(),
            product.productId())
        > 0;
  }

  /// Saves what may change.
  void update(Handle handle, Product product) throws SQLException {
    handle.update(
        "update product set name = ?, description = ?, endpoint_format = ?, power = ?,"
            + " edrx_window_ms = ?, updated_by = ?, updated_at = ? where product_id = ?",
        product.form().name(),
        product.form().description(),
        product.endpointFormat().name(),
        powerWord(product.power()),
        edrxWindowMs(product.power()),
        product.form().updatedBy(),
        product.updatedAt(),
        product.productId());
  }

  void updateOptions(Handle handle, long productId, ProductOptions options) throws SQLException {
    handle.update(
        "update product set active_window_ms = ?, redeliver = ?, response_timeout_ms = ?,"
            + " ack_timeout_ms = ?, read_after_registration = ? where product_id = ?",
        options.activeWindow().toMillis(),
        options.redeliver(),
        options.responseTimeout().toMillis(),
        options.ackTimeout().map(Duration::toMillis),
        String.join(" ", options.readAfterRegistration()),
        productId);
  }

  void delete(Handle handle, long productId) throws SQLException {
    handle.update("delete from product where product_id = ?", productId);
  }

  /// Empty if there is no such product.
  Optional<Integer> deviceCount(Handle handle, long productId) throws SQLException {
    return handle.first(
        "select device_count from product where product_id = ?",
        row -> row.integer("device_count"),
        productId);
  }

  void countDevices(Handle handle, long productId, int more) throws SQLException {
    handle.update(
        "update product set device_count = device_count + ? where product_id = ?", more, productId);
  }

  Product product(Row row) throws SQLException {
    long productId = row.number("product_id");
    ProductForm form =
        new ProductForm(
            row.text("name"),
            row.text("description"),
            row.text("product_type"),
            row.text("secondary_type"),
            row.text("third_type"),
            row.integer("node_type"),
            row.integer("access_type"),
            row.integer("network_type"),
            row.integer("auth_type"),
            row.optionalInteger("payload_format"),
            row.optionalInteger("data_encryption"),
            row.optionalText("device_model"),
            row.text("created_by"),
            row.text("updated_by"));
    return new Product(
        productId,
        row.text("tenant_id"),
        open(row.bytes("master_key"), "product.master_key", productId),
        Protocol.valueOf(row.text("protocol")),
        row.flag("encrypted"),
        row.flag("transparent"),
        row.optionalBytes("shared_secret")
            .map(sealed -> open(sealed, "product.shared_secret", productId)),
        EndpointFormat.valueOf(row.text("endpoint_format")),
        power(row),
        options(row),
        form,
        row.instant("created_at"),
        row.instant("updated_at"));
  }

  private static String powerWord(PowerMode power) {
    return switch (power) {
      case PowerMode.Psm() -> "PSM";
      case PowerMode.Drx() -> "DRX";
      case PowerMode.Edrx _ -> "EDRX";
    };
  }

  private static Optional<Long> edrxWindowMs(PowerMode power) {
    return power instanceof PowerMode.Edrx(Duration window)
        ? Optional.of(window.toMillis())
        : Optional.empty();
  }

  private static PowerMode power(Row row) throws SQLException {
    String word = row.text("power");
    return switch (word) {
      case "PSM" -> new PowerMode.Psm();
      case "DRX" -> new PowerMode.Drx();
      case "EDRX" -> new PowerMode.Edrx(Duration.ofMillis(row.number("edrx_window_ms")));
      default -> throw new SQLException("unknown power mode " + word);
    };
  }

  private static ProductOptions options(Row row) throws SQLException {
    String paths = row.text("read_after_registration");
    return new ProductOptions(
        Duration.ofMillis(row.number("active_window_ms")),
        row.flag("redeliver"),
        Duration.ofMillis(row.number("response_timeout_ms")),
        row.optionalNumber("ack_timeout_ms").map(Duration::ofMillis),
        paths.isEmpty() ? List.of() : List.of(paths.split(" ", -1)));
  }

  private byte[] seal(String secret, String column, long productId) {
    return secrets.seal(secret.getBytes(StandardCharsets.UTF_8), column + "/" + productId);
  }

  private String open(byte[] sealed, String column, long productId) {
    return new String(secrets.open(sealed, column + "/" + productId), StandardCharsets.UTF_8);
  }
}
