package io.openaep.platform.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.openaep.platform.data.DeviceData.Cursor;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.DeviceIdentity;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Devices 100 to 199 are of product 1, 200 to 299 of product 2, and so on.
class ProductHistoryTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration KEPT = Duration.ofDays(3);

  @TempDir Path directory;
  private Instant now = NOON;
  private Database database;
  private SqlDataStore store;
  private long position;
  private final Set<Long> unregistered = new HashSet<>();
  private final List<Long> asked = new ArrayList<>();

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
    store = new SqlDataStore(database, KEPT, this::product, () -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Optional<Long> product(long device) {
    asked.add(device);
    return unregistered.contains(device) ? Optional.empty() : Optional.of(device / 100);
  }

  @Test
  void theReportsOfAllDevicesOfAProductComeNewestFirst() {
    fold(report(101, 0, "a"), report(201, 1, "other"), report(102, 2, "b"), report(101, 3, "c"));
    assertThat(texts(1)).containsExactly("c", "b", "a");
    assertThat(texts(2)).containsExactly("other");
    assertThat(texts(3)).isEmpty();
    assertThat(store.productHistory(1, NOON, NOON, Optional.empty(), 9))
        .extracting(DeviceReport::device, it -> it.report().position())
        .containsExactly(tuple(101L, 1L));
  }

  @Test
  void reportsOfOneMillisecondComeInTheOrderOfTheJournalAndPagesSplitThem() {
    for (int i = 0; i < 7; i++) {
      fold(report(101 + i % 3, 0, "r" + i));
    }
    assertThat(pages(1, 2)).containsExactly("r6", "r5", "r4", "r3", "r2", "r1", "r0");
  }

  @Test
  void aReportOfAClockThatWasSetBackStandsAtItsTime() {
    fold(report(101, 5_000, "a"), report(102, 9_000, "b"));
    fold(report(103, 7_000, "set back"), report(103, -90_000_000, "the day before"));
    fold(report(104, 9_000, "c"));
    assertThat(texts(1)).containsExactly("c", "b", "set back", "a", "the day before");
  }

  @Test
  void bothEndsOfAWindowAreIncluded() {
    fold(
        report(101, 0, "a"), report(102, 1, "b"), report(101, 1_001, "c"), report(102, 2_000, "d"));
    assertThat(
            store
                .productHistory(1, NOON.plusMillis(1), NOON.plusMillis(1_001), Optional.empty(), 9)
                .stream()
                .map(it -> it.report().raw().toUtf8()))
        .containsExactly("c", "b");
    assertThat(store.productHistory(1, NOON.plusMillis(2), NOON, Optional.empty(), 9)).isEmpty();
  }

  /// Against a list that is sorted: batches that are placed at once and batches that gather in
  /// memory, jittering clocks, starts in between, removed devices, pages of any length.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void pagesAreWhatASortedListWouldGive(long seed) {
    Random random = new Random(seed);
    List<DeviceReport> expected = new ArrayList<>();
    for (int batch = 0; batch < 40; batch++) {
      int size = random.nextInt(4) == 0 ? 256 + random.nextInt(200) : 1 + random.nextInt(20);
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        long device = 100L + random.nextInt(150);
        Event.Reported event = report(device, batch * 700L + random.nextInt(3_000), "r");
        events.add(event);
        if (device < 200 && !unregistered.contains(device)) {
          Report report = new Report(event.at(), position + events.size(), "", event.raw(), "");
          expected.add(new DeviceReport(device, report));
        }
      }
      fold(events.toArray(Event[]::new));
      if (random.nextInt(6) == 0) {
        close();
        open();
      }
      if (random.nextInt(5) == 0) {
        long gone = 100L + random.nextInt(100);
        remove(gone);
        expected.removeIf(it -> it.device() == gone);
      }
    }
    expected.sort((a, b) -> Place.NEWEST_FIRST.compare(a.report(), b.report()));
    int limit = 1 + random.nextInt(200);
    List<DeviceReport> read = new ArrayList<>();
    Optional<Cursor> cursor = Optional.empty();
    List<DeviceReport> page;
    do {
      page = store.productHistory(1, Instant.EPOCH, NOON.plus(KEPT), cursor, limit);
      read.addAll(page);
      cursor = page.isEmpty() ? cursor : Optional.of(cursor(page.getLast()));
    } while (page.size() == limit);
    assertThat(read).as("seed %d", seed).isEqualTo(expected);
    assertThat(places()).as("no place is left of what was removed").isEqualTo(expected.size());
  }

  @Test
  void whatGoesWhileSomebodyPagesEndsThePages() {
    for (int day = 0; day < 4; day++) {
      now = NOON.plus(Duration.ofDays(day));
      fold(report(101, now, "day" + day), report(102, now, "also day" + day));
    }
    List<DeviceReport> first = page(1, Optional.empty(), 3);
    now = NOON.plus(Duration.ofDays(5)).minusSeconds(1);
    store.dropOld(() -> true);
    List<DeviceReport> second = page(1, Optional.of(cursor(first.getLast())), 3);
    assertThat(first).extracting(ProductHistoryTest::text).contains("day3");
    assertThat(second).extracting(ProductHistoryTest::text).containsExactly("day2");
    assertThat(tables()).allMatch(it -> !it.startsWith("gone_")).hasSize(2);
  }

  @Test
  void aRemovedDeviceIsGoneFromItsProductAndTheOthersStay() {
    fold(report(101, 0, "a"), report(102, 0, "b"), report(101, 1, "c"), report(102, 2, "d"));
    Event[] many = new Event[700];
    for (int i = 0; i < many.length; i++) {
      many[i] = report(101 + i % 2, 3 + i / 10, "m" + i);
    }
    fold(many);
    remove(101);
    assertThat(texts(1)).hasSize(100).allMatch(it -> !it.equals("a") && !it.equals("c"));
    assertThat(places()).isEqualTo(352);
    remove(102);
    assertThat(texts(1)).isEmpty();
    assertThat(places()).isZero();
    fold(report(101, 9_000, "late"));
    assertThat(texts(1)).isEmpty();
  }

  /// The platform stopped between the two events of a deletion: nobody knows the product any more.
  @Test
  void placesWhoseReportsAreGoneArePassedOver() {
    fold(report(101, 0, "a"));
    Event[] many = new Event[50];
    for (int i = 0; i < many.length; i++) {
      many[i] = report(102, 1 + i, "m" + i);
    }
    fold(many);
    close();
    unregistered.add(102L);
    open();
    fold(new Event.DeviceRemoved(now, 102));
    assertThat(places()).isEqualTo(51);
    assertThat(store.count(102, Instant.EPOCH, NOON.plus(KEPT))).isZero();
    assertThat(page(1, Optional.empty(), 5))
        .extracting(ProductHistoryTest::text)
        .containsExactly("a");
  }

  @Test
  void aReportOfADeviceThatIsNoMoreIsInNoProduct() {
    unregistered.add(101L);
    fold(report(101, 0, "a"), report(102, 0, "b"));
    assertThat(texts(1)).containsExactly("b");
    assertThat(texts(0)).isEmpty();
    assertThat(store.count(101, NOON, NOON)).isEqualTo(1);
  }

  @Test
  void aSilentProductIsFoundAmongManyReportsOfAnother() {
    fold(report(201, -86_400_000, "long ago"));
    Event[] many = new Event[1_000];
    for (int batch = 0; batch < 60; batch++) {
      for (int i = 0; i < many.length; i++) {
        many[i] = report(100 + i % 100, batch, "x");
      }
      fold(many);
    }
    assertThat(texts(2)).containsExactly("long ago");
    assertThat(texts(1)).hasSize(100);
  }

  @Test
  void aDeviceIsAskedForOnce() {
    fold(report(101, 0, "a"), report(102, 0, "b"), report(101, 1, "c"));
    fold(report(101, 2, "d"));
    assertThat(asked).containsExactly(101L, 102L);
  }

  @Test
  void aDayThatWasMadeBeforeIsWidened() {
    fold(report(101, 0, "before"));
    database.change(handle -> {
      handle.update("drop table product_place_20779");
      handle.update("update history_part set form = 2");
    });
    close();
    open();
    fold(report(102, 1, "after"));
    assertThat(texts(1)).containsExactly("after");
    assertThat(store.count(101, NOON, NOON)).isEqualTo(1);
  }

  private void remove(long device) {
    DeviceIdentity identity =
        new DeviceIdentity("t", device / 100, "id", "name", Optional.empty(), Optional.empty());
    unregistered.add(device);
    fold(new Event.DeviceDeleted(now, device, identity), new Event.DeviceRemoved(now, device));
  }

  /// How many of product 1 are in the tables.
  private int places() {
    fold(new Event.PlatformStarted(now)); // a small batch places what is in memory
    store.dropOld(() -> true);
    int places = 0;
    for (String table : tables()) {
      places +=
          database.<Integer>read(handle ->
              handle
                  .list(
                      "select places from " + table + " where product = 1",
                      row -> PackedPlaces.unpack(row.bytes("places")).length)
                  .stream()
                  .mapToInt(it -> it)
                  .sum());
    }
    return places;
  }

  private List<String> tables() {
    return database.read(handle ->
        handle.list(
            "select name from sqlite_master where type = 'table' and name like '%product\\_place\\_%'"
                + " escape '\\'",
            row -> row.text("name")));
  }

  private List<String> pages(long product, int limit) {
    List<String> texts = new ArrayList<>();
    List<DeviceReport> page = page(product, Optional.empty(), limit);
    while (!page.isEmpty()) {
      page.forEach(it -> texts.add(text(it)));
      page = page(product, Optional.of(cursor(page.getLast())), limit);
    }
    return texts;
  }

  private List<String> texts(long product) {
    return page(product, Optional.empty(), 100).stream().map(ProductHistoryTest::text).toList();
  }

  private List<DeviceReport> page(long product, Optional<Cursor> cursor, int limit) {
    return store.productHistory(product, Instant.EPOCH, now.plus(KEPT), cursor, limit);
  }

  private static Cursor cursor(DeviceReport of) {
    return new Cursor(of.report().at(), of.report().position());
  }

  private static String text(DeviceReport of) {
    return of.report().raw().toUtf8();
  }

  private void fold(Event... events) {
    List<Recorded> batch = new ArrayList<>();
    for (Event event : events) {
      batch.add(new Recorded(++position, event));
    }
    store.fold(batch);
  }

  private static Event.Reported report(long device, long ms, String text) {
    return report(device, NOON.plusMillis(ms), text);
  }

  private static Event.Reported report(long device, Instant at, String text) {
    return new Event.Reported(
        at, device, 5, "tcp", "", -1, false, 0, Bytes.utf8(text), new Content.Opaque());
  }
}
