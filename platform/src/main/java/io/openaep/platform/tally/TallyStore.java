package io.openaep.platform.tally;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Migrations;
import io.openaep.platform.store.Slices;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/// The fold `tally`. {@link #fold} runs on its tail's thread, {@link #dropOld} on the retention's,
/// the questions on any.
public final class TallyStore implements Tally, Fold {
  /// Devices that a count looks at in one step.
  private static final int SLICE = 10_000;

  private static final Migrations TABLES =
      new Migrations("tally", TallyStore.class, List.of("tally-1.sql", "tally-2.sql"));

  /// Along the primary key.
  static final String DROP_ACTIVE =
      "delete from tally_active where (period, tenant_id, device) in (select period, tenant_id,"
          + " device from tally_active where period >= ? and period < ? order by period limit ?)";

  /// Along the index by day.
  static final String DROP_SUMS =
      "delete from tally_day where (tenant_id, day) in"
          + " (select tenant_id, day from tally_day where day < ? limit ?)";

  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
  private static final long MONTHS = 1_000_000;
  private static final long DAYS_KEPT = 62;
  private static final long DAY_SUMS_KEPT = 800;
  private static final long MONTHS_KEPT = 26;
  private static final int OWNERS_KEPT = 100_000;

  /// 16 MB at most.
  private static final long MOST_BITS = 1L << 27;

  /// A batch that counts nothing writes its position this seldom.
  private static final Duration POSITION_EVERY = Duration.ofSeconds(1);

