package io.openaep.platform.store;

import java.sql.Connection;
import java.sql.SQLException;

/// The positions of the events that a journal still holds; both 0 if it is empty.
record Reach(long first, long last) {
  static Reach of(Connection journal) throws SQLException {
    if (!Sql.hasTable(journal, "event")) {
      return new Reach(0, 0);
    }
    return new Reach(
        Sql.number(journal, "select coalesce(min(position), 0) from event"),
        Sql.number(journal, "select coalesce(max(position), 0) from event"));
  }

  /// Whether events after this position are gone that were never folded.
  boolean hasGapAfter(long folded) {
    return first > folded + 1;
  }

  /// How far a database has followed the journal: the furthest of its tables that end in `_fold`. A
  /// fold that met nothing of its own stores its position seldom, so one of them may lag on disk;
  /// that of `data.db` which sees every report does not.
  static long folded(Connection database) throws SQLException {
    long furthest = 0;
    for (String table : tables(database)) {
      furthest = Math.max(furthest, position(database, table));
    }
    return furthest;
  }

  static Iterable<String> tables(Connection database) throws SQLException {
    return Sql.texts(
        database, "select name from sqlite_schema where type = 'table' and name glob '*_fold'");
  }

  static long position(Connection database, String table) throws SQLException {
    return Sql.number(database, "select coalesce(max(position), 0) from " + table);
  }
}
