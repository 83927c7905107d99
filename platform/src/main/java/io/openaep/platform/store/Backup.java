package io.openaep.platform.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
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
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private Backup() {}

  /// What was written.
  public record Written(Path directory, List<DataFile> files, long bytes) {
    public Written {
      files = List.copyOf(files);
    }
  }

  /// @param data the data directory
  /// @param wanted a directory that does not exist yet; what is missing above it is made
  /// @param withKey whether the key of the secrets goes along, if it lies in the data directory
  /// @throws UnusableData with a sentence; nothing of the copy is left then
  public static Written take(Path data, Path wanted, boolean withKey) {
    Path target = wanted.toAbsolutePath().normalize();
    Path draft = target.resolveSibling(target.getFileName() + ".partial");
    boolean made = false;
    boolean whole = false;
    try {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Files.createDirectories(target.resolveSibling("."), OWNER_ONLY);
      Files.createDirectory(draft, OWNER_ONLY);
      made = true;
      List<DataFile> files = copy(data, draft);
      if (withKey) {
        keyIsThere(data);
        Files.copy(data.resolve(DataFile.KEY), draft.resolve(DataFile.KEY));
      }
      long bytes = toDisk(draft);
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
      force(target.resolveSibling("."));
      whole = true;
      return new Written(target, files, bytes);
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
    } finally {
      if (made && !whole) {
        DataFile.removeAll(draft);
      }
    }
  }

  private static void keyIsThere(Path data) {
    if (!Files.isRegularFile(data.resolve(DataFile.KEY))) {
      throw new UnusableData(
          "The key of the secrets is not in %s, so --with-key cannot copy it; it is where --key-file says. Keep it apart from the backup."
              .formatted(data));
    }
  }

  private static List<DataFile> copy(Path data, Path draft) throws SQLException {
    List<DataFile> files = DataFile.of(data);
    if (files.isEmpty()) {
      throw new UnusableData("There are no databases of OpenAEP in " + data + "; check --data.");
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
      return files;
    } finally {
      for (Connection snapshot : snapshots) {
        snapshot.close();
      }
    }
  }

  /// Begins to read each file, with the registry held still meanwhile.
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
        try (Statement first = reader.createStatement()) {
          first.executeQuery("select count(*) from sqlite_schema").close();
        }
      }
      lock.execute("rollback");
    }
  }

  private static long toDisk(Path draft) throws IOException {
    long bytes = 0;
    try (var files = Files.list(draft)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        force(file);
        bytes += Files.size(file);
      }
    }
    force(draft);
    return bytes;
  }

  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
