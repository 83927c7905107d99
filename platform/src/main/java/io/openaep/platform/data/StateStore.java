package io.openaep.platform.data;

import io.openaep.platform.store.BulkInsert;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/// Each device's connection: since when it is online or offline, on which session. Written when a
/// device comes or goes, not when it reports. The set of online devices is also in memory. Folding
/// runs on the tail's thread; reads may come from any.
final class StateStore {
  private static final String SELECT =
      "select heard.at as heard_at, coalesce(online, 0) as online, activated_at, online_at,"
          + " offline_at, coalesce(session, 0) as session, coalesce(door, '') as door,"
          + " coalesce(remote, '') as remote, value as firmware"
          + " from heard left join object_value on object_value.device = heard.device"
          + " and object_value.path = '/3/0/3'"
          + " left join device_state on device_state.device = heard.device"
          + " where heard.device = ?";
  private static final String SELECT_CONNECTION =
      "select null as heard_at, online, activated_at, online_at, offline_at, session, door, remote,"
          + " null as firmware"
          + " from device_state where device = ?";
  private static final BulkInsert UPSERT =
      new BulkInsert(
          "device_state"
              + " (device, online, activated_at, online_at, offline_at, session, door, remote)",
          8,
          "on conflict (device) do update set online = excluded.online,"
              + " activated_at = excluded.activated_at, online_at = excluded.online_at,"
              + " offline_at = excluded.offline_at, session = excluded.session,"
              + " door = excluded.door, remote = excluded.remote");

  private static final int ASKED_AT_ONCE = 500;
  private static final String COUNT_ACTIVATED =
      "select count(*) from device_state where activated_at is not null and device in (?"
          + ", ?".repeat(ASKED_AT_ONCE - 1)
          + ")";

  private final Set<Long> online = ConcurrentHashMap.newKeySet();

  StateStore(Database database) {
    online.addAll(database.search(StateStore::selectOnline));
  }

  private static List<Long> selectOnline(Handle handle) throws SQLException {
    return handle.list(
        "select device from device_state where online = 1", row -> row.number("device"));
  }

  boolean online(long device) {
    return online.contains(device);
  }

  DeviceState select(Handle handle, long device) throws SQLException {
    return handle.first(SELECT, StateStore::state, device).orElse(DeviceState.NEVER_HEARD);
  }

  static long activated(Handle handle, List<Long> devices) throws SQLException {
    long activated = 0;
    for (int i = 0; i < devices.size(); i += ASKED_AT_ONCE) {
      Object[] slice = new Object[ASKED_AT_ONCE];
      for (int j = 0; j < slice.length; j++) {
        slice[j] = devices.get(Math.min(i + j, devices.size() - 1)); // naming one twice is no harm
      }
      activated += handle.number(COUNT_ACTIVATED, slice);
    }
    return activated;
  }

  private static DeviceState connection(Handle handle, long device) throws SQLException {
    return handle
        .first(SELECT_CONNECTION, StateStore::state, device)
        .orElse(DeviceState.NEVER_HEARD);
  }

  private static DeviceState state(Row row) throws SQLException {
    return new DeviceState(
        row.flag("online"),
        row.optionalInstant("activated_at"),
        row.optionalInstant("online_at"),
        row.optionalInstant("offline_at"),
        row.optionalInstant("heard_at"),
        row.number("session"),
        row.text("door"),
        row.text("remote"),
        row.optionalText("firmware").map(json -> JsonMapper.shared().readTree(json).asString("")));
  }

  /// One batch's changes, not seen in memory until its transaction is committed.
  Changes begin() {
    return new Changes();
  }

  /// What a batch does to the connections.
  final class Changes {
    private final Set<Long> came = new HashSet<>();
    private final Set<Long> went = new HashSet<>();

    /// Not written yet.
    private final Map<Long, DeviceState> changed = new TreeMap<>();

    private Optional<Set<Long>> afterRestart = Optional.empty();

    void connected(Handle handle, long device, Instant at, long session, String door, String remote)
        throws SQLException {
      DeviceState old = newest(handle, device);
      DeviceState now = old.connected(at, session, door, remote);
      if (!now.equals(old)) {
        changed.put(device, now);
      }
      came.add(device);
      went.remove(device);
    }

    void gone(Handle handle, long device, Instant at, long session) throws SQLException {
      DeviceState old = newest(handle, device);
      DeviceState now = old.gone(at, session);
      if (old.online() && !now.online()) {
        changed.put(device, now);
        came.remove(device);
        went.add(device);
      }
    }

    /// Connections do not outlive the platform; LwM2M registrations do.
    void restarted(Handle handle, Instant at) throws SQLException {
      write(handle);
      handle.update(
          "update device_state set online = 0, offline_at = ?"
              + " where online = 1 and door in ('mqtt', 'mqtts', 'tcp')",
          at);
      afterRestart = Optional.of(Set.copyOf(selectOnline(handle)));
      came.clear();
      went.clear();
    }

    void removed(Handle handle, long device) throws SQLException {
      changed.remove(device);
      handle.update("delete from device_state where device = ?", device);
      came.remove(device);
      went.add(device);
    }

    /// The transaction is committed.
    void adopt() {
      if (afterRestart.isPresent()) {
        online.retainAll(afterRestart.get());
        online.addAll(afterRestart.get());
      }
      online.removeAll(went);
      online.addAll(came);
    }

    private DeviceState newest(Handle handle, long device) throws SQLException {
      DeviceState pending = changed.get(device);
      return pending == null ? connection(handle, device) : pending;
    }

    /// The connections as they stand now.
    void write(Handle handle) throws SQLException {
      UPSERT.run(handle, List.copyOf(changed.entrySet()), Changes::bind);
      changed.clear();
    }

    private static void bind(
        PreparedStatement statement, int first, Map.Entry<Long, DeviceState> row)
        throws SQLException {
      DeviceState state = row.getValue();
      statement.setLong(first, row.getKey());
      statement.setInt(first + 1, state.online() ? 1 : 0);
      bind(statement, first + 2, state.activatedAt());
      bind(statement, first + 3, state.onlineAt());
      bind(statement, first + 4, state.offlineAt());
      statement.setLong(first + 5, state.session());
      statement.setString(first + 6, state.door());
      statement.setString(first + 7, state.remote());
    }

    private static void bind(PreparedStatement statement, int index, Optional<Instant> at)
        throws SQLException {
      if (at.isPresent()) {
        statement.setLong(index, at.get().toEpochMilli());
      } else {
        statement.setNull(index, Types.BIGINT);
      }
    }
  }
}
