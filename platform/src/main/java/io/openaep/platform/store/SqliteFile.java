package io.openaep.platform.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;

/// A SQLite database in one file (with its `-wal` and `-shm` beside it), in WAL mode. Memory is
/// kept small on purpose: no memory map, page caches of at most 2 MiB for the writer and 1 MiB a
/// reader.
///
/// @param durability what a commit waits for
public record SqliteFile(Path path, Durability durability) implements ConnectionSource {
  /// What a commit waits for.
  public enum Durability {
    /// The commit is on disk: for everything that is acknowledged to somebody.
    FULL,
    /// A power failure may take back the newest commits (never tear one): for what is folded from a
    /// journal that can fold again.
    NORMAL
  }

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /// Nobody but a backup tool competes for the file, so a longer wait means something is wrong.
  private static final Duration BUSY_WAIT = Duration.ofSeconds(5);

  private static final int WRITER_CACHE_KIB = 2048;
  private static final int READER_CACHE_KIB = 1024;

  /// After a burst the WAL file is cut back to this at the next checkpoint.
  private static final int WAL_KEPT_BYTES = 32 << 20;

  /// Makes the file if it is not there, readable by its owner alone; its `-wal` and `-shm` get the
  /// same mode from the library.
  @Override
  public Connection writer() throws SQLException {
    makeForOwner();
    SQLiteConfig config = common(WRITER_CACHE_KIB);
    config.setJournalMode(JournalMode.WAL);
    config.setJournalSizeLimit(WAL_KEPT_BYTES);
    config.setSynchronous(
        switch (durability) {
          case FULL -> SynchronousMode.FULL;
          case NORMAL -> SynchronousMode.NORMAL;
        });
    config.enforceForeignKeys(true);
    // Nobody asks for them; the driver would prepare and run a query after each insert.
    config.setGetGeneratedKeys(false);
    Connection connection = config.createConnection(url());
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public Connection reader() throws SQLException {
    SQLiteConfig config = common(READER_CACHE_KIB);
    config.setReadOnly(true);
    return config.createConnection(url());
  }

  /// A connection for looking at a file that perhaps nobody works with: a copy that is at rest is
  /// read as it is, without a file being made beside it, so it may lie where nothing can be
  /// written.
  Connection visitor() throws SQLException {
    if (!isAtRest()) {
      return reader();
    }
    SQLiteConfig config = common(READER_CACHE_KIB);
    config.setReadOnly(true);
    return config.createConnection(
        "jdbc:sqlite:file:" + path.toAbsolutePath().toUri().getRawPath() + "?immutable=1");
  }

  /// Nothing waits in a log beside it, and no platform can have it open.
  private boolean isAtRest() {
    Path folder = path.toAbsolutePath().resolveSibling(".");
    Path log = path.resolveSibling(path.getFileName() + "-wal");
    try {
      boolean pending = Files.exists(log) && Files.size(log) > 0;
      return !pending
          && (!Files.exists(folder.resolve(DataDirectory.LOCK)) || !Files.isWritable(folder));
    } catch (IOException _) {
      return false; // the library will say what is wrong
    }
  }

  private void makeForOwner() throws SQLException {
    try {
      if (Files.notExists(path)) {
        Files.createFile(path, OWNER_ONLY);
      }
    } catch (IOException e) {
      throw new SQLException(FileTrouble.words(e), e);
    }
  }

  private static SQLiteConfig common(int cacheKib) {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(Math.toIntExact(BUSY_WAIT.toMillis()));
    config.setCacheSize(-cacheKib); // negative: KiB rather than pages
    config.setTempStore(TempStore.MEMORY);
    return config;
  }

  private String url() {
    return "jdbc:sqlite:" + path;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
