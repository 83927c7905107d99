package io.openaep.platform.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.requests.RequestLog.Filter;
import io.openaep.platform.requests.RequestLog.Logged;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestStoreTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path directory;
  private Database database;
  private RequestStore log;

  @BeforeEach
  void open() {
    database = Database.open(new SqliteFile(directory.resolve("r.db"), Durability.NORMAL));
    log = new RequestStore(database, 50, InstantSource.fixed(NOON), new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  private static RequestEntry entry(String tenant, String api, int code, Instant at) {
    return new RequestEntry(
        at,
        tenant,
        "AK",
        api,
        "GET",
        "/" + api,
        "d1",
        code == 0 || code > 999 ? 200 : code,
        code,
        code == 0 ? "" : "because",
        "[::1]:5",
        Duration.ofMillis(3));
  }

  @Test
  void whatWasAddedIsReadBackNewestFirst() {
    RequestEntry first = entry("t", "m/F", 0, NOON);
    RequestEntry second = entry("t", "m/G", 8803, NOON.plusMillis(1));
    log.add(first);
    log.add(second);
    assertThat(log.list(Filter.of("t"), Long.MAX_VALUE, 10))
        .map(Logged::entry)
        .containsExactly(second, first);
  }

  @Test
  void tenantsDoNotSeeEachOther() {
    log.add(entry("t", "m/F", 0, NOON));
    log.add(entry("u", "m/F", 0, NOON));
    log.add(entry("", "unknown", 401, NOON));
    assertThat(log.list(Filter.of("u"), Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(log.list(all(Optional.empty(), false), Long.MAX_VALUE, 10)).hasSize(3);
  }

  @Test
  void aModuleIsFoundWithAllItsFunctionsAndRefusalsAlone() {
    log.add(entry("t", "m/F", 0, NOON));
    log.add(entry("t", "m/G", 8803, NOON));
    log.add(entry("t", "m_o/F", 0, NOON));
    assertThat(log.list(all(Optional.of("m"), false), Long.MAX_VALUE, 10)).hasSize(2);
    assertThat(log.list(all(Optional.of("m/F"), false), Long.MAX_VALUE, 10)).hasSize(1);
    assertThat(log.list(all(Optional.of("m"), true), Long.MAX_VALUE, 10)).hasSize(1);
  }

  private static Filter all(Optional<String> api, boolean refusedOnly) {
    return new Filter(
        Optional.empty(),
        Optional.empty(),
        api,
        Optional.empty(),
        refusedOnly,
        Instant.EPOCH,
        NOON.plusSeconds(1));
  }

  @Test
  void theNewestAreKeptAndPagesAreContinued() {
    for (int i = 0; i < 120; i++) {
      log.add(entry("t", "m/F" + i, 0, NOON));
    }
    var page = log.list(Filter.of("t"), Long.MAX_VALUE, 30);
    assertThat(page.getFirst().entry().api()).isEqualTo("m/F119");
    var rest = log.list(Filter.of("t"), page.getLast().id(), 100);
    assertThat(rest).hasSize(20);
    assertThat(rest.getLast().entry().api()).isEqualTo("m/F70");
  }

  @Test
  void daysAreSummedInChinasTimeAndOutliveTheLines() {
    for (int i = 0; i < 60; i++) {
      log.add(entry("t", "m/F", i < 50 ? 0 : 8803, NOON));
    }
    log.add(entry("t", "m/F", 0, Instant.parse("2026-11-22T16:00:00Z")));
    LocalDate day = LocalDate.of(2026, 11, 22);
    assertThat(log.days("t", day, day.plusDays(1)))
        .containsExactly(
            new RequestLog.Day(day, 60, 50, 180), new RequestLog.Day(day.plusDays(1), 1, 1, 3));
    assertThat(log.days("u", day, day)).isEmpty();
  }

  @Test
  void whatWaitsIsWrittenWhenItIsClosed() {
    log.add(entry("t", "m/F", 0, NOON));
    close();
    open();
    assertThat(log.list(Filter.of("t"), Long.MAX_VALUE, 10)).hasSize(1);
  }
}
