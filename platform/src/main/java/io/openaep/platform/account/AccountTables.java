package io.openaep.platform.account;

import io.openaep.platform.store.Database;
import io.openaep.platform.store.Migrations;
import java.time.InstantSource;
import java.util.List;

/// Everything that this package keeps, over one database: the registry's, so that rights and what
/// they are for are saved and restored together.
///
/// @param audit of every change over the REST API
public record AccountTables(Tokens tokens, AuditLog audit) {
  private static final Migrations TABLES =
      new Migrations("account", AccountTables.class, List.of("account-1.sql"));

  /// Brings the tables up to date. The caller keeps `database` and closes it.
  public static AccountTables open(Database database, InstantSource clock) {
    TABLES.apply(database, clock);
    return new AccountTables(new Tokens(database, clock), new AuditLog(database, clock));
  }
}
