package io.openaep.platform.account;

import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of tokens. Each method is one step of its caller's transaction.
final class TokenStore {
  Optional<Token> byHash(Handle handle, byte[] hash) throws SQLException {
    return handle.first("select * from token where hash = ?", TokenStore::token, hash);
  }

  Optional<Token> byId(Handle handle, String tokenId) throws SQLException {
    return handle.first("select * from token where token_id = ?", TokenStore::token, tokenId);
  }

  /// @param after the id of the last one seen; empty at first
  List<Token> page(Handle handle, Optional<String> tenantId, String after, int limit)
      throws SQLException {
    return tenantId.isPresent()
        ? handle.list(
            "select * from token where tenant_id = ? and token_id > ? order by token_id limit ?",
            TokenStore::token,
            tenantId.get(),
            after,
            limit)
        : handle.list(
            "select * from token where token_id > ? order by token_id limit ?",
            TokenStore::token,
            after,
            limit);
  }

  long count(Handle handle, Optional<String> tenantId) throws SQLException {
    return tenantId.isPresent()
        ? handle.number("select count(*) from token where tenant_id = ?", tenantId.get())
        : handle.number("select count(*) from token where tenant_id is null");
  }

  void insert(Handle handle, Token token, byte[] hash) throws SQLException {
    handle.update(
        """
        insert into token (token_id, hash, name, role, tenant_id, scopes, created_at, created_by,
          expires_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        token.tokenId(),
        hash,
        token.name(),
        token.role().name(),
        token.tenantId(),
        Scope.join(token.scopes()),
        token.createdAt(),
        token.createdBy(),
        token.expiresAt());
  }

  void used(Handle handle, String tokenId, Instant at) throws SQLException {
    handle.update("update token set last_used_at = ? where token_id = ?", at, tokenId);
  }

  boolean delete(Handle handle, String tokenId) throws SQLException {
    return handle.update("delete from token where token_id = ?", tokenId) == 1;
  }

  private static Token token(Row row) throws SQLException {
    return new Token(
        row.text("token_id"),
        row.text("name"),
        Role.valueOf(row.text("role")),
        row.optionalText("tenant_id"),
        Scope.split(row.text("scopes")),
        row.instant("created_at"),
        row.text("created_by"),
        row.optionalInstant("expires_at"),
        row.optionalInstant("last_used_at"));
  }
}
