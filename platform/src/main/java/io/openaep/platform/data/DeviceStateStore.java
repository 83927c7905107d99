package io.openaep.platform.data;

import io.openaep.platform.journal.Event;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.Handle;
import io.openaep.platform.store.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The state of every device: folded a batch at a time, each device written once a batch. Recently
/// used states stay in memory, so that a report costs no read; so does the set of devices that are
/// online. Folding runs on the tail's thread; {@link #online} may be asked from any.
final class DeviceStateStore {
  private static final int REMEMBERED = 20_000;

  private final Map<Long, DeviceState> recent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, DeviceState> eldest) {
          return size() > REMEMBERED;
        }
      };

  private final Set<Long> online = ConcurrentHashMap.newKeySet();

  DeviceStateStore(Database database) {
    online.addAll(
        database.read(handle ->
            handle.list(
                "select device from device_state where online = 1", row -> row.number("device"))));
  }

  boolean online(long device) {
    return online.contains(device);
  }

  static DeviceState select(Handle handle, long device) throws SQLException {
    return handle
        .first("select * from device_state where device = ?", DeviceStateStore::state, device)
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
        row.text("remote"));
  }

  Changes begin() {
    return new Changes();
  }

  /// Takes over what was committed.
  void adopt(Changes changes) {
    if (changes.restarted) {
      recent.clear();
      online.clear();
      online.addAll(changes.stillOnline);
    }
    changes.removed.forEach(device -> {
      recent.remove(device);
      online.remove(device);
    });
    changes.touched.forEach((device, state) -> {
      recent.put(device, state);
      if (state.online()) {
        online.add(device);
      } else {
        online.remove(device);
      }
    });
  }

  /// One batch's changes, nowhere to be seen until its transaction is committed.
  final class Changes {
    private final Map<Long, DeviceState> touched = new HashMap<>();
    private final Set<Long> removed = new HashSet<>();
    private final Set<Long> stillOnline = new HashSet<>();
    private boolean restarted;

    void apply(Handle handle, Event event) throws SQLException {
      switch (event) {
        case Event.PlatformStarted it -> restart(handle, it.at());
        case Event.DeviceRemoved it -> remove(handle, it.device());
        case Event.Connected it ->
            put(
                handle,
                it.device(),
                old -> old.connected(it.at(), it.session(), it.door(), it.remote()));
        case Event.Updated it ->
            put(
                handle,
                it.device(),
                old -> old.connected(it.at(), it.session(), it.door(), it.remote()));
        case Event.Gone it -> put(handle, it.device(), old -> old.gone(it.at(), it.session()));
        case Event.Reported it -> put(handle, it.device(), old -> old.heard(it.at()));
        case Event.Observed it -> put(handle, it.device(), old -> old.heard(it.at()));
        case Event.CommandSaved _,
            Event.CommandSent _,
            Event.CommandDelivered _,
            Event.CommandFailed _,
            Event.CommandCancelled _ -> {}
      }
    }

    private void put(Handle handle, long device, Change change) throws SQLException {
      touched.put(device, change.of(current(handle, device)));
    }

    private DeviceState current(Handle handle, long device) throws SQLException {
      DeviceState folded = touched.get(device);
      if (folded != null) {
        return folded;
      }
      DeviceState remembered = recent.get(device);
      if (remembered != null && !restarted && !removed.contains(device)) {
        return remembered;
      }
      return select(handle, device);
    }

    private void remove(Handle handle, long device) throws SQLException {
      touched.remove(device);
      removed.add(device);
      handle.update("delete from device_state where device = ?", device);
    }

    /// Connections do not outlive the platform; LwM2M registrations do.
    private void restart(Handle handle, Instant at) throws SQLException {
      write(handle);
      touched.clear();
      handle.update(
          "update device_state set online = 0, offline_at = ?"
              + " where online = 1 and door in ('mqtt', 'mqtts', 'tcp')",
          at);
      restarted = true;
      stillOnline.clear();
      stillOnline.addAll(
          handle.list(
              "select device from device_state where online = 1", row -> row.number("device")));
    }

    void write(Handle handle) throws SQLException {
      for (Map.Entry<Long, DeviceState> entry : touched.entrySet()) {
        upsert(handle, entry.getKey(), entry.getValue());
      }
    }

    private static void upsert(Handle handle, long device, DeviceState state) throws SQLException {
      handle.update(
          "insert into device_state (device, online, activated_at, online_at, offline_at, heard_at,"
              + " session, door, remote) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
              + " on conflict (device) do update set online = excluded.online,"
              + " activated_at = excluded.activated_at, online_at = excluded.online_at,"
              + " offline_at = excluded.offline_at, heard_at = excluded.heard_at,"
              + " session = excluded.session, door = excluded.door, remote = excluded.remote",
          device,
          state.online(),
          state.activatedAt(),
          state.onlineAt(),
          state.offlineAt(),
          state.lastHeardAt(),
          state.session(),
          state.door(),
          state.remote());
    }
  }

  /// What an event makes of a state.
  private interface Change {
    DeviceState of(DeviceState old);
  }
}
