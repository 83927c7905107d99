package io.openaep.platform.registry;

import io.openaep.platform.registry.Groups.Search;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The SQL of groups and bindings. Each method is one step of its caller's transaction. Stateless.
final class GroupStore {
  private static final String MATCHING =
      " from device_group where tenant_id = ? and (? = 0 or product_id = ?)"
          + " and (? = 0 or group_id = ?) and lower(name) like ? escape '\\'"
          + " and (? = 2 or (product_id is null) = ?)";

  private GroupStore() {}

  static Optional<DeviceGroup> find(Handle handle, long groupId) throws SQLException {
    return handle.first(
        "select * from device_group where group_id = ?", GroupStore::group, groupId);
  }

  static boolean insert(Handle handle, DeviceGroup group) throws SQLException {
    return handle.update(
            "insert into device_group (group_id, tenant_id, product_id, name, description,"
                + " created_at, updated_at) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
            group.groupId(),
            group.tenantId(),
            group.productId(),
            group.name(),
            group.description(),
            group.createdAt(),
            group.updatedAt())
        == 1;
  }

  static boolean nameTaken(Handle handle, DeviceGroup group) throws SQLException {
    return handle.number(
            "select count(*) from device_group where tenant_id = ? and name = ? and group_id <> ?",
            group.tenantId(),
            group.name(),
            group.groupId())
        > 0;
  }

  static void update(Handle handle, DeviceGroup group) throws SQLException {
    handle.update(
        "update device_group set name = ?, description = ?, updated_at = ? where group_id = ?",
        group.name(),
        group.description(),
        group.updatedAt(),
        group.groupId());
  }

  static void delete(Handle handle, long groupId) throws SQLException {
    handle.update("delete from device_group_member where group_id = ?", groupId);
    handle.update("delete from device_group where group_id = ?", groupId);
  }

  static void deleteOfProduct(Handle handle, long productId) throws SQLException {
    handle.update(
        "delete from device_group_member where group_id in"
            + " (select group_id from device_group where product_id = ?)",
        productId);
    handle.update("delete from device_group where product_id = ?", productId);
  }

  /// Of a tenant without products: its groups are empty.
  static void deleteOfTenant(Handle handle, String tenantId) throws SQLException {
    handle.update("delete from device_group where tenant_id = ?", tenantId);
  }

  /// @param pattern of the name, for `like`, in lower case
  static Page<DeviceGroup> page(
      Handle handle, String tenantId, Search search, String pattern, int page, int size)
      throws SQLException {
    int kind = search.multiProduct().map(multi -> multi ? 1 : 0).orElse(2);
    Object[] values = {
      tenantId,
      search.productId().orElse(0L),
      search.productId().orElse(0L),
      search.groupId().orElse(0L),
      search.groupId().orElse(0L),
      pattern,
      kind,
      kind
    };
    long total = handle.number("select count(*)" + MATCHING, values);
    Object[] paged = Arrays.copyOf(values, values.length + 2);
    paged[values.length] = size;
    paged[values.length + 1] = (page - 1L) * size;
    return new Page<>(
        page,
        size,
        total,
        handle.list(
            "select *" + MATCHING + " order by group_id desc limit ? offset ?",
            GroupStore::group,
            paged));
  }

  static long size(Handle handle, long groupId) throws SQLException {
    return handle.number("select count(*) from device_group_member where group_id = ?", groupId);
  }

  static List<Long> members(Handle handle, long groupId, long after, int limit)
      throws SQLException {
    return handle.list(
        "select device from device_group_member where group_id = ? and device > ?"
            + " order by device limit ?",
        row -> row.number("device"),
        groupId,
        after,
        limit);
  }

  static Optional<Long> groupOf(Handle handle, long device) throws SQLException {
    return handle.first(
        "select group_id from device_group_member where device = ?",
        row -> row.number("group_id"),
        device);
  }

  static void add(Handle handle, long groupId, long device) throws SQLException {
    handle.update(
        "insert into device_group_member (device, group_id) values (?, ?)", device, groupId);
  }

  static void remove(Handle handle, long device) throws SQLException {
    handle.update("delete from device_group_member where device = ?", device);
  }

  static void bind(Handle handle, long device, boolean bound, Instant at) throws SQLException {
    handle.update(
        "insert into device_binding (device, bound, at) values (?, ?, ?)"
            + " on conflict (device) do update set bound = excluded.bound, at = excluded.at",
        device,
        bound,
        at);
  }

  static Optional<Boolean> bound(Handle handle, long device) throws SQLException {
    return handle.first(
        "select bound from device_binding where device = ?", row -> row.flag("bound"), device);
  }

  /// Everything of a deleted device.
  static void forget(Handle handle, long device) throws SQLException {
    remove(handle, device);
    handle.update("delete from device_binding where device = ?", device);
  }

  private static DeviceGroup group(Row row) throws SQLException {
    return new DeviceGroup(
        row.number("group_id"),
        row.text("tenant_id"),
        row.optionalNumber("product_id"),
        row.text("name"),
        row.text("description"),
        row.instant("created_at"),
        row.instant("updated_at"));
  }
}
