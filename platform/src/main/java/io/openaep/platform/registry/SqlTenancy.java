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
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Tenants and applications in the registry's database; applications, asked for with every call of
/// the API, are kept in memory. Thread-safe.
final class SqlTenancy implements Tenancy {
  private static final Migrations TABLES =
      new Migrations("application", SqlTenancy.class, List.of("application-1.sql"));
  private static final int APPLICATIONS_KEPT = 1_000;
  private static final int APPLICATIONS_PER_TENANT = 1_000;
  private static final int RULES_PER_APPLICATION = 500;
  private static final int RULE_CHARACTERS = 120;

  private final Database database;
  private final TenantStore tenants;
  private final ApplicationStore applications;
  private final InstantSource clock;
  private final Mint mint = new Mint();
  private final Recent<String, Entry> recent = new Recent<>(APPLICATIONS_KEPT);

  SqlTenancy(Database database, TenantStore tenants, InstantSource clock) {
    TABLES.apply(database, clock);
    this.database = database;
    this.tenants = tenants;
    this.applications = new ApplicationStore(tenants);
    this.clock = clock;
  }

  /// To be called after the application was changed elsewhere.
  void forget(String appKey) {
    recent.forget(appKey);
  }

  @Override
  public Tenant createTenant(String name) {
    Rules.text("the tenant's name", name, 1, Rules.SHORT_CHARACTERS);
    return database.write(handle -> tenants.insert(handle, name, now()));
  }

  @Override
  public Tenant renameTenant(String tenantId, String name) {
    Rules.text("the tenant's name", name, 1, Rules.SHORT_CHARACTERS);
    return database.write(handle -> {
      if (!tenants.rename(handle, tenantId, name)) {
        throw unknownTenant(tenantId);
      }
      return new Tenant(tenantId, name);
    });
  }

  @Override
  public void deleteTenant(String tenantId) {
    List<String> gone = new ArrayList<>();
    database.change(handle -> {
      if (tenants.find(handle, tenantId).isEmpty()) {
        throw unknownTenant(tenantId);
      }
      if (tenants.page(handle, "", 2).size() == 1) {
        throw new Refused(Kind.IN_USE, "the last tenant cannot be deleted");
      }
      long products = tenants.productCount(handle, tenantId);
      if (products > 0) {
        throw new Refused(
            Kind.IN_USE,
            "tenant %s has %d products; delete them first".formatted(tenantId, products));
      }
      for (Entry entry : applications.of(handle, tenantId)) {
        gone.add(entry.application().appKey());
        applications.delete(handle, entry.application().appKey());
      }
      GroupStore.deleteOfTenant(handle, tenantId);
      tenants.delete(handle, tenantId);
    });
    gone.forEach(recent::forget);
  }

  private static Refused unknownTenant(String tenantId) {
    return new Refused(Kind.TENANT_UNKNOWN, "there is no tenant " + tenantId);
  }

  @Override
  public Optional<Entry> application(String appKey) {
    return recent.get(appKey, () -> database.read(handle -> applications.find(handle, appKey)));
  }

  @Override
  public List<Entry> applications(String tenantId) {
    return database.read(handle -> applications.of(handle, tenantId));
  }

  @Override
  public Entry createApplication(String tenantId, ApplicationGrant grant) {
    check(grant);
    return database.write(handle -> {
      Rules.require(tenants.find(handle, tenantId).isPresent(), "there is no tenant " + tenantId);
      if (applications.of(handle, tenantId).size() >= APPLICATIONS_PER_TENANT) {
        throw new Refused(
            Kind.LIMIT_REACHED,
            "tenant %s has %d applications, which is the limit"
                .formatted(tenantId, APPLICATIONS_PER_TENANT));
      }
      Application made = new Application(mint.appKey(), mint.appSecret(), tenantId);
      tenants.save(handle, made, now());
      applications.grant(handle, made.appKey(), grant);
      return known(handle, tenantId, made.appKey());
    });
  }

  @Override
  public Entry changeApplication(
      String tenantId, String appKey, ApplicationGrant grant, Predicate<Entry> asSeen) {
    check(grant);
    Entry changed =
        database.write(handle -> {
          if (!asSeen.test(known(handle, tenantId, appKey))) {
            throw Rules.changedMeanwhile();
          }
          applications.grant(handle, appKey, grant);
          return known(handle, tenantId, appKey);
        });
    recent.forget(appKey);
    return changed;
  }

  @Override
  public Entry renewSecret(String tenantId, String appKey) {
    Entry changed =
        database.write(handle -> {
          Entry _ = known(handle, tenantId, appKey);
          tenants.save(handle, new Application(appKey, mint.appSecret(), tenantId), now());
          return known(handle, tenantId, appKey);
        });
    recent.forget(appKey);
    return changed;
  }

  @Override
  public void deleteApplication(String tenantId, String appKey) {
    database.change(handle -> {
      Entry _ = known(handle, tenantId, appKey);
      applications.delete(handle, appKey);
    });
    recent.forget(appKey);
  }

  private Entry known(Handle handle, String tenantId, String appKey) throws SQLException {
    return applications
        .find(handle, appKey)
        .filter(entry -> entry.application().tenantId().equals(tenantId))
        .orElseThrow(
            () -> new Refused(Kind.APPLICATION_UNKNOWN, "the tenant has no application " + appKey));
  }

  private static void check(ApplicationGrant grant) {
    Rules.text("the application's name", grant.name(), 1, Rules.SHORT_CHARACTERS);
    List<String> apis = grant.apis().orElse(List.of());
    Rules.require(
        apis.size() <= RULES_PER_APPLICATION && grant.sources().size() <= RULES_PER_APPLICATION,
        "an application has at most %d APIs and as many sources".formatted(RULES_PER_APPLICATION));
    for (String api : apis) {
      Rules.require(
          api.length() <= RULE_CHARACTERS && api.matches("[A-Za-z0-9_]+(/[A-Za-z0-9_]+)?"),
          "an API is a module or a function, such as aep_device_management/QueryDevice");
    }
    for (String source : grant.sources()) {
      Rules.require(
          SourceRange.parse(source).isPresent(),
          "a source is an address or a network, such as 10.1.0.0/16 or 2001:db8::1");
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
