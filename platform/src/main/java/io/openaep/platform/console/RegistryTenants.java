package io.openaep.platform.console;

import io.openaep.platform.console.rest.Call;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.registry.Tenant;
import java.util.List;
import java.util.Optional;

/// The tenants as the registry has them. Thread-safe.
public final class RegistryTenants implements Call.Tenants {
  private final Registry registry;

  public RegistryTenants(Registry registry) {
    this.registry = registry;
  }

  @Override
  public boolean exists(String tenantId) {
    return registry.tenant(tenantId).isPresent();
  }

  @Override
  public Optional<String> only() {
    List<Tenant> first = registry.tenants("", 2);
    return first.size() == 1 ? Optional.of(first.getFirst().tenantId()) : Optional.empty();
  }
}
