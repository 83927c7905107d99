package io.openaep.platform.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether the databases of a data directory are whole, each by itself (every page, index and
/// reference) and as they fit together: none may lack, what follows the journal may not be ahead of
/// it, and the journal must reach back to it. Works beside a running platform; reads everything, so
/// it takes its time. Blocking.
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
    if (DataFile.of(directory).isEmpty()) {
      throw new UnusableData(
          "%s is no data directory of OpenAEP: none of its databases is there. Name another."
              .formatted(directory));
    }
    List<Finding> findings = new ArrayList<>();
    for (DataFile file : DataFile.values()) {
      findings.add(new Finding(file, problems(directory, file)));
    }
    return findings;
  }

  private static List<String> problems(Path directory, DataFile file) {
    if (!file.isFilled(directory)) {
      return List.of(
          Files.exists(directory.resolve(file.fileName())) ? "it is empty" : "it is not there");
    }
    List<String> problems = new ArrayList<>();
    Optional<Reach> before = reach(directory); // before, for it may be cut while this looks
    try (Connection connection = file.in(directory).visitor()) {
      connection.setAutoCommit(false); // one moment for all questions
      if (!Sql.hasTable(connection, "schema_version")) {
        return List.of("it holds no tables of OpenAEP");
      }
      for (String text : Sql.texts(connection, "pragma integrity_check(" + PROBLEMS_LIMIT + ")")) {
        if (!text.equals("ok")) {
          problems.add(text);
        }
      }
      for (String table : Sql.texts(connection, "pragma foreign_key_check")) {
        problems.add("a row of " + table + " refers to one that is not there");
      }
      if (before.isPresent()) {
        problems.addAll(apart(directory, file, before.get(), connection));
      }
    } catch (SQLException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
    return problems.stream().distinct().limit(PROBLEMS_LIMIT).toList();
  }

  /// Empty if the journal cannot be read, which is its own finding.
  private static Optional<Reach> reach(Path directory) {
    if (!DataFile.JOURNAL.isFilled(directory)) {
      return Optional.empty();
    }
    try (Connection journal = DataFile.JOURNAL.in(directory).visitor()) {
      return Sql.hasTable(journal, "event") ? Optional.of(Reach.of(journal)) : Optional.empty();
    } catch (SQLException _) {
      return Optional.empty();
    }
  }

  /// Every table that ends in `_fold` holds the position up to which it has followed the journal.
  private static List<String> apart(
      Path directory, DataFile file, Reach before, Connection connection) throws SQLException {
    List<String> problems = new ArrayList<>();
    long folded = Reach.folded(connection);
    if (file == DataFile.DATA && before.hasGapAfter(folded)) {
      problems.add(
          "it ends at event %d, but the journal begins at %d".formatted(folded, before.first()));
    }
    Map<String, Long> positions = new LinkedHashMap<>();
    for (String table : Reach.tables(connection)) {
      positions.put(table, Reach.position(connection, table));
    }
    // asked after the positions: a platform that runs goes on meanwhile
    long end = reach(directory).map(Reach::last).orElse(Long.MAX_VALUE);
    positions.forEach((table, position) -> {
      if (position > end) {
        problems.add(table + " stands at " + position + ", but the journal ends at " + end);
      }
    });
    return problems;
  }
}
