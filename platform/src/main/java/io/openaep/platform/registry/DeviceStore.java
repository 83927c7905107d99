package io.openaep.platform.registry;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.platform.store.Secrets;
import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The SQL of devices. Each method is one step of its caller's transaction.
final class DeviceStore {
  private static final String SELECT =
      "select d.*, p.tenant_id from device d join product p on p.product_id = d.product_id ";

  /// The pattern of an empty search, which every device matches.
  private static final String ALL = "%%";

  private static final String SEARCHED =
      """
        and (lower(d.name) like ? escape '\\' or lower(d.device_id) like ? escape '\\'
          or lower(d.device_sn) like ? escape '\\' or d.imei like ? escape '\\')
      """;

  private final Secrets secrets;

  DeviceStore(Secrets secrets) {
    this.secrets = secrets;
  }

  Optional<Device> byId(Handle handle, String deviceId) throws SQLException {
    return handle.first(SELECT + "where d.device_id = ?", this::device, deviceId);
  }

  Optional<Device> byNumber(Handle handle, long number) throws SQLException {
    return handle.first(SELECT + "where d.number = ?", this::device, number);
  }

  Optional<Device> byImei(Handle handle, String imei) throws SQLException {
    return handle.first(SELECT + "where d.imei = ?", this::device, imei);
  }

  /// @param pattern for `like`, in lower case, `%` for all
  Page<Device> page(Handle handle, long productId, String pattern, int page, int size)
      throws SQLException {
    if (pattern.equals(ALL)) {
      return page(handle, productId, page, size);
    }
    String where =
        """
        where d.product_id = ?
          and (lower(d.name) like ? escape '\\' or lower(d.device_id) like ? escape '\\'
            or lower(d.device_sn) like ? escape '\\' or d.imei like ? escape '\\')
        """;
    long total =
        handle.number(
            "select count(*) from device d " + where,
            productId,
            pattern,
            pattern,
            pattern,
            pattern);
    return new Page<>(
        page,
        size,
        total,
        handle.list(
            SELECT + where + "order by d.number desc limit ? offset ?",
            this::device,
            productId,
            pattern,
            pattern,
            pattern,
            pattern,
            size,
            (page - 1L) * size));
  }

  /// All devices of a product: counted by the product itself, as counting a million takes a second.
  private Page<Device> page(Handle handle, long productId, int page, int size) throws SQLException {
    return new Page<>(
        page,
        size,
        handle.number(
            "select coalesce(max(device_count), 0) from product where product_id = ?", productId),
        handle.list(
            SELECT + "where d.product_id = ? order by d.number desc limit ? offset ?",
            this::device,
            productId,
            size,
            (page - 1L) * size));
  }

  /// Devices of a group, or with group 0 those of a product that are in none. Both by their index:
  /// a group may hold a million.
  Page<Device> grouped(
      Handle handle, long groupId, long productId, String pattern, int page, int size)
      throws SQLException {
    String members =
        groupId == 0
            ? """
            where d.product_id = ?
              and not exists (select 1 from device_group_member m where m.device = d.number)
            """
            : """
            where d.number in (select m.device from device_group_member m where m.group_id = ?)
              and (? = 0 or d.product_id = ?)
            """;
    List<Object> values =
        new ArrayList<>(groupId == 0 ? List.of(productId) : List.of(groupId, productId, productId));
    String where = members;
    if (!pattern.equals(ALL)) {
      where += SEARCHED;
      values.addAll(Collections.nCopies(4, pattern));
    }
    long total = handle.number("select count(*) from device d " + where, values.toArray());
    values.add(size);
    values.add((page - 1L) * size);
    return new Page<>(
        page,
        size,
        total,
        handle.list(
            SELECT + where + "order by d.number desc limit ? offset ?",
            this::device,
            values.toArray()));
  }

  List<DeviceBirth> births(Handle handle, String tenantId, long after, int limit)
      throws SQLException {
    return handle.list(
        "select d.number, d.created_at from device d join product p on p.product_id = d.product_id"
            + " where p.tenant_id = ? and d.number > ? order by d.number limit ?",
        row -> new DeviceBirth(row.number("number"), row.instant("created_at")),
        tenantId,
        after,
        limit);
  }

