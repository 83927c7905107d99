package io.openaep.platform.account;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// A bearer token of the REST API, without its secret, of which only a hash is kept.
///
/// @param tokenId public; names the token in lists and logs
/// @param expiresAt empty: never
/// @param lastUsedAt exact to a minute
public record Token(
    String tokenId,
    String name,
    Role role,
    Optional<String> tenantId,
    Set<Scope> scopes,
    Instant createdAt,
    String createdBy,
    Optional<Instant> expiresAt,
    Optional<Instant> lastUsedAt) {
  public Token {
    scopes = Set.copyOf(scopes);
  }

  /// Who acts with it.
  public Caller caller() {
    return new Caller("token:" + name, role, tenantId, scopes);
  }

  boolean expired(Instant now) {
    return expiresAt.map(end -> !now.isBefore(end)).orElse(false);
  }
}
