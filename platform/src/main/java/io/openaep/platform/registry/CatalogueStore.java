package io.openaep.platform.registry;

import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The SQL of public products and archives. Each method is one step of its caller's transaction.
final class CatalogueStore {
  private static final String SELECT =
      "select c.public_product_id, c.vendor_id, c.vendor_name, c.published, p.* from public_product c"
          + " join product p on p.product_id = c.product_id ";
  private static final String MINE =
      "where lower(p.name) like ? escape '\\' and (p.tenant_id = ? or c.public_product_id in"
          + " (select public_product_id from public_product_instance where tenant_id = ?))";

  private final ProductStore products;
  private final DeviceStore devices;

  CatalogueStore(ProductStore products, DeviceStore devices) {
    this.products = products;
    this.devices = devices;
  }

  void publish(Handle handle, long id, Product product, String vendor, boolean on, Instant now)
      throws SQLException {
    handle.update(
        "insert into public_product (public_product_id, product_id, vendor_id, vendor_name,"
            + " published, at) values (?, ?, ?, ?, ?, ?) on conflict (product_id) do update"
            + " set published = excluded.published, vendor_name = excluded.vendor_name",
        id,
        product.productId(),
        product.tenantId(),
        vendor,
        on,
        now);
  }

  Optional<PublicProduct> find(Handle handle, long publicProductId) throws SQLException {
    return handle.first(
        SELECT + "where c.public_product_id = ?", this::publicProduct, publicProductId);
  }

  Optional<PublicProduct> ofProduct(Handle handle, long productId) throws SQLException {
    return handle.first(
        SELECT
            + "where c.product_id = ? or c.public_product_id in (select public_product_id"
            + " from public_product_instance where product_id = ?)",
        this::publicProduct,
        productId,
        productId);
  }

  /// @param pattern for `like`, in lower case
  Page<PublicProduct> published(Handle handle, String pattern, int page, int size)
      throws SQLException {
    String where =
        "where c.published = 1 and (lower(coalesce(p.device_model, '')) like ? escape '\\'"
            + " or lower(p.third_type) like ? escape '\\' or c.vendor_id like ? escape '\\'"
            + " or lower(c.vendor_name) like ? escape '\\')";
    long total =
        handle.number(
            "select count(*) from public_product c join product p on p.product_id = c.product_id "
                + where,
            pattern,
            pattern,
            pattern,
            pattern);
    return new Page<>(
        page,
        size,
        total,
        handle.list(
            SELECT + where + " order by c.public_product_id desc limit ? offset ?",
            this::publicProduct,
            pattern,
            pattern,
            pattern,
            pattern,
            size,
            (page - 1L) * size));
  }

  List<PublicProduct> mine(Handle handle, String tenantId, String pattern, int limit)
      throws SQLException {
    return handle.list(
        SELECT + MINE + " order by c.public_product_id desc limit ?",
        this::publicProduct,
        pattern,
        tenantId,
        tenantId,
        limit);
  }

  Optional<Long> instance(Handle handle, String tenantId, long publicProductId)
      throws SQLException {
    return handle.first(
        "select product_id from public_product_instance where public_product_id = ?"
            + " and tenant_id = ?",
        row -> row.number("product_id"),
        publicProductId,
        tenantId);
  }

  void addInstance(Handle handle, long publicProductId, Product product) throws SQLException {
    handle.update(
        "insert into public_product_instance (public_product_id, tenant_id, product_id)"
            + " values (?, ?, ?)",
        publicProductId,
        product.tenantId(),
        product.productId());
  }

  void forgetProduct(Handle handle, long productId) throws SQLException {
    handle.update("delete from public_product_instance where product_id = ?", productId);
    handle.update("delete from public_product where product_id = ?", productId);
  }

  /// @return false if there is one already
  boolean addArchive(Handle handle, Device device, String type, String json, Instant now)
      throws SQLException {
    return handle.update(
            "insert into device_archive (device, tenant_id, device_type, body, created_at,"
                + " updated_at) values (?, ?, ?, ?, ?, ?) on conflict do nothing",
            device.ref().number(),
            device.tenantId(),
            type,
            json,
            now,
            now)
        == 1;
  }

  boolean updateArchive(Handle handle, long device, String type, String json, Instant now)
      throws SQLException {
    return handle.update(
            "update device_archive set device_type = ?, body = ?, updated_at = ? where device = ?",
            type,
            json,
            now,
            device)
        == 1;
  }

  static boolean deleteArchive(Handle handle, long device) throws SQLException {
    return handle.update("delete from device_archive where device = ?", device) == 1;
  }

  Page<Archive> archives(
      Handle handle, String tenantId, String deviceId, String type, int page, int size)
      throws SQLException {
    String from =
        " from device_archive a join device d on d.number = a.device where a.tenant_id = ?"
            + " and (? = '' or d.device_id = ?) and (? = '' or a.device_type = ?)";
    long total = handle.number("select count(*)" + from, tenantId, deviceId, deviceId, type, type);
    List<Stored> rows =
        handle.list(
            "select a.*" + from + " order by a.device desc limit ? offset ?",
            CatalogueStore::stored,
            tenantId,
            deviceId,
            deviceId,
            type,
            type,
            size,
            (page - 1L) * size);
    List<Archive> found = new ArrayList<>();
    for (Stored row : rows) {
      devices
          .byNumber(handle, row.device())
          .ifPresent(device ->
              found.add(
                  new Archive(device, row.type(), row.json(), row.createdAt(), row.updatedAt())));
    }
    return new Page<>(page, size, total, found);
  }

  private record Stored(
      long device, String type, String json, Instant createdAt, Instant updatedAt) {}

  private static Stored stored(Row row) throws SQLException {
    return new Stored(
        row.number("device"),
        row.text("device_type"),
        row.text("body"),
        row.instant("created_at"),
        row.instant("updated_at"));
  }

  static List<Archive.Form> archiveForms(Handle handle, String tenantId, long after, int limit)
      throws SQLException {
    return handle.list(
        "select device, body from device_archive where device > ? and tenant_id = ? order by device"
            + " limit ?",
        row -> new Archive.Form(row.number("device"), row.text("body")),
        after,
        tenantId,
        limit);
  }

  Page<String> deviceTypes(Handle handle, String tenantId, String pattern, int page, int size)
      throws SQLException {
    String from =
        " from device_archive where tenant_id = ? and device_type <> ''"
            + " and lower(device_type) like ? escape '\\'";
    return new Page<>(
        page,
        size,
        handle.number("select count(distinct device_type)" + from, tenantId, pattern),
        handle.list(
            "select distinct device_type" + from + " order by device_type limit ? offset ?",
            row -> row.text("device_type"),
            tenantId,
            pattern,
            size,
            (page - 1L) * size));
  }

  private PublicProduct publicProduct(Row row) throws SQLException {
    return new PublicProduct(
        row.number("public_product_id"),
        products.product(row),
        row.text("vendor_id"),
        row.text("vendor_name"),
        row.flag("published"));
  }
}
