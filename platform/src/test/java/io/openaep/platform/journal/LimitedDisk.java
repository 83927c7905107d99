package io.openaep.platform.journal;

import io.openaep.platform.store.ConnectionSource;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A SQLite file on a disk whose size the test decides: a real SQLITE_FULL without filling a disk,
/// on the connection in use and on every later one.
final class LimitedDisk implements ConnectionSource {
  private static final long AMPLE = 1_000_000;

  private final Supplier<Path> path;
  private @Nullable Connection newest;
  private long limitPages = AMPLE;

  LimitedDisk(Supplier<Path> path) {
    this.path = path;
  }

  /// No page more than there are. To be called while nothing is being written.
  synchronized void fill() throws SQLException {
    limitPages = 1; // SQLite raises it to what is there
    limit(Objects.requireNonNull(newest, "no writer is open"));
  }

  /// Seen by connections opened from now on.
  synchronized void clear() {
    limitPages = AMPLE;
  }

  @Override
  public synchronized Connection writer() throws SQLException {
    Connection writer = file().writer();
    limit(writer);
    newest = writer;
    return writer;
  }

  @Override
  public Connection reader() throws SQLException {
    return file().reader();
  }

  private SqliteFile file() {
    return new SqliteFile(path.get(), Durability.FULL);
  }

  private void limit(Connection connection) throws SQLException {
    try (Statement pragma = connection.createStatement()) {
      pragma.execute("pragma max_page_count=" + limitPages);
    }
  }
}
