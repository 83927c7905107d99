package io.openaep.platform.store;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// Copies the databases of a data directory while a platform works on them. All copies show one
/// moment: a read transaction is begun on each, within a write lock on the registry that lasts as
/// long as that takes, and then each is copied from its own transaction. What follows the journal
/// is looked at before the journal, which may only be ahead of it.
///
/// The copy has its name only when it is whole and on disk. Blocking.
public final class Backup {
  private Backup() {}

  /// What was written.
  public record Written(Path directory, List<DataFile> files, long bytes) {
    public Written {
      files = List.copyOf(files);
    }
  }

  /// @param data the data directory
  /// @param wanted a directory that does not exist yet; what is missing above it is made
  /// @param withKey whether the key of the secrets goes along, which must lie in the data directory
  ///   then, and the certificate that the platform made for itself, with its key
  /// @throws UnusableData with a sentence; nothing of the copy is left then
  public static Written take(Path data, Path wanted, boolean withKey) {
    Path target = wanted.toAbsolutePath().normalize();
    try {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.createDirectories(target.resolveSibling("."), BackupDraft.OWNER_ONLY);
      try (BackupDraft draft = BackupDraft.of(target)) {
        copy(data, draft.path());
        if (withKey) {
          copyKeys(data, draft.path());
        }
        return new Written(target, List.of(DataFile.values()), draft.become(target));
      }
    } catch (FileAlreadyExistsException e) {
      throw new UnusableData(
          e.getMessage() + " is there already; name a directory that is not.", e);
    } catch (AtomicMoveNotSupportedException e) {
      throw new UnusableData(
          "The backup cannot be named %s (%s). Name a directory elsewhere."
              .formatted(target, e.getMessage()),
          e);
    } catch (IOException | SQLException e) {
      throw new UnusableData(
          "The backup to %s failed (%s). Make room, or name a directory elsewhere."
              .formatted(target, FileTrouble.words(e)),
          e);
    }
  }

  private static void copyKeys(Path data, Path draft) throws IOException {
    if (!Files.isRegularFile(data.resolve(DataFile.KEY))) {
      throw new UnusableData(
          "The key of the secrets is not in %s, so --with-key cannot copy it; it is where --key-file says. Keep it apart from the backup."
              .formatted(data));
    }
    Files.copy(data.resolve(DataFile.KEY), draft.resolve(DataFile.KEY));
    if (Files.isRegularFile(data.resolve(DataFile.CERTIFICATE))) {
      Files.copy(data.resolve(DataFile.CERTIFICATE), draft.resolve(DataFile.CERTIFICATE));
    }
  }

  private static void copy(Path data, Path draft) throws SQLException {
    List<DataFile> files = List.of(DataFile.values());
    if (DataFile.of(data).isEmpty()) {
      throw new UnusableData("There are no databases of OpenAEP in " + data + "; check --data.");
    }
    for (DataFile file : files) {
      if (!file.isFilled(data)) {
        throw hollow(data, file, "is not there or empty");
      }
    }
    List<Connection> snapshots = new ArrayList<>();
    try {
      begin(data, files, snapshots);
      for (int i = 0; i < files.size(); i++) {
        Path copy = draft.resolve(files.get(i).fileName());
        try (Statement statement = snapshots.get(i).createStatement()) {
          statement.executeUpdate("backup to '" + copy.toString().replace("'", "''") + "'");
        }
      }
    } finally {
      for (Connection snapshot : snapshots) {
        snapshot.close();
      }
    }
  }

  private static UnusableData hollow(Path data, DataFile file, String state) {
    return new UnusableData(
        "%s %s, so this would be no backup. Start the platform once, or put the file back."
            .formatted(data.resolve(file.fileName()), state));
  }

  /// Begins to read each file, with the registry held still meanwhile.
  ///
  /// @throws UnusableData if one of them was never worked with
  private static void begin(Path data, List<DataFile> files, List<Connection> snapshots)
      throws SQLException {
    try (Connection registry = DataFile.REGISTRY.in(data).writer();
        Statement lock = registry.createStatement()) {
      registry.setAutoCommit(true);
      lock.execute("begin immediate");
      for (DataFile file : files) {
        Connection reader = file.in(data).reader();
        snapshots.add(reader);
        reader.setAutoCommit(false);
        if (!Sql.hasTable(reader, "schema_version")) { // the first question fixes the moment
          throw hollow(data, file, "holds no tables");
        }
      }
      lock.execute("rollback");
    }
  }
}
