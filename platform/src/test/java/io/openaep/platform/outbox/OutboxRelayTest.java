package io.openaep.platform.outbox;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.Patience;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.JournalSettings;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.journal.SqliteJournal;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.registry.Outbox;
import io.openaep.platform.registry.OutboxEntry;
import io.openaep.platform.registry.OutboxEntry.Kind;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxRelayTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @TempDir Path directory;

  private final ListOutbox outbox = new ListOutbox();
  private SqliteJournal journal;

  @BeforeEach
  void open() {
    journal = journal();
  }

  @AfterEach
  void close() {
    journal.close();
  }

  @Test
  void whatWasLeftBehindIsInTheJournalBeforeTheStartReturns() {
    outbox.add(Kind.CREATED, 1);
    outbox.add(Kind.DELETED, 1);
    try (OutboxRelay relay = new OutboxRelay(outbox, journal, _ -> {}).start()) {
      assertThat(relay.awaitRelayed(Duration.ZERO)).isTrue();
      assertThat(events(3))
          .map(event -> event.getClass().getSimpleName())
          .containsExactly("DeviceCreated", "DeviceDeleted", "DeviceRemoved");
      assertThat(outbox.entries).isEmpty();
    }
  }

  @Test
  void theDeletedDeviceIsSaidByName() {
    outbox.add(Kind.DELETED, 7);
    try (OutboxRelay relay = new OutboxRelay(outbox, journal, _ -> {}).start()) {
      assertThat(relay.awaitRelayed(Duration.ZERO)).isTrue();
    }
    assertThat(events(1).getFirst())
        .isInstanceOfSatisfying(
            Event.DeviceDeleted.class,
            it -> assertThat(it.identity().deviceId()).isEqualTo("device7"));
  }

  @Test
  void anEntryThatACrashLeftInTheOutboxIsNotRepeated() {
    outbox.add(Kind.CREATED, 1);
    outbox.forgetful = true;
    try (OutboxRelay relay = new OutboxRelay(outbox, journal, _ -> {}).start()) {
      assertThat(relay.awaitRelayed(Duration.ZERO)).isTrue();
    }
    journal.close();
    journal = journal();
    try (OutboxRelay relay = new OutboxRelay(outbox, journal, _ -> {}).start()) {
      assertThat(relay.awaitRelayed(Duration.ZERO)).isTrue();
    }
    assertThat(outbox.entries).hasSize(1);
    assertThat(events(1)).hasSize(1);
  }

  @Test
  void registrationsOfADeletedDeviceGoWithIt() {
    journal
        .append(
            List.of(),
            List.of(new StateChange("registration", "7", 7, Optional.of(Bytes.utf8("r")))))
        .toCompletableFuture()
        .join();
    outbox.add(Kind.DELETED, 7);
    try (OutboxRelay relay = new OutboxRelay(outbox, journal, _ -> {}).start()) {
      assertThat(relay.awaitRelayed(Duration.ZERO)).isTrue();
    }
    assertThat(journal.state("registration")).isEmpty();
  }

  @Test
  void deletionIsToldWhenTheJournalHasIt() {
    outbox.add(Kind.CREATED, 6);
    outbox.add(Kind.DELETED, 7);
    List<Long> told = new ArrayList<>();
    LongConsumer listener =
        device -> {
          assertThat(events(3)).last().isInstanceOf(Event.DeviceRemoved.class);
          told.add(device);
        };
    try (OutboxRelay _ = new OutboxRelay(outbox, journal, listener).start()) {
      assertThat(told).containsExactly(7L);
    }
  }

  @Test
  void whoJoinsLaterIsToldOfDeletionsToo() {
    List<Long> told = new CopyOnWriteArrayList<>();
    try (OutboxRelay relay = new OutboxRelay(outbox, journal, _ -> {}).start()) {
      relay.alsoTell(told::add);
      outbox.add(Kind.DELETED, 7);
      await().untilAsserted(() -> assertThat(told).containsExactly(7L));
    }
  }

  @Test
  void whatComesLaterIsFollowed() {
    try (OutboxRelay relay = new OutboxRelay(outbox, journal, _ -> {}).start()) {
      outbox.add(Kind.CREATED, 1);
      assertThat(relay.awaitRelayed(Patience.LONGEST)).isTrue();
      await().untilAsserted(() -> assertThat(outbox.entries).isEmpty());
    }
    assertThat(events(1)).hasSize(1);
  }

  @Test
  void aClosedJournalStopsTheStartWithItsReason() {
    outbox.add(Kind.CREATED, 1);
    OutboxRelay relay = new OutboxRelay(outbox, journal, _ -> {});
    journal.close();
    assertThatThrownBy(relay::start).isInstanceOf(JournalUnavailable.class);
  }

  /// A stage of the journal completes before its end moves: waits until so many can be read.
  private List<Event> events(int count) {
    await().until(() -> journal.read(0, 100).size() >= count);
    return journal.read(0, 100).stream().map(Recorded::event).toList();
  }

  private SqliteJournal journal() {
    return SqliteJournal.open(
        new SqliteFile(directory.resolve("journal.db"), Durability.NORMAL),
        JournalSettings.USUAL,
        InstantSource.fixed(NOON),
        new SimpleMeterRegistry());
  }

  /// An outbox in memory.
  private static final class ListOutbox implements Outbox {
    private final List<OutboxEntry> entries = new ArrayList<>();
    private long last;

    /// Like a crash before anything is taken out.
    private boolean forgetful;

    synchronized void add(Kind kind, long device) {
      last++;
      entries.add(
          new OutboxEntry(
              last,
              kind,
              NOON,
              new DeviceRef(device, 10, "device" + device),
              "2000000001",
              "name",
              Optional.empty(),
              Optional.of("8612345")));
      notifyAll();
    }

    @Override
    public synchronized long end() {
      return last;
    }

    @Override
    public synchronized List<OutboxEntry> after(long id, int limit) {
      return entries.stream().filter(it -> it.id() > id).limit(limit).toList();
    }

    @Override
    public synchronized void drop(long upTo) {
      if (!forgetful) {
        entries.removeIf(it -> it.id() <= upTo);
      }
    }

    @Override
    public synchronized void awaitAfter(long id, long atMostMs) throws InterruptedException {
      while (last <= id) {
        wait(atMostMs);
      }
    }
  }
}
