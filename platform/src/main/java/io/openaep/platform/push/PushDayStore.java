package io.openaep.platform.push;

import io.openaep.platform.push.PendingStore.Settled;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The table of {@link PushCounts}, written in the transaction that takes delivered messages out of
/// the queue. Blocking; thread-safe.
final class PushDayStore implements PushCounts {
  private static final ZoneOffset ZONE = ZoneOffset.ofHours(8);
  private static final int DAYS_KEPT = 800;

  private final Database database;

  /// Forgets the days that are too old to be asked for.
  PushDayStore(Database database, InstantSource clock) {
    this.database = database;
    long oldest = day(clock.instant()) - DAYS_KEPT;
    database.change(handle -> handle.update("delete from push_day where day < ?", oldest));
  }

  private record Key(String tenantId, long day) {}

  static void count(Handle handle, List<Settled> settled) throws SQLException {
    Map<Key, Integer> sums = new HashMap<>();
    for (Settled each : settled) {
      if (each.delivered()) {
        sums.merge(new Key(each.tenantId(), day(each.at())), 1, Integer::sum);
      }
    }
    for (Map.Entry<Key, Integer> sum : sums.entrySet()) {
      handle.update(
          "insert into push_day (tenant_id, day, delivered) values (?, ?, ?)"
              + " on conflict (tenant_id, day) do update set"
              + " delivered = push_day.delivered + excluded.delivered",
          sum.getKey().tenantId(),
          sum.getKey().day(),
          sum.getValue());
    }
  }

  private static long day(Instant at) {
    return at.atOffset(ZONE).toLocalDate().toEpochDay();
  }

  @Override
  public long delivered(String tenantId, LocalDate from, LocalDate to) {
    return database.search(handle ->
        handle.number(
            "select coalesce(sum(delivered), 0) from push_day"
                + " where tenant_id = ? and day >= ? and day <= ?",
            tenantId,
            from.toEpochDay(),
            to.toEpochDay()));
  }
}