  private final Database database;
  private final LongFunction<Optional<String>> tenantOf;
  private final InstantSource clock;
  private final Map<Long, String> owners =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > OWNERS_KEPT;
        }
      };

  /// Devices that are in the table for the running day already, and so for its month: a bit for
  /// each number, as a million devices in a set of objects would take 50 MB.
  private final BitSet seenToday = new BitSet();

  private long today = Long.MIN_VALUE;
  private Instant positionWritten = Instant.MIN;
  private volatile long position;

  /// @param tenantOf the tenant of a device; empty if it is no more
  public TallyStore(
      Database database, LongFunction<Optional<String>> tenantOf, InstantSource clock) {
    TABLES.apply(database, clock);
    this.database = database;
    this.tenantOf = tenantOf;
    this.clock = clock;
    this.position = database.read(handle -> handle.number("select position from tally_fold"));
  }

  @Override
  public String name() {
    return "tally";
  }

  @Override
  public long position() {
    return position;
  }

  private record Key(String tenantId, long day) {}

  @Override
  public void fold(List<Recorded> batch) {
    Map<Key, long[]> sums = new HashMap<>();
    List<Event> heard = new ArrayList<>();
    for (Recorded recorded : batch) {
      if (recorded.position() > position) {
        count(recorded.event(), sums, heard);
      }
    }
    long reached = Math.max(position, batch.getLast().position());
    Instant now = clock.instant();
    if (!sums.isEmpty()
        || !heard.isEmpty()
        || positionWritten.equals(Instant.MIN)
        || !now.isBefore(positionWritten.plus(POSITION_EVERY))) {
      database.change(handle -> write(handle, sums, heard, reached));
      heard.stream().filter(TallyStore::hasBit).forEach(it -> seenToday.set((int) it.device()));
      positionWritten = now;
    }
    position = reached;
  }

  private void count(Event event, Map<Key, long[]> sums, List<Event> heard) {
    boolean report = event instanceof Event.Reported;
    boolean command = event instanceof Event.CommandSaved;
    boolean uplink = report || event instanceof Event.Connected || event instanceof Event.Updated;
    if (!uplink && !command) {
      return;
    }
    Optional<String> tenant = tenant(event.device());
    if (tenant.isEmpty()) {
      return;
    }
    long day = day(event.at());
    if (report || command) {
      long[] sum = sums.computeIfAbsent(new Key(tenant.get(), day), _ -> new long[2]);
      sum[report ? 0 : 1]++;
    }
    if (day > today) {
      today = day;
      seenToday.clear();
    }
    if (uplink && (day != today || !hasBit(event) || !seenToday.get((int) event.device()))) {
      heard.add(event);
    }
  }

  /// Numbers are given out one after the other; beyond these the row is written again.
  private static boolean hasBit(Event event) {
    return event.device() >= 0 && event.device() < MOST_BITS;
  }

  private Optional<String> tenant(long device) {
    String known = owners.get(device);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<String> found = tenantOf.apply(device);
    found.ifPresent(tenant -> owners.put(device, tenant));
    return found;
  }

  private void write(Handle handle, Map<Key, long[]> sums, List<Event> heard, long reached)
      throws SQLException {
    for (Map.Entry<Key, long[]> sum : sums.entrySet()) {
      handle.update(
          "insert into tally_day (tenant_id, day, reports, commands) values (?, ?, ?, ?)"
              + " on conflict (tenant_id, day) do update set"
              + " reports = tally_day.reports + excluded.reports,"
              + " commands = tally_day.commands + excluded.commands",
          sum.getKey().tenantId(),
          sum.getKey().day(),
          sum.getValue()[0],
          sum.getValue()[1]);
    }
    for (Event event : heard) {
      String tenant = tenant(event.device()).orElse("");
      active(handle, day(event.at()), tenant, event.device());
      active(handle, MONTHS + month(event.at()), tenant, event.device());
    }
    handle.update("update tally_fold set position = ?", reached);
  }

  private static void active(Handle handle, long period, String tenant, long device)
      throws SQLException {
    handle.update(
        "insert into tally_active (period, tenant_id, device) values (?, ?, ?)"
            + " on conflict do nothing",
        period,
        tenant,
        device);
  }

  @Override
  public void dropOld(BooleanSupplier goOn) {
    Instant now = clock.instant();
    boolean _ =
        Slices.delete(database, DROP_ACTIVE, goOn, 0L, day(now) - DAYS_KEPT)
            && Slices.delete(database, DROP_ACTIVE, goOn, MONTHS, MONTHS + month(now) - MONTHS_KEPT)
            && Slices.delete(database, DROP_SUMS, goOn, day(now) - DAY_SUMS_KEPT);
  }

  private static long day(Instant at) {
    return at.atOffset(ZONE).toLocalDate().toEpochDay();
  }

  private static long month(Instant at) {
    return at.atOffset(ZONE).getLong(ChronoField.PROLEPTIC_MONTH);
  }

  @Override
  public List<Day> days(String tenantId, LocalDate from, LocalDate to) {
    return database.search(handle ->
        handle.list(
            "select * from tally_day where tenant_id = ? and day >= ? and day <= ? order by day",
            row ->
                new Day(
                    LocalDate.ofEpochDay(row.number("day")),
                    row.number("reports"),
                    row.number("commands")),
            tenantId,
            from.toEpochDay(),
            to.toEpochDay()));
  }

  @Override
  public long activeOn(String tenantId, LocalDate day, LongPredicate counts) {
    return active(tenantId, day.toEpochDay(), counts);
  }

  @Override
  public long activeIn(String tenantId, YearMonth month, LongPredicate counts) {
    return active(tenantId, MONTHS + month.getLong(ChronoField.PROLEPTIC_MONTH), counts);
  }

  private long active(String tenantId, long period, LongPredicate counts) {
    long found = 0;
    List<Long> devices = activeAfter(tenantId, period, -1);
    while (!devices.isEmpty()) {
      found += devices.stream().filter(counts::test).count();
      devices =
          devices.size() < SLICE ? List.of() : activeAfter(tenantId, period, devices.getLast());
    }
    return found;
  }

  private List<Long> activeAfter(String tenantId, long period, long device) {
    return database.search(handle ->
        handle.list(
            "select device from tally_active where period = ? and tenant_id = ? and device > ?"
                + " order by device limit "
                + SLICE,
            row -> row.number("device"),
            period,
            tenantId,
            device));
  }
}
