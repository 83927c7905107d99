package io.openaep.platform.account;

import java.util.Optional;
import java.util.Set;

/// Whoever acts: the bearer of a token, a signed-in person, or the operator at the admin socket.
///
/// @param name for people and the audit log: `token:ci`, `account:li`, `socket:root`
/// @param tenantId the one tenant it sees; empty for administrators, who see all
/// @param scopes narrow what the role may; empty means all of it
public record Caller(String name, Role role, Optional<String> tenantId, Set<Scope> scopes) {
  public Caller {
    scopes = Set.copyOf(scopes);
    if (role.ofOneTenant() == tenantId.isEmpty()) {
      throw new IllegalArgumentException(role + " with tenant " + tenantId);
    }
  }

  /// Whether its role and its scopes allow this.
  public boolean may(Area area, boolean write) {
    return role.may(area, write)
        && (scopes.isEmpty() || scopes.stream().anyMatch(scope -> scope.allows(area, write)));
  }

  /// Whether what belongs to this tenant exists for it.
  public boolean sees(String otherTenant) {
    return tenantId.map(otherTenant::equals).orElse(true);
  }

  /// Whether it may give such rights to another: never more than its own.
  public boolean mayGrant(Role wanted, Optional<String> wantedTenant, Set<Scope> wantedScopes) {
    boolean noHigher = wanted.compareTo(role) <= 0;
    boolean withinTenant = tenantId.isEmpty() || tenantId.equals(wantedTenant);
    boolean withinScopes =
        scopes.isEmpty()
            || (!wantedScopes.isEmpty()
                && wantedScopes.stream().allMatch(it -> may(it.area(), it.write())));
    return noHigher && withinTenant && withinScopes;
  }
}
