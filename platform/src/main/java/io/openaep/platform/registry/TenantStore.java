package io.openaep.platform.registry;

import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import io.openaep.platform.store.Secrets;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of tenants and applications, and the counters behind all ids. Each method is one step of
/// its caller's transaction.
final class TenantStore {
  private final Secrets secrets;

  TenantStore(Secrets secrets) {
    this.secrets = secrets;
  }

  /// The next number of a kind, never given out before.
  ///
  /// @param kind `tenant`, `product` or `device`
  static long next(Handle handle, String kind) throws SQLException {
    return handle.number(
        "update registry_counter set last = last + 1 where name = ? returning last", kind);
  }

  Optional<Tenant> find(Handle handle, String tenantId) throws SQLException {
    return handle.first("select * from tenant where tenant_id = ?", TenantStore::tenant, tenantId);
  }

  List<Tenant> page(Handle handle, String after, int limit) throws SQLException {
    return handle.list(
        "select * from tenant where tenant_id > ? order by tenant_id limit ?",
        TenantStore::tenant,
        after,
        limit);
  }

  Optional<Tenant> oldest(Handle handle) throws SQLException {
    return handle.first("select * from tenant order by tenant_id limit 1", TenantStore::tenant);
  }

  Tenant insert(Handle handle, String name, Instant now) throws SQLException {
    Tenant tenant = new Tenant(Long.toString(next(handle, "tenant")), name);
    handle.update(
        "insert into tenant (tenant_id, name, created_at) values (?, ?, ?)",
        tenant.tenantId(),
        tenant.name(),
        now);
    return tenant;
  }

  boolean rename(Handle handle, String tenantId, String name) throws SQLException {
    return handle.update("update tenant set name = ? where tenant_id = ?", name, tenantId) == 1;
  }

  long productCount(Handle handle, String tenantId) throws SQLException {
    return handle.number("select count(*) from product where tenant_id = ?", tenantId);
  }

  /// Its applications and products must be gone.
  void delete(Handle handle, String tenantId) throws SQLException {
    handle.update("delete from tenant where tenant_id = ?", tenantId);
  }

  Optional<Application> application(Handle handle, String appKey) throws SQLException {
    return handle.first("select * from application where app_key = ?", this::application, appKey);
  }

  /// Inserts it, or gives the one with this key the new secret and tenant.
  void save(Handle handle, Application application, Instant now) throws SQLException {
    handle.update(
        "insert into application (app_key, tenant_id, secret, created_at) values (?, ?, ?, ?)"
            + " on conflict (app_key) do update"
            + " set tenant_id = excluded.tenant_id, secret = excluded.secret",
        application.appKey(),
        application.tenantId(),
        secrets.seal(
            application.appSecret().getBytes(StandardCharsets.UTF_8),
            secretPlace(application.appKey())),
        now);
  }

  private static Tenant tenant(Row row) throws SQLException {
    return new Tenant(row.text("tenant_id"), row.text("name"));
  }

  Application application(Row row) throws SQLException {
    String appKey = row.text("app_key");
    byte[] secret = secrets.open(row.bytes("secret"), secretPlace(appKey));
    return new Application(
        appKey, new String(secret, StandardCharsets.UTF_8), row.text("tenant_id"));
  }

  private static String secretPlace(String appKey) {
    return "application.secret/" + appKey;
  }
}
