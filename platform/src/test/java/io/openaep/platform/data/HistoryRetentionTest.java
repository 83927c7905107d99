package io.openaep.platform.data;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryRetentionTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration KEPT = Duration.ofDays(3);

  @TempDir Path directory;
  private Instant now = NOON;
  private Database database;
  private SqlDataStore store;
  private long position;

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
    store = new SqlDataStore(database, KEPT, device -> Optional.of(device / 100), () -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aDayIsDroppedAsAWholeWhenAllOfItIsTooOld() {
    for (int day = 0; day < 6; day++) {
      now = NOON.plus(Duration.ofDays(day));
      fold(report(1, "day" + day));
      dropOld();
    }
    assertThat(history(1)).containsExactly("day5", "day4", "day3", "day2");
    assertThat(store.count(1, Instant.EPOCH, now)).isEqualTo(4);
    assertThat(tables()).containsExactlyInAnyOrderElementsOf(daysFrom(20_781, 4));
  }

  @Test
  void theLastKeptDayKeepsItsUserPropertiesToo() {
    List<UserProperty> said = List.of(new UserProperty("u", "1"));
    now = NOON.minus(Duration.ofHours(13)); // the day before
    fold(report(1, "gone", said));
    now = NOON.minus(Duration.ofHours(6));
    fold(report(1, "kept", said));
    now = NOON.plus(KEPT);
    dropOld();
    assertThat(history(1)).containsExactly("kept");
    assertThat(store.userProperties(1, 0, position)).isEqualTo(Map.of(position, said));
  }

  @Test
  void theNewestReportOfASilentDeviceStays() {
    fold(report(1, "old"), report(1, "last words"), report(2, "both"));
    now = NOON.plus(Duration.ofDays(10));
    fold(report(2, "new"));
    dropOld();
    assertThat(history(1)).isEmpty();
    assertThat(latest(1)).contains("last words");
    assertThat(latest(2)).contains("new");
    close();
    open();
    assertThat(latest(1)).contains("last words");
    fold(new Event.DeviceRemoved(now, 1));
    assertThat(latest(1)).isEmpty();
  }

  @Test
  void aKeptReportGoesWhenThereIsANewerOne() {
    fold(report(1, "kept"));
    now = NOON.plus(Duration.ofDays(10));
    fold(report(2, "x"));
    dropOld();
    assertThat(kept()).isEqualTo(1);
    fold(report(1, "newer"));
    now = NOON.plus(Duration.ofDays(20));
    fold(report(1, "newest"));
    dropOld();
    now = NOON.plus(Duration.ofDays(30));
    fold(report(2, "y"));
    dropOld();
    assertThat(latest(1)).contains("newest");
    assertThat(kept()).as("only of silent devices").isEqualTo(1);
  }

  @Test
  void whatStillGathersInMemoryIsKeptToo() {
    Event[] many = new Event[300];
    for (int i = 0; i < many.length; i++) {
      many[i] = report(i % 3, "r" + i);
    }
    fold(many);
    now = NOON.plus(Duration.ofDays(10));
    fold(report(9, "new day"));
    dropOld();
    assertThat(latest(2)).contains("r299");
    assertThat(history(2)).isEmpty();
    assertThat(tables()).containsExactlyInAnyOrderElementsOf(daysFrom(20_789, 1));
  }

  @Test
  void whatBecameTooOldWhileNothingRanIsDropped() {
    fold(report(1, "old"));
    close();
    now = NOON.plus(Duration.ofDays(10));
    open();
    dropOld();
    assertThat(tables()).isEmpty();
    assertThat(latest(1)).contains("old");
  }

  @Test
  void whatGathersInMemoryWhileADayGoesIsNotLost() {
    fold(report(5, "old"));
    now = NOON.plus(Duration.ofDays(10));
    fold(many(900));
    dropOld();
    assertThat(store.count(2, now, now)).isEqualTo(300);
    close();
    open();
    assertThat(store.count(2, now, now)).isEqualTo(300);
    assertThat(latest(5)).contains("old");
  }

  @Test
  void aDroppedDayIsOutOfSightAtOnceAndItsRowsGoInSlices() {
    fold(many(9_000));
    now = NOON.plus(Duration.ofDays(10));
    int[] steps = {0};
    store.dropOld(() -> ++steps[0] < 6);
    assertThat(store.count(1, NOON, NOON)).isZero();
    long left = database.read(handle -> handle.number("select count(*) from gone_history_20779"));
    assertThat(left).as("some slices are left").isBetween(1L, 9_000L);
    close();
    open();
    assertThat(store.count(1, NOON, NOON)).isZero();
    dropOld();
    assertThat(tables()).isEmpty();
    assertThat(latest(1)).isPresent();
  }

  @Test
  void otherWritesHaveTheirTurnBetweenTwoSlices() {
    fold(many(9_000));
    now = NOON.plus(Duration.ofDays(10));
    store.dropOld(() -> {
      fold(report(7, "between")); // a write within a write would be refused
      return true;
    });
    assertThat(tables()).containsExactlyInAnyOrderElementsOf(daysFrom(20_789, 1));
    assertThat(store.count(7, now, now)).isGreaterThan(9);
  }

  @Test
  void aReportThatComesIntoADayWhileItGoesIsNotLost() {
    fold(report(1, "first"), report(2, "other"));
    boolean[] came = {false, false};
    now = NOON.plus(Duration.ofDays(10));
    store.dropOld(() -> {
      boolean out = store.count(2, NOON, NOON) == 0;
      if (!came[out ? 1 : 0]) {
        came[out ? 1 : 0] = true;
        now = NOON;
        fold(report(out ? 4 : 1, out ? "after it was taken out" : "while it was copied"));
        now = NOON.plus(Duration.ofDays(10));
      }
      return true;
    });
    assertThat(came).containsExactly(true, true);
    assertThat(latest(1)).contains("while it was copied");
    assertThat(history(4)).containsExactly("after it was taken out");
    dropOld();
    assertThat(tables()).isEmpty();
    assertThat(latest(1)).contains("while it was copied");
    assertThat(latest(2)).contains("other");
    assertThat(latest(4)).contains("after it was taken out");
  }

  @Test
  void manyReportsArePlacedWhenMemoryIsFull() {
    Event[] many = new Event[1_000];
    for (int batch = 0; batch < 60; batch++) {
      for (int i = 0; i < many.length; i++) {
        many[i] = report(i % 500, "x");
      }
      fold(many);
    }
    long placed = database.read(handle -> handle.number("select count(*) from place_20779"));
    assertThat(placed).isBetween(40_000L, 60_000L);
    assertThat(store.count(7, NOON, NOON)).isEqualTo(120);
    close();
    open();
    assertThat(store.count(7, NOON, NOON)).isEqualTo(120);
    fold(report(7, "placed at once"));
    assertThat(database.<Long>read(handle -> handle.number("select count(*) from place_20779")))
        .isEqualTo(60_001);
  }

  @Test
  void aReaderSeesEachReportOnceWhileItMoves() {
    Thread folding =
        Thread.ofPlatform()
            .start(() -> {
              for (int batch = 0; batch < 60; batch++) {
                Event[] many = new Event[batch % 3 == 0 ? 1 : 300];
                Arrays.setAll(many, i -> report(1, "r" + i));
                fold(many);
              }
            });
    long seen = 0;
    while (folding.isAlive()) {
      long folded = store.position();
      long counted = store.count(1, NOON, NOON);
      assertThat(counted).isGreaterThanOrEqualTo(Math.max(seen, folded));
      assertThat(store.history(1, NOON, NOON, Optional.empty(), 50_000))
          .extracting(Report::position)
          .doesNotHaveDuplicates()
          .hasSizeGreaterThanOrEqualTo((int) counted);
      seen = counted;
    }
    assertThat(store.count(1, NOON, NOON)).isEqualTo(position);
  }

  private void dropOld() {
    store.dropOld(() -> true);
  }

  /// Of devices 0 to 2.
  private Event[] many(int count) {
    Event[] many = new Event[count];
    Arrays.setAll(many, i -> report(i % 3, "r" + i));
    return many;
  }

  private List<String> history(long device) {
    return store.history(device, Instant.EPOCH, now, Optional.empty(), 100).stream()
        .map(report -> report.raw().toUtf8())
        .toList();
  }

  private Optional<String> latest(long device) {
    return store.latest(device).map(report -> report.raw().toUtf8());
  }

  private long kept() {
    return database.read(handle -> handle.number("select count(*) from kept_report"));
  }

  private List<String> tables() {
    return database.read(handle ->
        handle.list(
            "select name from sqlite_master where type = 'table'"
                + " and (name like 'history\\_2%' escape '\\'"
                + " or name like 'place\\_%' escape '\\' or name like 'gone\\_%' escape '\\')",
            row -> row.text("name")));
  }

  private static List<String> daysFrom(long first, int count) {
    List<String> names = new ArrayList<>();
    for (long day = first; day < first + count; day++) {
      names.add("history_" + day);
      names.add("place_" + day);
    }
    return names;
  }

  private void fold(Event... events) {
    List<Recorded> batch = new ArrayList<>();
    for (Event event : events) {
      batch.add(new Recorded(++position, event));
    }
    store.fold(batch);
  }

  private Event report(long device, String text) {
    return report(device, text, List.of());
  }

  private Event report(long device, String text, List<UserProperty> user) {
    return new Event.Reported(
        now, device, 5, "tcp", "", -1, false, 0, Bytes.utf8(text), new Content.Opaque(), user);
  }
}
