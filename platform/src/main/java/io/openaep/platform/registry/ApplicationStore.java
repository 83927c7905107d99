package io.openaep.platform.registry;

import io.openaep.platform.registry.Tenancy.Entry;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The SQL of what applications may do. Each method is one step of its caller's transaction.
final class ApplicationStore {
  private static final String SELECT =
      "select a.*, g.name as grant_name, g.enabled, g.apis, g.sources from application a"
          + " left join application_grant g on g.app_key = a.app_key ";

  private final TenantStore tenants;

  ApplicationStore(TenantStore tenants) {
    this.tenants = tenants;
  }

  Optional<Entry> find(Handle handle, String appKey) throws SQLException {
    return handle.first(SELECT + "where a.app_key = ?", this::entry, appKey);
  }

  List<Entry> of(Handle handle, String tenantId) throws SQLException {
    return handle.list(
        SELECT + "where a.tenant_id = ? order by a.created_at, a.app_key", this::entry, tenantId);
  }

  void grant(Handle handle, String appKey, ApplicationGrant grant) throws SQLException {
    handle.update(
        "insert into application_grant (app_key, name, enabled, apis, sources)"
            + " values (?, ?, ?, ?, ?) on conflict (app_key) do update set name = excluded.name,"
            + " enabled = excluded.enabled, apis = excluded.apis, sources = excluded.sources",
        appKey,
        grant.name(),
        grant.enabled(),
        grant.apis().map(apis -> String.join(" ", apis)),
        String.join(" ", grant.sources()));
  }

  void delete(Handle handle, String appKey) throws SQLException {
    handle.update("delete from application_grant where app_key = ?", appKey);
    handle.update("delete from application where app_key = ?", appKey);
  }

  private Entry entry(Row row) throws SQLException {
    Application application = tenants.application(row);
    Optional<String> name = row.optionalText("grant_name");
    ApplicationGrant grant =
        name.isEmpty()
            ? ApplicationGrant.everything(application.appKey())
            : new ApplicationGrant(
                name.get(),
                row.flag("enabled"),
                row.optionalText("apis").map(ApplicationStore::words),
                words(row.text("sources")));
    return new Entry(application, grant, row.instant("created_at"));
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
