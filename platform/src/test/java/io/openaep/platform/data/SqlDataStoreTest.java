package io.openaep.platform.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Slices;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlDataStoreTest {
  private static final Instant T = Instant.ofEpochMilli(1_700_000_000_000L);

  @TempDir Path directory;
  private Database database;
  private SqlDataStore store;
  private long position;

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
    store = new SqlDataStore(database, _ -> Optional.empty(), InstantSource.fixed(T));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aReportIsLatestAndHistory() {
    fold(report(1, 0, "a"), report(1, 5, "b"), report(2, 6, "c"));
    assertThat(store.latest(1).map(it -> it.raw().toUtf8())).contains("b");
    assertThat(store.latest(3)).isEmpty();
    assertThat(store.count(1, T, T.plusMillis(5))).isEqualTo(2);
    assertThat(store.count(1, T, T.plusMillis(4))).isEqualTo(1);
    assertThat(texts(1, Optional.empty(), 10)).containsExactly("b", "a");
  }

  @Test
  void pagesSplitOneMillisecondWithoutLossOrRepetition() {
    for (int i = 0; i < 7; i++) {
      fold(report(1, i / 3, "r" + i));
    }
    List<String> seen = new ArrayList<>();
    Optional<Cursor> cursor = Optional.empty();
    List<Report> page = store.history(1, T, T.plusSeconds(1), cursor, 2);
    while (!page.isEmpty()) {
      page.forEach(it -> seen.add(it.raw().toUtf8()));
      cursor = Optional.of(new Cursor(page.getLast().at(), page.getLast().position()));
      page = store.history(1, T, T.plusSeconds(1), cursor, 2);
    }
    assertThat(seen).containsExactly("r6", "r5", "r4", "r3", "r2", "r1", "r0");
  }

  @Test
  void theBoundsOfAHistoryAreInclusive() {
    fold(report(1, 0, "a"), report(1, 1, "b"), report(1, 2, "c"));
    assertThat(store.history(1, T, T, Optional.empty(), 9)).hasSize(1);
    assertThat(store.history(1, T.plusMillis(1), T.plusMillis(2), Optional.empty(), 9)).hasSize(2);
  }

  @Test
  void connectingActivatesOnceAndGoingIsOfTheCurrentSessionOnly() {
    assertThat(store.state(1)).isEqualTo(DeviceState.NEVER_HEARD);
    fold(connected(1, 0, 11, "mqtt"), connected(1, 1, 12, "mqtt"), gone(1, 2, 11));
    assertThat(store.state(1).online()).isTrue();
    assertThat(store.state(1).activatedAt()).contains(T);
    assertThat(store.state(1).onlineAt()).contains(T.plusMillis(1));
    assertThat(store.activated(List.of(2L, 1L, 3L))).isEqualTo(1);
    assertThat(store.activated(List.of())).isZero();
    fold(gone(1, 3, 12));
    assertThat(store.state(1).online()).isFalse();
    assertThat(store.state(1).offlineAt()).contains(T.plusMillis(3));
    assertThat(store.online(List.of(1L, 2L))).isZero();
  }

  @Test
  void theActivatedAmongManyAreCountedOnceEach() {
    Event[] came = new Event[1_300];
    for (int i = 0; i < came.length; i++) {
      came[i] = connected(i, 0, 11, "mqtt");
    }
    fold(came);
    List<Long> asked = LongStream.range(99, 1_400).boxed().toList();
    assertThat(store.activated(asked)).isEqualTo(1_201);
  }

  @Test
  void aRestartEndsConnectionsButNotRegistrations() {
    fold(connected(1, 0, 11, "mqtt"), connected(2, 0, 12, "lwm2m"), connected(3, 0, 13, "tcp"));
    assertThat(store.online(List.of(1L, 2L, 3L))).isEqualTo(3);
    fold(new Event.PlatformStarted(T.plusMillis(9)), report(1, 10, "late"));
    assertThat(store.state(1).online()).isFalse();
    assertThat(store.state(1).offlineAt()).contains(T.plusMillis(9));
    assertThat(store.state(2).online()).isTrue();
    assertThat(store.online(List.of(1L, 2L, 3L))).isEqualTo(1);
  }

  @Test
  void aReplayChangesNothing() {
    List<Recorded> batch =
        List.of(new Recorded(1, report(1, 0, "a")), new Recorded(2, gone(1, 1, 5)));
    store.fold(batch);
    store.fold(batch);
    assertThat(store.count(1, T, T.plusSeconds(1))).isEqualTo(1);
    assertThat(store.position()).isEqualTo(2);
  }

  @Test
  void everythingIsThereAfterReopening() {
    fold(connected(1, 0, 11, "lwm2m"), report(1, 1, "a"));
    database.close();
    open();
    assertThat(store.position()).isEqualTo(2);
    assertThat(store.state(1).online()).isTrue();
    assertThat(store.online(List.of(1L))).isEqualTo(1);
    assertThat(store.latest(1)).isPresent();
  }

  @Test
  void aRemovedDeviceLeavesNothing() {
    fold(connected(1, 0, 11, "tcp"), report(1, 1, "a"), observed(1, 2, "o"));
    assertThat(store.observed(1).map(it -> it.raw().toUtf8())).contains("o");
    fold(new Event.DeviceRemoved(T, 1));
    assertThat(store.state(1)).isEqualTo(DeviceState.NEVER_HEARD);
    assertThat(store.latest(1)).isEmpty();
    assertThat(store.observed(1)).isEmpty();
    assertThat(store.online(List.of(1L))).isZero();
  }

  @Test
  void aReportThatRacedTheRemovalLeavesNothing() {
    fold(report(1, 1, "a"));
    fold(new Event.DeviceRemoved(T, 1), report(1, 2, "late"));
    database.close();
    open();
    fold(connected(1, 3, 12, "tcp"), report(1, 4, "later"), report(2, 4, "other"));
    assertThat(store.state(1)).isEqualTo(DeviceState.NEVER_HEARD);
    assertThat(store.latest(1)).isEmpty();
    assertThat(store.count(1, Instant.EPOCH, T.plusSeconds(3600))).isZero();
    assertThat(store.latest(2)).isPresent();
  }

  @Test
  void anUndecodableReportKeepsItsReason() {
    Event.Reported report =
        new Event.Reported(
            T,
            1,
            5,
            "mqtt",
            "t",
            -1,
            false,
            0,
            Bytes.utf8("{"),
            new Content.Undecodable("not JSON"));
    fold(report);
    assertThat(store.latest(1).map(Report::problem)).contains("not JSON");
  }

  @Test
  void userPropertiesStayWithTheirReportAndGoWithTheDevice() {
    List<UserProperty> said = List.of(new UserProperty("u", "1"), new UserProperty("u", "2"));
    fold(report(1, 0, "a"), propertied(1, said), propertied(2, said), report(1, 3, "b"));
    assertThat(store.userProperties(1, 1, 4)).isEqualTo(Map.of(2L, said));
    assertThat(store.userProperties(1, 3, 4)).isEmpty();
    assertThat(userPropertyRows()).as("one row a report").isEqualTo(2);
    fold(new Event.DeviceRemoved(T, 1));
    assertThat(store.userProperties(1, 1, 4)).isEmpty();
    assertThat(store.userProperties(2, 3, 3)).hasSize(1);
  }

  @Test
  void userPropertiesAreKeptAsLongAsHistory() {
    fold(propertied(1, List.of(new UserProperty("u", "1"))));
    database.close();
    Instant later = T.plus(SqlDataStore.USUAL_HISTORY).plus(Duration.ofDays(1));
    database = Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
    store = new SqlDataStore(database, _ -> Optional.empty(), InstantSource.fixed(later));
    store.dropOld(() -> true);
    assertThat(store.userProperties(1, 1, 1)).isEmpty();
  }

  /// Else each sweep reads the table from end to end.
  @ParameterizedTest
  @ValueSource(strings = {UserPropertyStore.DROP_SLICE, EventStore.DROP_SLICE})
  void whatIsTooOldIsFoundByItsTime(String slice) {
    List<String> plan =
        database.read(
            handle -> handle.list("explain query plan " + slice, row -> row.text("detail"), T, 1));
    assertThat(plan).isNotEmpty().noneMatch(step -> step.startsWith("SCAN"));
  }

  @Test
  void oldUserPropertiesGoInSlicesUntilNoneIsLeft() {
    Event[] many = new Event[2_500];
    Arrays.fill(many, propertied(1, List.of(new UserProperty("u", "1"))));
    fold(many);
    assertThat(Slices.delete(database, UserPropertyStore.DROP_SLICE, () -> true, T)).isTrue();
    assertThat(userPropertyRows()).isEqualTo(2_500);
    int[] slices = {0};
    assertThat(
            Slices.delete(
                database, UserPropertyStore.DROP_SLICE, () -> ++slices[0] > 0, T.plusMillis(1)))
        .isTrue();
    assertThat(slices[0]).isEqualTo(2);
    assertThat(userPropertyRows()).isZero();
  }

  private long userPropertyRows() {
    return database.read(handle -> handle.number("select count(*) from user_property"));
  }

  private static Event.Reported propertied(long device, List<UserProperty> user) {
    Content opaque = new Content.Opaque();
    return new Event.Reported(
        T, device, 5, "mqtt", "t", -1, false, 0, Bytes.utf8("p"), opaque, user);
  }

  private List<String> texts(long device, Optional<Cursor> cursor, int limit) {
    return store.history(device, T, T.plusSeconds(1), cursor, limit).stream()
        .map(it -> it.raw().toUtf8())
        .toList();
  }

  private void fold(Event... events) {
    List<Recorded> batch = new ArrayList<>();
    for (Event event : events) {
      batch.add(new Recorded(++position, event));
    }
    store.fold(batch);
  }

  private static Event.Reported report(long device, long millis, String text) {
    return new Event.Reported(
        T.plusMillis(millis),
        device,
        5,
        "tcp",
        "",
        -1,
        false,
        0,
        Bytes.utf8(text),
        new Content.Opaque());
  }

  private static Event observed(long device, long millis, String text) {
    return new Event.Observed(
        T.plusMillis(millis), device, 5, "lwm2m", "/19/0/0", 42, Bytes.utf8(text));
  }

  private static Event connected(long device, long millis, long session, String door) {
    return new Event.Connected(
        T.plusMillis(millis), device, session, door, "127.0.0.1:1", Optional.empty());
  }

  private static Event gone(long device, long millis, long session) {
    return new Event.Gone(T.plusMillis(millis), device, session, "CLOSED");
  }
}
