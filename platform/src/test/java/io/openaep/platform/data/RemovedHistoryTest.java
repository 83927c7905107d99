package io.openaep.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices 1 and 2 are of one product.
class RemovedHistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final int EACH = 1_300;

  @TempDir Path directory;
  private Database database;
  private SqlDataStore store;
  private long position;

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
    store = new SqlDataStore(database, Duration.ofDays(3), _ -> Optional.of(7L), () -> NOON);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void theReportsAreOutOfSightAtOnceAndGoInSlices() {
    twoDevices();
    fold(new Event.DeviceRemoved(NOON, 1));
    assertThat(rows()).as("removing takes no time").isEqualTo(2 * EACH);
    assertOnlyTheOtherIsSeen();
    int[] steps = {0};
    store.dropOld(() -> ++steps[0] < 5);
    assertThat(rows()).as("some are left").isBetween((long) EACH + 1, 2L * EACH - 1);
    assertOnlyTheOtherIsSeen();
    close();
    open();
    assertOnlyTheOtherIsSeen();
    store.dropOld(() -> true);
    assertThat(rows()).isEqualTo(EACH);
    assertThat(userProperties()).isEqualTo(1);
    assertThat(left()).isZero();
    assertOnlyTheOtherIsSeen();
  }

  @Test
  void otherWritesHaveTheirTurnBetweenTwoSlices() {
    twoDevices();
    fold(new Event.DeviceRemoved(NOON, 1));
    int[] steps = {0};
    store.dropOld(() -> {
      fold(report(2, 90_000 + steps[0]++, "between")); // a write within a write would be refused
      return true;
    });
    assertThat(steps[0]).isGreaterThan(5);
    assertThat(rows()).isEqualTo(EACH + steps[0]);
    assertThat(store.count(2, Instant.EPOCH, NOON.plusSeconds(999))).isEqualTo(EACH + steps[0]);
  }

  private void assertOnlyTheOtherIsSeen() {
    Instant end = NOON.plusSeconds(999);
    assertThat(store.count(1, Instant.EPOCH, end)).isZero();
    assertThat(store.history(1, Instant.EPOCH, end, Optional.empty(), 10)).isEmpty();
    assertThat(store.latest(1)).isEmpty();
    assertThat(store.userProperties(1, 0, position)).isEmpty();
    assertThat(store.count(2, Instant.EPOCH, end)).isEqualTo(EACH);
    assertThat(store.productHistory(7, Instant.EPOCH, end, Optional.empty(), 2 * EACH))
        .hasSize(EACH)
        .allMatch(it -> it.device() == 2);
    for (int limit : new int[] {1, 5, 300}) {
      assertThat(store.productHistory(7, Instant.EPOCH, end, Optional.empty(), limit))
          .as("beyond the newest, which are gone")
          .hasSize(limit)
          .allMatch(it -> it.device() == 2);
    }
  }

  /// On two days, many of a second; the newest thousand are device 1's.
  private void twoDevices() {
    Event[] events = new Event[2 * EACH];
    for (int i = 0; i < events.length; i++) {
      int device = i < 2 * EACH - 2_000 ? 1 + i % 2 : i < 2 * EACH - 1_000 ? 2 : 1;
      events[i] = report(device, i < 300 ? i - 86_400_000L : i * 30L, "r" + i);
    }
    fold(events);
    fold(new Event.PlatformStarted(NOON));
  }

  @Test
  void aRemovalThatCouldNotBeStoredIsDoneWhenItComesAgain() {
    fold(report(1, 0, "before"), report(2, 0, "other"));
    database.change(handle ->
        handle.update(
            "create trigger full before insert on history_removed begin select raise(abort, 'full');"
                + " end"));
    long before = position;
    assertThatThrownBy(() -> fold(report(2, 1, "with it"), new Event.DeviceRemoved(NOON, 1)))
        .hasMessageContaining("full");
    database.change(handle -> handle.update("drop trigger full"));
    position = before;
    fold(report(2, 1, "with it"), new Event.DeviceRemoved(NOON, 1));
    close();
    open();
    assertThat(store.count(1, Instant.EPOCH, NOON.plusSeconds(1))).isZero();
    store.dropOld(() -> true);
    assertThat(rows()).isEqualTo(2);
  }

  private long rows() {
    return tables().stream().mapToLong(this::count).sum();
  }

  private List<String> tables() {
    return database.read(handle ->
        handle.list("select 'history_' || day as name from history_part", row -> row.text("name")));
  }

  private long userProperties() {
    return count("user_property");
  }

  private long left() {
    return count("history_removed");
  }

  private long count(String table) {
    return database.read(handle -> handle.number("select count(*) from " + table));
  }

  private void fold(Event... events) {
    List<Recorded> batch = new ArrayList<>();
    for (Event event : events) {
      batch.add(new Recorded(++position, event));
    }
    store.fold(batch);
  }

  private static Event.Reported report(long device, long ms, String text) {
    Instant at = NOON.plusMillis(ms);
    List<UserProperty> said =
        text.equals("r8") || text.equals("r9") ? List.of(new UserProperty("u", "1")) : List.of();
    return new Event.Reported(
        at, device, 5, "tcp", "", -1, false, 0, Bytes.utf8(text), new Content.Opaque(), said);
  }
}
