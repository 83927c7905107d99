package io.openaep.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.store.SqliteFile.Durability;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  private static final InstantSource CLOCK = InstantSource.system();
  @TempDir Path directory;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("test.db"), Durability.NORMAL));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void apply(String feature, String... files) {
    new Migrations(feature, MigrationsTest.class, List.of(files)).apply(database, CLOCK);
  }

  private long fruits() {
    return database.read(handle -> handle.number("select count(*) from fruit where ripe = 1"));
  }

  @Test
  void filesRunOnceInOrder() {
    apply("fruit", "first.sql");
    apply("fruit", "first.sql", "second.sql");
    apply("fruit", "first.sql", "second.sql");
    assertThat(fruits()).isEqualTo(2);
  }

  @Test
  void featuresOfOneDatabaseAreNumberedApart() {
    apply("fruit", "first.sql", "second.sql");
    apply("other", "other.sql");
    apply("fruit", "first.sql", "second.sql");
    assertThat(fruits()).isEqualTo(2);
  }

  @Test
  void newerTablesAreRefused() {
    apply("fruit", "first.sql", "second.sql");
    assertThatThrownBy(() -> apply("fruit", "first.sql"))
        .isInstanceOf(UnusableData.class)
        .hasMessage(
            "The fruit tables are of version 2, but this program knows only version 1."
                + " Use the newer program that wrote them, or another data directory.");
  }

  @Test
  void changedFileIsRefused() {
    apply("fruit", "first.sql");
    assertThatThrownBy(() -> apply("fruit", "second.sql"))
        .isInstanceOf(UnusableData.class)
        .hasMessageContaining("another form of second.sql");
  }

  @Test
  void failingFileLeavesNothingBehind() {
    apply("fruit", "first.sql");
    assertThatThrownBy(() -> apply("fruit", "first.sql", "broken.sql"))
        .isInstanceOf(StoreException.class);
    apply("fruit", "first.sql", "second.sql");
    assertThat(fruits()).isEqualTo(2);
  }
}
