package io.openaep.platform.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Whether the databases of a data directory are whole, each by itself (every page, index and
/// reference) and as they fit together: nothing that follows the journal may be ahead of it. Works
/// beside a running platform; reads everything, so it takes its time. Blocking.
public final class Integrity {
  private static final int PROBLEMS_LIMIT = 20;

  private Integrity() {}

  /// @param problems none if the file is whole
  public record Finding(DataFile file, List<String> problems) {
    public Finding {
      problems = List.copyOf(problems);
    }

    public boolean isWhole() {
      return problems.isEmpty();
    }
  }

  /// @throws UnusableData if there is nothing to look at
  public static List<Finding> check(Path directory) {
    List<DataFile> files = DataFile.of(directory);
    if (!files.contains(DataFile.REGISTRY) || !files.contains(DataFile.JOURNAL)) {
      throw new UnusableData(
          "%s is no data directory of OpenAEP: registry.db and journal.db are not both there. Name another."
              .formatted(directory));
    }
    List<Finding> findings = new ArrayList<>();
    for (DataFile file : files) {
      findings.add(new Finding(file, problems(directory, file)));
    }
    return findings;
  }

  private static List<String> problems(Path directory, DataFile file) {
    List<String> problems = new ArrayList<>();
    try (Connection connection = file.in(directory).reader()) {
      connection.setAutoCommit(false); // one moment for all questions
      for (String text : texts(connection, "pragma integrity_check(" + PROBLEMS_LIMIT + ")")) {
        if (!text.equals("ok")) {
          problems.add(text);
        }
      }
      for (String table : texts(connection, "pragma foreign_key_check")) {
        problems.add("a row of " + table + " refers to one that is not there");
      }
      problems.addAll(aheadOfJournal(directory, connection));
    } catch (SQLException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems.stream().distinct().limit(PROBLEMS_LIMIT).toList();
  }

  /// Every table that ends in `_fold` holds the position up to which it has followed the journal.
  private static List<String> aheadOfJournal(Path directory, Connection connection)
      throws SQLException {
    List<String> problems = new ArrayList<>();
    for (String table :
        texts(
            connection,
            "select name from sqlite_schema where type = 'table' and name glob '*_fold'")) {
      long position = number(connection, "select coalesce(max(position), 0) from " + table);
      try (Connection journal = DataFile.JOURNAL.in(directory).reader()) {
        long end = number(journal, "select coalesce(max(position), 0) from event");
        if (position > end) {
          problems.add(table + " stands at " + position + ", but the journal ends at " + end);
        }
      }
    }
    return problems;
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }
}
