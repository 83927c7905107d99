package io.openaep.platform.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.data.DeviceData.Cursor;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random lives of a few devices, folded in random batches with restarts in between: whatever the
/// store keeps in memory or in which table, it must answer as a plain list of events would.
class SqlDataStoreModelTest {
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final int DEVICES = 12;
  private static final int EVENTS = 4_000;
  private static final String[] DOORS = {"lwm2m", "lwm2ms", "mqtt", "mqtts", "tcp"};

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void itAnswersAsAListOfEventsWould(long seed) {
    Random random = new Random(seed);
    List<Recorded> events = life(random);
    Model model = new Model();
    try (Database database = open()) {
      SqlDataStore store = store(database);
      int next = 0;
      while (next < events.size()) {
        int size = random.nextBoolean() ? 1 + random.nextInt(20) : 256 + random.nextInt(500);
        List<Recorded> batch = events.subList(next, Math.min(events.size(), next + size));
        store.fold(batch);
        if (random.nextInt(4) == 0) {
          store.fold(batch);
        }
        batch.forEach(model::fold);
        next += batch.size();
        if (random.nextInt(3) == 0) {
          store = store(database);
        }
        compare(store, model, random);
      }
    }
  }

  private void compare(SqlDataStore store, Model model, Random random) {
    long online = 0;
    List<Long> devices = new ArrayList<>();
    for (long device = 0; device < DEVICES; device++) {
      devices.add(device);
      DeviceState state = model.states.getOrDefault(device, DeviceState.NEVER_HEARD);
      online += state.online() ? 1 : 0;
      List<Report> reports = model.reports.getOrDefault(device, List.of());
      assertThat(store.state(device)).isEqualTo(state);
      assertThat(store.latest(device))
          .isEqualTo(reports.isEmpty() ? Optional.empty() : Optional.of(reports.getLast()));
      assertThat(store.observed(device)).isEqualTo(Optional.ofNullable(model.observed.get(device)));
      Instant from = START.plus(Duration.ofMinutes(random.nextInt(-60, 60 * 60)));
      Instant to = from.plus(Duration.ofMinutes(random.nextInt(60 * 40)));
      List<Report> expected =
          reports.stream()
              .filter(it -> !it.at().isBefore(from) && !it.at().isAfter(to))
              .sorted(Place.NEWEST_FIRST)
              .toList();
      assertThat(store.count(device, from, to)).isEqualTo(expected.size());
      assertThat(pages(store, device, from, to, 1 + random.nextInt(300))).isEqualTo(expected);
    }
    assertThat(store.online(devices)).isEqualTo(online);
    assertThat(store.states(devices).values())
        .filteredOn(DeviceState::online)
        .hasSize((int) online);
  }

  private static List<Report> pages(
      SqlDataStore store, long device, Instant from, Instant to, int size) {
    List<Report> all = new ArrayList<>();
    Optional<Cursor> cursor = Optional.empty();
    List<Report> page = store.history(device, from, to, cursor, size);
    while (!page.isEmpty()) {
      all.addAll(page);
      Report last = page.getLast();
      cursor = Optional.of(new Cursor(last.at(), last.position()));
      page = store.history(device, from, to, cursor, size);
    }
    return all;
  }

  /// Three days, many events in one millisecond, a clock that jitters.
  private static List<Recorded> life(Random random) {
    List<Recorded> events = new ArrayList<>();
    Instant now = START;
    for (int i = 1; i <= EVENTS; i++) {
      if (random.nextInt(3) == 0) {
        now = now.plus(Duration.ofSeconds(random.nextInt(160)));
      }
      Instant at = now.minusMillis(random.nextInt(3));
      long device = random.nextInt(DEVICES);
      events.add(new Recorded(i, event(random, at, device, i)));
    }
    return events;
  }

