package io.openaep.platform.registry;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.registry.OutboxEntry.Kind;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The SQL of the outbox. Each method is one step of its caller's transaction. Stateless.
final class OutboxStore {
  private OutboxStore() {}

  static void add(Handle handle, Kind kind, Device device, Instant at) throws SQLException {
    handle.update(
        "insert into registry_outbox (id, kind, at, device, product_id, tenant_id, device_id, name,"
            + " device_sn, imei) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        TenantStore.next(handle, "outbox"),
        kind.name(),
        at,
        device.ref().number(),
        device.ref().productId(),
        device.tenantId(),
        device.ref().deviceId(),
        device.name(),
        device.deviceSn(),
        device.imei());
  }

  static long end(Handle handle) throws SQLException {
    return handle.number("select last from registry_counter where name = 'outbox'");
  }

  static List<OutboxEntry> after(Handle handle, long id, int limit) throws SQLException {
    return handle.list(
        "select * from registry_outbox where id > ? order by id limit ?",
        OutboxStore::entry,
        id,
        limit);
  }

  static void drop(Handle handle, long upTo) throws SQLException {
    handle.update("delete from registry_outbox where id <= ?", upTo);
  }

  private static OutboxEntry entry(Row row) throws SQLException {
    return new OutboxEntry(
        row.number("id"),
        Kind.valueOf(row.text("kind")),
        row.instant("at"),
        new DeviceRef(row.number("device"), row.number("product_id"), row.text("device_id")),
        row.text("tenant_id"),
        row.text("name"),
        row.optionalText("device_sn"),
        row.optionalText("imei"));
  }
}
