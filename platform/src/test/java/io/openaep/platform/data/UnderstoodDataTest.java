package io.openaep.platform.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Content.ServiceRef;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the fold makes of reports that a thing model understood.
class UnderstoodDataTest {
  private static final Instant T = Instant.ofEpochMilli(1_700_000_000_000L);
  private static final Duration KEPT = Duration.ofDays(10);

  @TempDir Path directory;
  private Instant now = T;
  private Database database;
  private SqlDataStore store;
  private long position;

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
    store = new SqlDataStore(database, KEPT, _ -> Optional.empty(), () -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void eachPropertyKeepsItsNewestValue() {
    fold(properties(1, 0, "{\"a\":1,\"b\":\"x\"}"), properties(1, 5, "{\"a\":2.5}"));
    fold(properties(2, 6, "{\"a\":true}"));
    assertThat(store.properties(1))
        .extracting(PropertyValue::property, PropertyValue::json, PropertyValue::text)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("a", "2.5", "2.5"),
            org.assertj.core.api.Assertions.tuple("b", "\"x\"", "x"));
    assertThat(store.properties(1).getLast().at()).isEqualTo(T);
    assertThat(store.properties(2)).extracting(PropertyValue::json).containsExactly("true");
  }

  @Test
  void theHistoryHoldsBytesAndValues() {
    fold(properties(1, 0, "{\"a\":1}"));
    Report report = store.latest(1).orElseThrow();
    assertThat(report.decoded()).isTrue();
    assertThat(report.service()).isEqualTo("data_report");
    assertThat(report.texts()).isEqualTo(Map.of("a", "1"));
    assertThat(report.raw()).isEqualTo(Bytes.hex("0201"));
    assertThat(store.history(1, T, T, Optional.empty(), 9)).containsExactly(report);
  }

  @Test
  void remarksStandBesideTheValues() {
    fold(
        reported(
            1,
            0,
            new Content.Properties(
                new ServiceRef(1, "data_report"), "{\"a\":200}", List.of("a is too high."))));
    assertThat(store.latest(1).map(Report::problem)).contains("a is too high.");
    assertThat(store.properties(1).getFirst().problem()).isEqualTo("a is too high.");
  }

  @Test
  void eventsHaveAListOfTheirOwnAndAreNoHistory() {
    for (int i = 0; i < 5; i++) {
      fold(occurrence(1, i / 2, i % 2 == 0 ? 1 : 3, "{\"n\":" + i + "}"));
    }
    assertThat(store.count(1, T, T.plusSeconds(1))).isZero();
    assertThat(store.latest(1)).isEmpty();
    assertThat(store.state(1).lastHeardAt()).contains(T.plusMillis(2));
    assertThat(store.countEvents(1, OptionalInt.empty(), T, T.plusMillis(1))).isEqualTo(4);
    assertThat(store.countEvents(1, OptionalInt.of(3), T, T.plusMillis(9))).isEqualTo(2);
    List<String> seen = new ArrayList<>();
    Optional<Cursor> cursor = Optional.empty();
    for (int i = 0; i < 3; i++) {
      List<DeviceEvent> page = store.events(1, OptionalInt.empty(), T, T.plusSeconds(1), cursor, 2);
      page.forEach(event -> seen.add(event.values()));
      cursor = Optional.of(new Cursor(page.getLast().at(), page.getLast().position()));
    }
    assertThat(seen)
        .containsExactly("{\"n\":4}", "{\"n\":3}", "{\"n\":2}", "{\"n\":1}", "{\"n\":0}");
  }

  @Test
  void aResponseIsHeardAndNothingElse() {
    fold(reported(1, 3, new Content.Response(new ServiceRef(9001, "done"), 7, "{}", List.of())));
    assertThat(store.state(1).lastHeardAt()).contains(T.plusMillis(3));
    assertThat(store.count(1, T, T.plusSeconds(1))).isZero();
  }

  @Test
  void everythingIsThereAfterReopeningAndNothingAfterRemoval() {
    fold(properties(1, 0, "{\"a\":1}"), occurrence(1, 1, 2, "{}"));
    database.close();
    open();
    assertThat(store.properties(1)).hasSize(1);
    assertThat(store.latest(1).map(Report::values)).contains("{\"a\":1}");
    fold(new Event.DeviceRemoved(T, 1));
    assertThat(store.properties(1)).isEmpty();
    assertThat(store.countEvents(1, OptionalInt.empty(), Instant.EPOCH, T.plusSeconds(9))).isZero();
  }

  @Test
  void aRemovalInTheSameBatchLeavesNothing() {
    fold(properties(1, 0, "{\"a\":1}"), occurrence(1, 1, 2, "{}"), new Event.DeviceRemoved(T, 1));
    assertThat(store.properties(1)).isEmpty();
    assertThat(store.countEvents(1, OptionalInt.empty(), Instant.EPOCH, T.plusSeconds(9))).isZero();
  }

  @Test
  void oldEventsAreDroppedAndTheNewestReportIsKeptWithItsValues() {
    fold(properties(1, 0, "{\"a\":1}"), occurrence(1, 1, 2, "{}"));
    now = T.plus(KEPT).plus(Duration.ofDays(2));
    store.dropOld(() -> true);
    assertThat(store.countEvents(1, OptionalInt.empty(), Instant.EPOCH, now)).isZero();
    assertThat(store.count(1, Instant.EPOCH, now)).isZero();
    assertThat(store.latest(1).map(Report::values)).contains("{\"a\":1}");
  }

  @Test
  void aDayThatWasMadeBeforeThereWereModelsIsWidened() {
    fold(properties(1, 0, "{\"a\":1}"));
    long day = T.getEpochSecond() / 86_400;
    database.change(handle -> {
      handle.update("alter table history_" + day + " drop column service");
      handle.update("alter table history_" + day + " drop column content");
      handle.update("update history_part set form = 1");
    });
    database.close();
    open();
    assertThat(store.latest(1).map(Report::raw)).contains(Bytes.hex("0201"));
    assertThat(store.latest(1).orElseThrow().decoded()).isFalse();
    fold(properties(1, 1, "{\"a\":2}"));
    assertThat(store.latest(1).map(Report::values)).contains("{\"a\":2}");
  }

  private static Event.Reported properties(long device, int ms, String values) {
    return reported(
        device, ms, new Content.Properties(new ServiceRef(1, "data_report"), values, List.of()));
  }

  private static Event.Reported occurrence(long device, int ms, int level, String values) {
    return reported(
        device,
        ms,
        new Content.Occurrence(new ServiceRef(1001, "alarm"), level, values, List.of()));
  }

  private static Event.Reported reported(long device, int ms, Content content) {
    return new Event.Reported(
        T.plusMillis(ms), device, 5, "lwm2m", "/19/0/0", 42, true, 0, Bytes.hex("0201"), content);
  }

  private void fold(Event... events) {
    List<Recorded> batch = new ArrayList<>();
    for (Event event : events) {
      batch.add(new Recorded(++position, event));
    }
    store.fold(batch);
  }
}
