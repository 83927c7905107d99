package io.openaep.platform.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a start from hiding a loss. A database that is not there is made anew, and what is folded
/// from the journal is folded again; that loses nothing on the first start, or while the journal
/// still holds everything, and a great deal later. Blocking, in the start's thread.
public final class LossCheck {
  private static final Logger LOG = LoggerFactory.getLogger(LossCheck.class);

  private LossCheck() {}

  /// Before anything is opened: the registry and the journal are made first, so one that is not
  /// there while something else is was lost, and nothing can stand in for it.
  ///
  /// @throws UnusableData with a sentence; nothing was made
  public static void beforeOpening(Path directory) {
    boolean others =
        Stream.of(DataFile.DATA, DataFile.PUSH, DataFile.REQUESTS)
            .anyMatch(it -> it.isFilled(directory));
    boolean journal = DataFile.JOURNAL.isFilled(directory);
    if (!DataFile.REGISTRY.isFilled(directory) && (others || journal)) {
      throw gone(directory, DataFile.REGISTRY);
    }
    if (!journal && others) {
      throw gone(directory, DataFile.JOURNAL);
    }
  }

  private static UnusableData gone(Path directory, DataFile file) {
    return new UnusableData(
        "%s is not there or empty, but other databases of OpenAEP are. Put it back, or restore a backup."
            .formatted(directory.resolve(file.fileName())));
  }

  /// Once the registry and the journal are opened, before another is: whether the journal can give
  /// back what the others lack.
  ///
  /// @param accepted start all the same, and say in the log what is lost
  /// @throws UnusableData with a sentence; none of the others was made
  public static void beforeFolding(Path directory, boolean accepted) {
    List<String> losses;
    try {
      losses = losses(directory);
    } catch (SQLException e) {
      throw new UnusableData(
          "The databases in %s cannot be read (%s). Ask openaep admin check, and restore a backup."
              .formatted(directory, e.getMessage()),
          e);
    }
    if (!losses.isEmpty() && !accepted) {
      throw new UnusableData(
          "%s Put the right file back, or restore a backup; to go on without what is lost, start once with OPENAEP_ACCEPT_LOSS=true."
              .formatted(String.join(" ", losses)));
    }
    losses.forEach(it -> LOG.warn("loss accepted directory={} loss=\"{}\"", directory, it));
  }

  private static List<String> losses(Path directory) throws SQLException {
    List<String> losses = new ArrayList<>();
    try (Connection journal = DataFile.JOURNAL.in(directory).reader();
        Connection registry = DataFile.REGISTRY.in(directory).reader()) {
      Reach reach = Reach.of(journal);
      long data = folded(directory, DataFile.DATA, reach);
      long _ = folded(directory, DataFile.PUSH, reach);
      if (reach.hasGapAfter(data)) {
        losses.add(
            "%s holds what happened up to event %d, but journal.db begins at %d: it is not the one that was here, and reports and commands are lost."
                .formatted(directory.resolve(DataFile.DATA.fileName()), data, reach.first()));
      }
      if (!ask(directory, DataFile.PUSH, false, it -> Sql.hasTable(it, "push_fold"))
          && Sql.hasTable(registry, "push_subscription")
          && Sql.number(registry, "select count(*) from push_subscription") > 0) {
        losses.add(
            "%s was not there or empty: messages that waited for their receivers, and dead letters, are lost."
                .formatted(directory.resolve(DataFile.PUSH.fileName())));
      }
      if (reach.last() > 1
          && !ask(directory, DataFile.REQUESTS, false, it -> Sql.hasTable(it, "schema_version"))) {
        LOG.warn("log of northbound calls was not there, begun anew directory={}", directory);
      }
    }
    return losses;
  }

  /// How far a database has followed the journal.
  ///
  /// @throws UnusableData if that is beyond the journal's end
  private static long folded(Path directory, DataFile file, Reach reach) throws SQLException {
    long folded = ask(directory, file, 0L, Reach::folded);
    if (folded > reach.last()) {
      throw new UnusableData(
          "%s ends at %d, but %d events of it were seen already: it is not the one that was here. Put the right file back, or restore a backup."
              .formatted(directory.resolve(DataFile.JOURNAL.fileName()), reach.last(), folded));
    }
    return folded;
  }

  private interface Question<R> {
    R of(Connection database) throws SQLException;
  }

  /// Looks into a database that may not be there, and is not made by that.
  private static <R> R ask(Path directory, DataFile file, R absent, Question<R> question)
      throws SQLException {
    if (!file.isFilled(directory)) {
      return absent;
    }
    try (Connection database = file.in(directory).reader()) {
      return question.of(database);
    }
  }
}
