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
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// The MQTT sessions of all devices, shared by both doors: those that are open and those that are
/// kept until their device is back or they expire. At most one a device. Thread-safe.
public final class MqttSessions implements KeptCommands {
  private static final Duration EXPIRE_EVERY = Duration.ofMinutes(1);

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
              Set<Long> givenUp =
                  found != null && found.isKept() ? found.commandsUnderWay() : Set.of();
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
      byDevice.remove(device.number(), session);
    }
  }

  /// Drops sessions whose time is over; looks once a minute.
  void expire(Instant now) {
    Instant due = nextExpiry.get();
    if (now.isBefore(due) || !nextExpiry.compareAndSet(due, now.plus(EXPIRE_EVERY))) {
      return;
    }
    List<SessionChange> over = new ArrayList<>();
    for (Long device : byDevice.keySet()) {
      byDevice.computeIfPresent(
          device,
          (_, session) -> {
            if (!session.isOver(now)) {
              return session;
            }
            over.add(new SessionChange.DropMqttSession(device));
            return null;
          });
    }
    if (!over.isEmpty()) {
      // Should it fail, the next start does it.
      store.save(over);
    }
  }

  /// The device was deleted, and with it everything kept of it.
  void forget(DeviceRef device, MqttSession session) {
    byDevice.remove(device.number(), session);
  }
}
