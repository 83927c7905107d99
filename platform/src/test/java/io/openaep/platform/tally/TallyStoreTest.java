package io.openaep.platform.tally;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-22T04:00:00Z");
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

  @TempDir Path directory;
  private Instant now = NOON;
  private Database database;
  private TallyStore tally;
  private long position;

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
    tally = new TallyStore(database, device -> Optional.of("tenant" + device % 2), () -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aDeviceCountsOnceADayAndOnceAMonthHoweverOftenItReports() {
    fold(1, 3, 1, 2, 3);
    fold(1, 2, 5_000_000_000L);
    assertThat(tally.activeOn("tenant1", DAY, it -> true)).isEqualTo(2);
    assertThat(tally.activeOn("tenant0", DAY, it -> true)).isEqualTo(2);
    now = NOON.plus(Duration.ofDays(1));
    fold(1, 1);
    assertThat(tally.activeOn("tenant1", DAY.plusDays(1), it -> true)).isEqualTo(1);
    assertThat(tally.activeIn("tenant1", YearMonth.of(2026, 11), it -> true)).isEqualTo(2);
    assertThat(tally.days("tenant1", DAY, DAY.plusDays(1)))
        .extracting(Tally.Day::reports)
        .containsExactly(5L, 2L);
  }

  @Test
  void oldPeriodsGoInSlicesBesideTheFold() {
    long[] many = new long[5_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i;
    }
    fold(many);
    now = NOON.plus(Duration.ofDays(63));
    fold(1);
    int[] steps = {0};
    tally.dropOld(() -> {
      steps[0]++;
      fold(2); // a write within a write would be refused
      return true;
    });
    assertThat(steps[0]).as("2,500 devices of each tenant, 2,000 a step").isGreaterThan(3);
    LocalDate today = now.atOffset(ZoneOffset.ofHours(8)).toLocalDate();
    assertThat(tally.activeOn("tenant1", DAY, it -> true)).isZero();
    assertThat(tally.activeOn("tenant1", today, it -> true)).isEqualTo(1);
    assertThat(tally.activeIn("tenant1", YearMonth.of(2026, 11), it -> true)).isEqualTo(2_500);
    now = NOON.plus(Duration.ofDays(840));
    tally.dropOld(() -> true);
    assertThat(tally.activeIn("tenant1", YearMonth.of(2026, 11), it -> true)).isZero();
    assertThat(tally.days("tenant1", DAY, DAY)).isEmpty();
  }

  @Test
  void oldPeriodsAreFoundByTheirKey() {
    assertThat(plan(TallyStore.DROP_ACTIVE, 0L, 1L, 1))
        .isNotEmpty()
        .noneMatch(step -> step.startsWith("SCAN"));
    assertThat(plan(TallyStore.DROP_SUMS, 1L, 1))
        .anyMatch(step -> step.contains("tally_day_day"))
        .noneMatch(step -> step.startsWith("SCAN"));
  }

  private List<String> plan(String sql, Object... values) {
    return database.read(
        handle -> handle.list("explain query plan " + sql, row -> row.text("detail"), values));
  }

  private void fold(long... devices) {
    List<Recorded> batch = new ArrayList<>();
    for (long device : devices) {
      batch.add(
          new Recorded(
              ++position,
              new Event.Reported(
                  now, device, 1, "tcp", "", -1, false, 0, Bytes.utf8("x"), new Content.Opaque())));
    }
    tally.fold(batch);
  }
}