  private static Event event(Random random, Instant at, long device, int number) {
    long session = random.nextInt(3);
    String door = DOORS[random.nextInt(DOORS.length)];
    Bytes raw = Bytes.utf8("r" + number);
    int kind = random.nextInt(1_000);
    if (kind < 2) {
      return new Event.DeviceRemoved(at, device);
    } else if (kind < 6) {
      return new Event.PlatformStarted(at);
    } else if (kind < 30) {
      return new Event.Connected(at, device, session, door, "a:" + number, Optional.empty());
    } else if (kind < 50) {
      return new Event.Updated(at, device, session, door, "b", Optional.empty());
    } else if (kind < 70) {
      return new Event.Gone(at, device, session, "LEFT");
    } else if (kind < 90) {
      return new Event.Observed(at, device, session, door, "/19/0/0", 42, raw);
    } else if (kind < 100) {
      return new Event.CommandSent(at, device, number);
    }
    Content content = kind < 200 ? new Content.Undecodable("not JSON") : new Content.Opaque();
    return new Event.Reported(at, device, session, door, "c" + kind % 2, -1, true, 0, raw, content);
  }

  private Database open() {
    return Database.open(new SqliteFile(directory.resolve("data.db"), Durability.NORMAL));
  }

  private static SqlDataStore store(Database database) {
    return new SqlDataStore(database, _ -> Optional.empty(), InstantSource.fixed(START));
  }

  /// The same rules, over plain collections.
  private static final class Model {
    private final TreeMap<Long, DeviceState> states = new TreeMap<>();
    private final TreeMap<Long, List<Report>> reports = new TreeMap<>();
    private final TreeMap<Long, Report> observed = new TreeMap<>();
    private final Set<Long> removed = new HashSet<>();

    void fold(Recorded recorded) {
      if (removed.contains(recorded.event().device())) {
        return;
      }
      switch (recorded.event()) {
        case Event.Connected it ->
            heard(it, state(it).connected(it.at(), it.session(), it.door(), it.remote()));
        case Event.Updated it ->
            heard(it, state(it).connected(it.at(), it.session(), it.door(), it.remote()));
        case Event.Gone it -> {
          if (states.containsKey(it.device())) {
            states.put(it.device(), state(it).gone(it.at(), it.session()));
          }
        }
        case Event.Observed it -> {
          heard(it, state(it));
          observed.put(
              it.device(), new Report(it.at(), recorded.position(), it.channel(), it.raw(), ""));
        }
        case Event.Reported it -> {
          heard(it, state(it));
          String problem = it.content() instanceof Content.Undecodable u ? u.reason() : "";
          reports
              .computeIfAbsent(it.device(), _ -> new ArrayList<>())
              .add(new Report(it.at(), recorded.position(), it.channel(), it.raw(), problem));
        }
        case Event.PlatformStarted it -> states.replaceAll((_, state) -> restarted(state, it.at()));
        case Event.DeviceRemoved it -> {
          removed.add(it.device());
          states.remove(it.device());
          reports.remove(it.device());
          observed.remove(it.device());
        }
        case Event.DeviceCreated _,
            Event.DeviceDeleted _,
            Event.CommandSaved _,
            Event.CommandSent _,
            Event.CommandDelivered _,
            Event.CommandFailed _,
            Event.CommandCancelled _,
            Event.WillPublished _,
            Event.CommandCompleted _,
            Event.CommandUnanswered _,
            Event.ResponseIgnored _,
            Event.ObjectEvent _ -> {}
      }
    }

    private DeviceState state(Event event) {
      return states.getOrDefault(event.device(), DeviceState.NEVER_HEARD);
    }

    private void heard(Event event, DeviceState state) {
      states.put(event.device(), state.heard(event.at()));
    }

    private static DeviceState restarted(DeviceState old, Instant at) {
      boolean ends = old.online() && !old.door().startsWith("lwm2m");
      return ends
          ? new DeviceState(
              false,
              old.activatedAt(),
              old.onlineAt(),
              Optional.of(at),
              old.lastHeardAt(),
              old.session(),
              old.door(),
              old.remote())
          : old;
    }
  }
}
