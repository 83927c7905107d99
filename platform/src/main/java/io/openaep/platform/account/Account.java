package io.openaep.platform.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A person who signs in, without the password.
///
/// @param name what is typed at sign-in; unique on the platform
/// @param enabled a disabled one cannot sign in and its sessions are over
public record Account(
    String accountId,
    String name,
    Role role,
    Optional<String> tenantId,
    boolean enabled,
    Instant createdAt,
    String createdBy,
    Optional<Instant> signedInAt) {
  /// Who acts when this person does.
  public Caller caller() {
    return new Caller("account:" + name, role, tenantId, Set.of());
  }
}
