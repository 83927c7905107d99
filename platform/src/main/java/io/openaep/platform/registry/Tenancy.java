package io.openaep.platform.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Tenants and their applications. Every change is on disk when the call returns and is seen by the
/// next call. Blocking; thread-safe. What the caller got wrong is a {@link Refused}.
public interface Tenancy {
  /// An application as those who administer it see it.
  record Entry(Application application, ApplicationGrant grant, Instant createdAt) {}

  Tenant createTenant(String name);

  /// @throws Refused if there is no such tenant
  Tenant renameTenant(String tenantId, String name);

  /// Deletes it with its applications. Refused while it has products, and for the last tenant,
  /// which the platform's own applications need.
  void deleteTenant(String tenantId);

  /// Whatever its tenant, for the gateway.
  Optional<Entry> application(String appKey);

  /// Oldest first.
  List<Entry> applications(String tenantId);

  /// Makes one with a key and a secret of its own.
  Entry createApplication(String tenantId, ApplicationGrant grant);

  /// @throws Refused if the tenant has no such application
  default Entry changeApplication(String tenantId, String appKey, ApplicationGrant grant) {
    return changeApplication(tenantId, appKey, grant, _ -> true);
  }

  /// The same, if the application still is what the caller saw.
  ///
  /// @param asSeen asked within the change; if it says no, the change is refused
  Entry changeApplication(
      String tenantId, String appKey, ApplicationGrant grant, Predicate<Entry> asSeen);

  /// Gives it a new secret; the old one is worth nothing from now on.
  Entry renewSecret(String tenantId, String appKey);

  void deleteApplication(String tenantId, String appKey);
}
