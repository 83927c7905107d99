package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCommandStoreTest extends CommandStoreContract {
  @TempDir Path directory;
  private final VirtualClock clock = new VirtualClock();
  private Database database;
  private SqlCommandStore store;

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("command.db"), Durability.NORMAL));
    store = new SqlCommandStore(database, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Override
  CommandStore store() {
    return store;
  }

  @Test
  void everythingIsThereAfterReopening() {
    store.fold(batch(saved(7, 5, NOON), report(7)));
    close();
    open();
    assertThat(store.position()).isEqualTo(2);
    assertThat(store.highestId()).isEqualTo(5);
    assertThat(store.find(7, 5)).isPresent();
  }

  @Test
  void endedCommandsAreForgottenInTimeAndOpenOnesAreNot() {
    store.fold(
        batch(saved(7, 1, NOON), new CommandFailed(NOON, 7, 1, "EXPIRED", ""), saved(7, 2, NOON)));
    clock.advance(Duration.ofDays(91));
    store.fold(batch(report(7)));
    assertThat(store.find(7, 1)).isEmpty();
    assertThat(store.find(7, 2)).isPresent();
    assertThat(store.highestId()).isEqualTo(2);
  }

  @Test
  void positionOfUplinksIsWrittenOnceASecondAndRefoldingIsHarmless() {
    store.fold(batch(report(7)));
    store.fold(batch(report(7)));
    assertThat(store.position()).isEqualTo(2);
    close();
    open();
    assertThat(store.position()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(2));
    store.fold(batch(report(7)));
    close();
    open();
    assertThat(store.position()).isEqualTo(3);
  }

  @Test
  void aRemovalThatCouldNotBeStoredIsDoneWhenItComesAgain() {
    store.fold(batch(saved(7, 1, NOON)));
    database.change(handle ->
        handle.update(
            "create trigger full before insert on command_removed begin select raise(abort, 'full');"
                + " end"));
    var removal = batch(new Event.DeviceRemoved(NOON, 7));
    assertThatThrownBy(() -> store.fold(removal)).hasMessageContaining("full");
    assertThat(store.find(7, 1)).isPresent();
    database.change(handle -> handle.update("drop trigger full"));
    store.fold(removal);
    assertThat(store.find(7, 1)).isEmpty();
    store.fold(batch(saved(7, 2, NOON)));
    assertThat(store.find(7, 2)).as("what comes late").isEmpty();
  }

  @Test
  void failedFoldStoresNothingAndCanBeRepeated() {
    var broken = batch(saved(7, 1, NOON), new CommandFailed(NOON, 7, 1, "NO SUCH FAILURE", ""));
    assertThatThrownBy(() -> store.fold(broken)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store.position()).isZero();
    assertThat(store.find(7, 1)).isEmpty();
    store.fold(broken.subList(0, 1));
    assertThat(store.find(7, 1)).isPresent();
  }
}
