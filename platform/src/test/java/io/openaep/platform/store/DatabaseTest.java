package io.openaep.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.store.SqliteFile.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path directory;
  private final LimitedDisk disk = new LimitedDisk();
  private Database database;

  /// A SQLite file whose size the test can limit: a real SQLITE_FULL without filling a disk.
  private final class LimitedDisk implements ConnectionSource {
    volatile long limitPages = 1_000_000;

    @Override
    public Connection writer() throws SQLException {
      Connection connection =
          new SqliteFile(directory.resolve("test.db"), Durability.FULL).writer();
      try (Statement pragma = connection.createStatement()) {
        pragma.execute("pragma max_page_count=" + limitPages);
      }
      return connection;
    }

    @Override
    public Connection reader() throws SQLException {
      return new SqliteFile(directory.resolve("test.db"), Durability.FULL).reader();
    }
  }

  @BeforeEach
  void open() {
    database = Database.open(disk);
    database.change(
        handle -> handle.update("create table note (id bigint primary key, body text)"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void insert(long id, String body) {
    database.change(handle -> handle.update("insert into note values (?, ?)", id, body));
  }

  private long count() {
    return database.read(handle -> handle.number("select count(*) from note"));
  }

  @Test
  void writtenRowsAreReadAndSurviveReopening() {
    insert(1, "one");
    assertThat(count()).isEqualTo(1);

    database.close();
    database = Database.open(disk);

    assertThat(count()).isEqualTo(1);
  }

  @Test
  void everyColumnTypeComesBackAsItWent() {
    Instant now = Instant.ofEpochMilli(1_795_339_862_154L);
    database.change(handle -> {
      handle.update("create table kinds (t text, n bigint, f smallint, b bytea, i bigint, x text)");
      handle.update(
          "insert into kinds values (?, ?, ?, ?, ?, ?)",
          "中",
          Long.MAX_VALUE,
          true,
          new byte[] {0, -1, '1'},
          now,
          Optional.empty());
    });
    String seen =
        database.read(handle ->
            handle
                .first(
                    "select * from kinds",
                    row ->
                        List.of(
                                row.text("t"),
                                row.number("n"),
                                row.flag("f"),
                                List.of(row.bytes("b")[0], row.bytes("b")[1]),
                                row.instant("i"),
                                row.optionalText("x"))
                            .toString())
                .orElseThrow());
    assertThat(seen)
        .isEqualTo("[中, 9223372036854775807, true, [0, -1], " + now + ", Optional.empty]");
  }

  @Test
  void writeThatThrowsLeavesNothing() {
    assertThatThrownBy(() ->
            database.change(handle -> {
              handle.update("insert into note values (?, ?)", 1L, "half");
              throw new IllegalArgumentException("changed my mind");
            }))
        .isInstanceOf(IllegalArgumentException.class);
    insert(2, "whole");
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void fullDiskRefusesTheWholeWriteAndRecoversWhenThereIsRoom() {
    insert(1, "before");
    disk.limitPages = database.read(handle -> handle.number("pragma page_count")) + 2;
    reopen();

    String large = "x".repeat(200_000);
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() ->
              database.change(handle -> {
                handle.update("insert into note values (?, ?)", 2L, "small");
                handle.update("insert into note values (?, ?)", 3L, large);
              }))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("full");
      assertThat(count()).isEqualTo(1);
    }
    insert(4, "a small one still fits");

    disk.limitPages = 1_000_000;
    assertThatThrownBy(() -> insert(4, "a failure closes the connection"))
        .isInstanceOf(StoreException.class);
    insert(3, large);
    assertThat(count()).isEqualTo(3);
  }

  private void reopen() {
    database.close();
    database = Database.open(disk);
  }

  @Test
  void concurrentWritesAllHappenAndReadersSeeWholeTransactions() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers =
          IntStream.range(0, 8)
              .<Future<?>>mapToObj(writer ->
                  threads.submit(() -> {
                    for (int i = 0; i < 20; i++) {
                      long id = writer * 1000L + i * 2L;
                      database.change(handle -> {
                        handle.update("insert into note values (?, ?)", id, "a");
                        handle.update("insert into note values (?, ?)", id + 1, "b");
                      });
                      assertThat(count() % 2).isZero();
                    }
                  }))
              .toList();
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertThat(count()).isEqualTo(8 * 20 * 2);
  }

  @Test
  void searchesLeaveRoomForShortReads() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 10; i++) {
        threads.execute(() -> database.search(_ -> awaitQuietly(release)));
      }
      try {
        assertThat(threads.submit(this::count).get(60, TimeUnit.SECONDS)).isZero();
      } finally {
        release.countDown();
      }
    }
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Test
  void readersCannotWrite() {
    assertThatThrownBy(
            () -> database.read(handle -> handle.update("insert into note values (9, 'x')")))
        .isInstanceOf(StoreException.class);
    assertThat(count()).isZero();
  }

  @Test
  void writeWithinWriteIsAMistakeThatIsNamed() {
    assertThatThrownBy(() -> database.change(_ -> insert(1, "inner")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("within");
  }

  @Test
  void closedDatabaseSaysSo() {
    database.close();
    assertThatThrownBy(this::count)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(() -> insert(1, "late")).isInstanceOf(StoreException.class);
  }

  @Test
  void fileThatIsNoDatabaseStopsTheStartWithASentence() throws Exception {
    Path path = directory.resolve("other.db");
    Files.writeString(path, "this is a text file, and long enough to be looked at".repeat(100));
    assertThatThrownBy(() -> Database.open(new SqliteFile(path, Durability.FULL)))
        .isInstanceOf(UnusableData.class)
        .hasMessageContaining("other.db");
  }
}
