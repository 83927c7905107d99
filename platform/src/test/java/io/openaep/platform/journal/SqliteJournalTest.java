package io.openaep.platform.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {
  private static final JournalSettings SETTINGS =
      new JournalSettings(QUEUE_EVENTS, 1 << 20, 20, 1 << 20, 30, 100_000, Duration.ofMillis(2));

  @TempDir Path directory;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LimitedDisk disk = new LimitedDisk(() -> directory.resolve("journal.db"));
  private final ArrayDeque<Connection> rivals = new ArrayDeque<>();

  @Override
  Journal open() {
    return SqliteJournal.open(disk, SETTINGS, InstantSource.fixed(Events.NOON), meters);
  }

  /// Another writer has the file: the journal's waits.
  @Override
  void hold() throws Exception {
    Connection rival = new SqliteFile(directory.resolve("journal.db"), Durability.NORMAL).writer();
    try (var statement = rival.createStatement()) {
      statement.execute("delete from state where space = 'nothing'");
    }
    rivals.add(rival);
  }

  @Override
  void release() throws Exception {
    try (Connection rival = rivals.remove()) {
      rival.rollback();
    }
  }

  @Override
  void breakStorage() throws Exception {
    disk.fill();
    String bulk = "x".repeat(5_000);
    while (journal.trouble().isEmpty()) {
      join(journal.append(Events.report(bulk)).handle((_, _) -> ""));
    }
  }

  @Override
  void repair() {
    disk.clear();
  }

  @Test
  void everythingIsThereAfterReopening() {
    append("a");
    join(journal.append(List.of(Events.report("b")), List.of(put("k", 1, "v"))));
    journal.close();
    journal = open();
    assertThat(journal.end()).isEqualTo(2);
    assertThat(texts(0, 10)).containsExactly("a", "b");
    assertThat(journal.state("space")).hasSize(1);
    assertThat(append("c")).isEqualTo(3);
  }

  @Test
  void stateOfTheFirstFormIsStillThereAndCanBeDropped() {
    journal.close();
    Path old = directory.resolve("old.db");
    try (Database database = Database.open(new SqliteFile(old, Durability.FULL))) {
      new Migrations("journal", JournalStore.class, List.of("journal-1.sql"))
          .apply(database, InstantSource.fixed(Events.NOON));
      database.change(handle -> {
        String insert = "insert into state (space, key, device, value) values (?, ?, ?, ?)";
        handle.update(insert, "space", "a1", 7L, new byte[] {1});
        handle.update(insert, "space", "b2", 7L, new byte[] {2});
        handle.update(insert, "space", "c3", 8L, new byte[] {3});
      });
    }
    journal =
        SqliteJournal.open(
            new SqliteFile(old, Durability.FULL),
            SETTINGS,
            InstantSource.fixed(Events.NOON),
            meters);
    join(
        journal.append(
            List.of(),
            List.of(new StateChange("space", "a1", 7, Optional.empty()), put("b2", 7, "new"))));
    assertThat(journal.state("space"))
        .containsExactly(
            new StateEntry("space", "b2", 7, Bytes.utf8("new")),
            new StateEntry("space", "c3", 8, Bytes.hex("03")));
  }

  @Test
  void positionsAreNotGivenOutAgainAfterTrimmingAndReopening() {
    IntStream.range(0, 5).forEach(i -> append("x"));
    awaitEnd(5);
    assertThat(join(journal.trim(99, Events.NOON.plusSeconds(1), 99))).isEqualTo(4);
    journal.close();
    journal = open();
    assertThat(append("next")).isEqualTo(6);
    assertThat(meters.counter("openaep.journal.trimmed").count()).isEqualTo(4);
  }

  @Test
  void whatGathersDuringACommitIsCommittedTogether() throws Exception {
    hold();
    List<CompletableFuture<Long>> appends = new ArrayList<>();
    for (int i = 0; i < 41; i++) {
      appends.add(journal.append(Events.report("x")).toCompletableFuture());
    }
    assertThat(meters.get("openaep.journal.queue.events").gauge().value()).isEqualTo(41);
    release();
    appends.forEach(CompletableFuture::join);
    eventually(() -> meters.timer("openaep.journal.append").count() == 41);
    assertThat(meters.summary("openaep.journal.commit.events").max())
        .as("the limit of one commit")
        .isEqualTo(20);
    assertThat(meters.timer("openaep.journal.commit").count()).isBetween(3L, 5L);
  }

  @Test
  void oneAppendThatCanNeverFitIsToldApartFromADiskThatIsSlow() {
    String bulk = "x".repeat(2_000_000);
    assertThatThrownBy(() -> journal.append(Events.report(bulk)).toCompletableFuture().join())
        .hasMessageContaining("at once are more than journal.queue-events or journal.queue-bytes");
    assertThat(journal.append(Events.report("small")).toCompletableFuture().join()).isPositive();
  }

  @Test
  void aQueueFullOfBytesRefuses() throws Exception {
    hold();
    String bulk = "x".repeat(300_000);
    List<CompletableFuture<Long>> appends =
        IntStream.range(0, 5)
            .mapToObj(_ -> journal.append(Events.report(bulk)).toCompletableFuture())
            .toList();
    assertThat(appends.subList(3, 5)).allMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(meters.counter("openaep.journal.refused").count()).isEqualTo(2);
    release();
    assertThat(appends.subList(0, 3)).allSatisfy(append -> assertThat(append.join()).isPositive());
  }

  @Test
  void largeEventsAreReadInSmallerBatches() {
    String bulk = "x".repeat(900_000);
    IntStream.range(0, 8).forEach(i -> append(bulk));
    awaitEnd(8);
    assertThat(journal.read(0, 100)).hasSize(5);
    assertThat(journal.read(7, 100)).hasSize(1);
  }

  @Test
  void aTailThatIsBehindReadsTheFileAndOneThatKeepsUpReadsMemory() {
    IntStream.range(0, 100).forEach(i -> append(Integer.toString(i)));
    awaitEnd(100);
    for (int from = 0; from < 100; from++) {
      assertThat(texts(from, 3))
          .containsExactlyElementsOf(
              IntStream.range(from, Math.min(100, from + 3)).mapToObj(Integer::toString).toList());
    }
  }

  @Test
  void trimmingMakesRoomOnAFullDisk() throws Exception {
    IntStream.range(0, 200).forEach(i -> append("x".repeat(3_000)));
    awaitEnd(200);
    breakStorage();
    assertThat(meters.counter("openaep.journal.failures").count()).isOne();
    assertThat(journal.trim(100, Events.NOON.plusSeconds(1), 50).toCompletableFuture())
        .as("even deleting is refused until the trial write succeeds")
        .isCompletedExceptionally();
    repair();
    eventually(() -> journal.trouble().isEmpty());
    assertThat(join(journal.trim(100, Events.NOON.plusSeconds(1), 50))).isEqualTo(50);
    disk.fill();
    assertThat(append("fits into what was freed")).isPositive();
  }

  @Test
  void aCommitThatFailedAndYetReachedTheFileIsTakenBack() throws Exception {
    append("a");
    awaitEnd(1);
    var store = JournalStore.open(disk, InstantSource.fixed(Events.NOON));
    try (store) {
      store.write(List.of(Append.of(List.of(Events.report("never told")), List.of(), 0)), 1);
      store.proveWritable(1);
      assertThat(store.newest()).isEqualTo(1);
    }
  }
}
