package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.KeptCommands;
import io.openaep.platform.access.KeptMqttSession;
import io.openaep.platform.access.MqttReceived;
import io.openaep.platform.access.MqttSessionStore;
import io.openaep.platform.access.SessionChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// The MQTT sessions of all devices, shared by both doors: those that are open and those that are
/// kept until their device is back or they expire. At most one a device. Thread-safe.
public final class MqttSessions implements KeptCommands {
  private static final Duration EXPIRE_EVERY = Duration.ofMinutes(1);

  /// Commands by device that were under way in a session which is no more, until the next one knows
  /// of them: nobody can say whether they arrived, and they must not go out again.
  private final ConcurrentHashMap<Long, Set<Long>> lost = new ConcurrentHashMap<>();

  private final MqttSessionStore store;
  private final ConcurrentHashMap<Long, MqttSession> byDevice = new ConcurrentHashMap<>();
  private final Wills wills;
  private final AtomicReference<Instant> nextExpiry = new AtomicReference<>(Instant.MIN);

  /// How a connection begins.
  ///
  /// @param present the device finds its session as it left it (3.2.2-2)
  /// @param changes to be stored with the login
  record Entry(MqttSession session, boolean present, List<SessionChange> changes) {}

  /// Loads what was kept; call it before any door opens.
  public static MqttSessions load(MqttSessionStore store, InstantSource clock) {
    Instant now = clock.instant();
    MqttSessionStore.Kept kept = store.mqtt();
    MqttSessions sessions = new MqttSessions(store, new Wills(kept.wills(), now));
    List<SessionChange> expired = new ArrayList<>();
    for (KeptMqttSession found : kept.sessions()) {
      MqttSession session = MqttSession.restored(found, store, now);
      if (session.isThere(now)) {
        sessions.byDevice.put(found.device().number(), session);
      } else {
        expired.add(new SessionChange.DropMqttSession(found.device().number()));
      }
    }
    for (MqttReceived received : kept.received()) {
      MqttSession session = sessions.byDevice.get(received.device());
      if (session != null) {
        session.restore(received);
      }
    }
    if (!expired.isEmpty()) {
      // Should it fail, the next start does it.
      store.save(expired);
    }
    return sessions;
  }

  private MqttSessions(MqttSessionStore store, Wills wills) {
    this.store = store;
    this.wills = wills;
  }

  Wills wills() {
    return wills;
  }

  @Override
  public boolean keeps(long deviceNumber, long commandId) {
    MqttSession session = byDevice.get(deviceNumber);
    return session != null && session.isKept() && session.sends(commandId);
  }

  /// A connection of a device begins: it goes on with the device's session or starts a new one
  /// (MQTT 3.1.1, 3.1.2.4; 5.0, 3.1.2.4). An older connection loses the session at once.
  ///
  /// @param expiry how long to keep it after the connection; zero not at all
  Entry enter(
      DeviceRef device, boolean cleanStart, Duration expiry, Object connection, Instant now) {
    boolean kept = !expiry.isZero();
    List<SessionChange> changes = new ArrayList<>();
    boolean[] present = new boolean[1];
    MqttSession session =
        byDevice.compute(
            device.number(),
            (_, found) -> {
              if (found != null && !cleanStart && found.isThere(now)) {
                found.takeOver(connection, kept, expiry);
                present[0] = true;
                return found;
              }
              Set<Long> earlier =
                  Optional.ofNullable(lost.remove(device.number())).orElse(Set.of());
              Set<Long> givenUp = found == null ? earlier : union(earlier, found.unresolved());
              if (found != null || kept) {
                changes.add(new SessionChange.DropMqttSession(device.number()));
              }
              if (found != null) {
                found.takeOver(new Object(), false, Duration.ZERO);
              }
              return new MqttSession(device, store, connection, kept, expiry, givenUp);
            });
    if (kept) {
      changes.add(new SessionChange.SaveMqttSession(session.record()));
    } else if (present[0]) {
      changes.add(new SessionChange.DropMqttSession(device.number()));
    }
    return new Entry(session, present[0], changes);
  }

  /// The connection is over, and with it a session that is not kept.
  void leave(DeviceRef device, MqttSession session, Object connection) {
    if (session.isOwnedBy(connection) && !session.isKept()) {
      rememberLost(device.number(), session.givenUpCommands());
      byDevice.remove(device.number(), session);
    }
  }

  /// Drops sessions whose time is over; looks once a minute.
  void expire(Instant now) {
    Instant due = nextExpiry.get();
    if (now.isBefore(due) || !nextExpiry.compareAndSet(due, now.plus(EXPIRE_EVERY))) {
      return;
    }
    for (Long device : byDevice.keySet()) {
      byDevice.computeIfPresent(
          device,
          (_, session) -> {
            if (!session.isOver(now)) {
              return session;
            }
            rememberLost(device, session.unresolved());
            // Appended before the device can begin a new session. Should it fail, the next start
            // does it.
            store.save(List.of(new SessionChange.DropMqttSession(device)));
            return null;
          });
    }
  }

  private void rememberLost(long device, Set<Long> commands) {
    if (!commands.isEmpty()) {
      lost.merge(device, commands, MqttSessions::union);
    }
  }

  private static Set<Long> union(Set<Long> one, Set<Long> other) {
    Set<Long> both = new HashSet<>(one);
    both.addAll(other);
    return both;
  }

  /// Its login could not be stored: the session is no more.
  void forget(DeviceRef device, MqttSession session) {
    rememberLost(device.number(), session.givenUpCommands());
    byDevice.remove(device.number(), session);
  }

  /// The device was deleted, and what is kept of it on disk with it. A connection that it still has
  /// is closed elsewhere.
  public void removed(long device) {
    byDevice.remove(device);
    lost.remove(device);
    wills.forget(device);
  }

  /// Devices of which something is kept in memory.
  int size() {
    return byDevice.size() + lost.size();
  }
}
