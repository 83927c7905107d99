package io.openaep.platform.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.DtlsSessions.Kept;
import io.openaep.platform.journal.MemoryJournal;
import io.openaep.platform.store.DataDirectory;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.KeyFile;
import io.openaep.platform.store.Secrets;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDtlsSessionsTest {
  private static final String IMEI = "868543060974334";
  private static final Bytes SECRET = Bytes.utf8("master secret and its digest");

  @TempDir Path directory;
  private final MemoryJournal journal = new MemoryJournal();

  @Test
  void theNewestOfAnIdentityComesBackAndIsNotOnDiskInPlain() {
    try (DataDirectory data = DataDirectory.open(directory.resolve("a"));
        Database database = database(data)) {
      JournalDtlsSessions sessions = new JournalDtlsSessions(journal, secrets(data, database));
      sessions.keep(kept(1));
      sessions.keep(kept(2));
      assertThat(sessions.all()).containsExactly(kept(2));
      assertThat(journal.state("dtls-session"))
          .singleElement()
          .satisfies(
              it -> assertThat(it.value().toHex()).doesNotContain(SECRET.toHex().substring(0, 16)));
      sessions.forget(IMEI);
      assertThat(sessions.all()).isEmpty();
    }
  }

  @Test
  void underAnotherKeyTheyArePassedOver() {
    try (DataDirectory data = DataDirectory.open(directory.resolve("a"));
        Database database = database(data);
        DataDirectory other = DataDirectory.open(directory.resolve("b"));
        Database otherDatabase = database(other)) {
      new JournalDtlsSessions(journal, secrets(data, database)).keep(kept(1));
      List<Kept> seen = new JournalDtlsSessions(journal, secrets(other, otherDatabase)).all();
      assertThat(seen).isEmpty();
    }
  }

  private static Kept kept(long second) {
    return new Kept(IMEI, Instant.ofEpochSecond(second), SECRET);
  }

  private static Database database(DataDirectory data) {
    return Database.open(new SqliteFile(data.file("x.db"), Durability.NORMAL));
  }

  private static Secrets secrets(DataDirectory data, Database database) {
    return Secrets.open(KeyFile.of(Optional.empty(), data), database, InstantSource.system());
  }
}
