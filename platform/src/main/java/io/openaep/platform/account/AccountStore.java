package io.openaep.platform.account;

import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of accounts and their sessions. Each method is one step of its caller's transaction.
final class AccountStore {
  /// An account with the hash of its password.
  record Kept(Account account, String password) {}

  Optional<Kept> byName(Handle handle, String name) throws SQLException {
    return handle.first("select * from account where name = ?", AccountStore::kept, name);
  }

  Optional<Kept> byId(Handle handle, String accountId) throws SQLException {
    return handle.first(
        "select * from account where account_id = ?", AccountStore::kept, accountId);
  }

  List<Account> page(Handle handle, Optional<String> tenantId, String after, int limit)
      throws SQLException {
    return tenantId.isPresent()
        ? handle.list(
            "select * from account where tenant_id = ? and account_id > ?"
                + " order by account_id limit ?",
            AccountStore::account,
            tenantId.get(),
            after,
            limit)
        : handle.list(
            "select * from account where account_id > ? order by account_id limit ?",
            AccountStore::account,
            after,
            limit);
  }

  long count(Handle handle) throws SQLException {
    return handle.number("select count(*) from account");
  }

  /// Administrators who can sign in.
  long administrators(Handle handle) throws SQLException {
    return handle.number(
        "select count(*) from account where role = ? and enabled = 1", Role.ADMINISTRATOR.name());
  }

  /// @return false if the name is taken
  boolean insert(Handle handle, Account account, String password) throws SQLException {
    return handle.update(
            """
            insert into account (account_id, name, role, tenant_id, password, enabled, created_at,
              created_by)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing
            """,
            account.accountId(),
            account.name(),
            account.role().name(),
            account.tenantId(),
            password,
            account.enabled(),
            account.createdAt(),
            account.createdBy())
        == 1;
  }

  void update(Handle handle, String accountId, Role role, boolean enabled, String password)
      throws SQLException {
    handle.update(
        "update account set role = ?, enabled = ?, password = ? where account_id = ?",
        role.name(),
        enabled,
        password,
        accountId);
  }

  void delete(Handle handle, String accountId) throws SQLException {
    handle.update("delete from account where account_id = ?", accountId);
  }

  void open(Handle handle, byte[] hash, String accountId, Instant now) throws SQLException {
    handle.update(
        "insert into sign_in (hash, account_id, created_at, seen_at) values (?, ?, ?, ?)",
        hash,
        accountId,
        now,
        now);
    handle.update("update account set signed_in_at = ? where account_id = ?", now, accountId);
  }

  /// A session and whose it is.
  record Session(Account account, Instant createdAt, Instant seenAt) {}

  Optional<Session> session(Handle handle, byte[] hash) throws SQLException {
    return handle.first(
        "select a.*, s.created_at as session_created_at, s.seen_at from sign_in s"
            + " join account a on a.account_id = s.account_id where s.hash = ?",
        row -> new Session(account(row), row.instant("session_created_at"), row.instant("seen_at")),
        hash);
  }

  void seen(Handle handle, byte[] hash, Instant now) throws SQLException {
    handle.update("update sign_in set seen_at = ? where hash = ?", now, hash);
  }

  void close(Handle handle, byte[] hash) throws SQLException {
    handle.update("delete from sign_in where hash = ?", hash);
  }

  void closeAll(Handle handle, String accountId) throws SQLException {
    handle.update("delete from sign_in where account_id = ?", accountId);
  }

  void closeOld(Handle handle, Instant seenBefore, Instant createdBefore) throws SQLException {
    handle.update(
        "delete from sign_in where seen_at < ? or created_at < ?", seenBefore, createdBefore);
  }

  void keepCode(Handle handle, byte[] hash) throws SQLException {
    handle.update("delete from first_sign_in");
    handle.update("insert into first_sign_in (id, hash) values (1, ?)", hash);
  }

  boolean isCode(Handle handle, byte[] hash) throws SQLException {
    return handle.number("select count(*) from first_sign_in where hash = ?", hash) > 0;
  }

  /// @return whether it was the code; it is none any more
  boolean takeCode(Handle handle, byte[] hash) throws SQLException {
    return handle.update("delete from first_sign_in where hash = ?", hash) == 1;
  }

  private static Kept kept(Row row) throws SQLException {
    return new Kept(account(row), row.text("password"));
  }

  private static Account account(Row row) throws SQLException {
    return new Account(
        row.text("account_id"),
        row.text("name"),
        Role.valueOf(row.text("role")),
        row.optionalText("tenant_id"),
        row.flag("enabled"),
        row.instant("created_at"),
        row.text("created_by"),
        row.optionalInstant("signed_in_at"));
  }
}
