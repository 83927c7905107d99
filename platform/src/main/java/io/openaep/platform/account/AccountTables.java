package io.openaep.platform.account;

import io.openaep.platform.store.Database;
import io.openaep.platform.store.Migrations;
import java.time.InstantSource;
import java.util.List;

/// Everything that this package keeps, over one database: the registry's, so that rights and what
/// they are for are saved and restored together.
///
/// @param tokens of programs
/// @param accounts of people
/// @param signIns their sessions
/// @param audit of every change over the REST API
public record AccountTables(Tokens tokens, Accounts accounts, SignIns signIns, AuditLog audit) {
  private static final Migrations TABLES =
      new Migrations("account", AccountTables.class, List.of("account-1.sql", "account-2.sql"));

  /// Brings the tables up to date. The caller keeps `database` and closes it.
  public static AccountTables open(
      Database database, AccountSettings settings, InstantSource clock) {
    TABLES.apply(database, clock);
    AccountStore store = new AccountStore();
    Passwords passwords = new Passwords(settings.passwordMemoryKib());
    Accounts accounts = new Accounts(database, clock, store, passwords);
    return new AccountTables(
        new Tokens(database, clock),
        accounts,
        new SignIns(database, clock, settings, store, passwords, accounts),
        new AuditLog(database, settings.keepAudit(), clock));
  }
}