  List<Long> numbers(Handle handle, long productId, long after, int limit) throws SQLException {
    return handle.list(
        "select number from device where product_id = ? and number > ? order by number limit ?",
        row -> row.number("number"),
        productId,
        after,
        limit);
  }

  /// The devices of a tenant with a number below `before`, newest first.
  ///
  /// @param productId of this product alone
  /// @param pattern for `like`, in lower case, `%` for all
  List<Device> below(
      Handle handle,
      String tenantId,
      Optional<Long> productId,
      String pattern,
      long before,
      int limit)
      throws SQLException {
    String like =
        """
        (lower(d.name) like ? escape '\\' or lower(d.device_id) like ? escape '\\'
          or lower(d.device_sn) like ? escape '\\' or d.imei like ? escape '\\')
        and d.number < ? order by d.number desc limit ?
        """;
    return productId.isPresent()
        ? handle.list(
            SELECT + "where p.tenant_id = ? and d.product_id = ? and " + like,
            this::device,
            tenantId,
            productId.get(),
            pattern,
            pattern,
            pattern,
            pattern,
            before,
            limit)
        : handle.list(
            SELECT + "where p.tenant_id = ? and " + like,
            this::device,
            tenantId,
            pattern,
            pattern,
            pattern,
            pattern,
            before,
            limit);
  }

  /// @return false if its device id or IMEI exists already
  boolean insert(Handle handle, Device device) throws SQLException {
    long number = device.ref().number();
    return handle.update(
            """
            insert into device (number, product_id, device_id, device_sn, imei, imsi, name, token,
              psk, auto_observe, created_by, updated_by, created_at, updated_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """,
            number,
            device.ref().productId(),
            device.ref().deviceId(),
            device.deviceSn(),
            device.imei(),
            device.imsi(),
            device.name(),
            device
                .token()
                .map(token ->
                    secrets.seal(token.getBytes(StandardCharsets.UTF_8), tokenPlace(number))),
            device.psk().map(psk -> secrets.seal(psk.toArray(), pskPlace(number))),
            device.autoObserve(),
            device.createdBy(),
            device.updatedBy(),
            device.createdAt(),
            device.updatedAt())
        == 1;
  }

  /// Saves what may change.
  void update(Handle handle, Device device) throws SQLException {
    handle.update(
        "update device set name = ?, imsi = ?, auto_observe = ?, updated_by = ?, updated_at = ?"
            + " where number = ?",
        device.name(),
        device.imsi(),
        device.autoObserve(),
        device.updatedBy(),
        device.updatedAt(),
        device.ref().number());
  }

  /// Marks it cancelled unless it is already.
  void cancel(Handle handle, long number, String operator, Instant now) throws SQLException {
    handle.update(
        "update device set cancelled_at = ?, updated_by = ?, updated_at = ?"
            + " where number = ? and cancelled_at is null",
        now,
        operator,
        now,
        number);
  }

  void delete(Handle handle, long number) throws SQLException {
    handle.update("delete from device where number = ?", number);
  }

  private Device device(Row row) throws SQLException {
    long number = row.number("number");
    return new Device(
        new DeviceRef(number, row.number("product_id"), row.text("device_id")),
        row.text("tenant_id"),
        row.text("name"),
        row.optionalText("device_sn"),
        row.optionalText("imei"),
        row.optionalText("imsi"),
        row.optionalBytes("token")
            .map(sealed ->
                new String(secrets.open(sealed, tokenPlace(number)), StandardCharsets.UTF_8)),
        row.optionalBytes("psk").map(sealed -> Bytes.wrap(secrets.open(sealed, pskPlace(number)))),
        row.flag("auto_observe"),
        row.optionalInstant("cancelled_at"),
        row.text("created_by"),
        row.text("updated_by"),
        row.instant("created_at"),
        row.instant("updated_at"));
  }

  private static String tokenPlace(long number) {
    return "device.token/" + number;
  }

  private static String pskPlace(long number) {
    return "device.psk/" + number;
  }
}
