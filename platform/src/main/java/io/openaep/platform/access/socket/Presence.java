package io.openaep.platform.access.socket;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Uplinks;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Keeps what the journal says about online and offline true. Two things could make it false: two
/// logins of one device at the same moment on two event loops, whose events must be stored in the
/// order in which the sessions took over; and an end that could not be stored (disk full), which is
/// tried again until it is, or until the device is back. Thread-safe.
public final class Presence {
  private final Uplinks uplinks;
  private final Sessions sessions;

  /// Ends that could not be stored yet, by device: at most one each.
  private final ConcurrentHashMap<Long, Inbound.Gone> untold = new ConcurrentHashMap<>();

  public Presence(Uplinks uplinks, Sessions sessions) {
    this.uplinks = uplinks;
    this.sessions = sessions;
  }

  /// What became of a login.
  public sealed interface Arrival {
    /// The session is the device's current one.
    ///
    /// @param older the session it took over from, which the caller ends
    /// @param stored the login must not be answered before this
    record Admitted(Optional<DeviceSession> older, CompletionStage<Receipt> stored)
        implements Arrival {}

    /// The device's older session stays.
    record Occupied(DeviceSession older) implements Arrival {}
  }

  /// Makes `session` the device's current one and stores that it connected.
  ///
  /// @param yields whether an older session gives way; asked only if there is one
  public Arrival arrive(
      DeviceSession session, Inbound.Connected connected, Predicate<DeviceSession> yields) {
    long device = session.source().device().number();
    synchronized (sessions) { // not `this`: MQTT has two doors, and a device may come by both
      Optional<DeviceSession> older = sessions.of(device);
      if (older.isPresent() && !yields.test(older.get())) {
        return new Arrival.Occupied(older.get());
      }
      older = sessions.attach(session);
      CompletionStage<Receipt> stored = uplinks.store(connected);
      stored.whenComplete((receipt, failure) -> {
        if (failure == null) {
          untold.remove(device);
        }
      });
      return new Arrival.Admitted(older, stored);
    }
  }

  /// Stores that `session` ended, if it was still the device's current one. The stage completes
  /// when that is done or known to need another try; it never fails.
  ///
  /// @param gone empty if the journal does not know of the session
  public CompletionStage<Void> depart(DeviceSession session, Optional<Inbound.Gone> gone) {
    return sessions.detach(session) && gone.isPresent()
        ? tell(gone.get())
        : CompletableFuture.completedFuture(null);
  }

  /// Tries again to store the ends that could not be stored.
  void tellAgain() {
    for (Inbound.Gone gone : List.copyOf(untold.values())) {
      long device = gone.source().device().number();
      if (sessions.of(device).isEmpty() && untold.remove(device, gone)) {
        tell(gone);
      }
    }
  }

  private CompletionStage<Void> tell(Inbound.Gone gone) {
    return uplinks
        .store(gone)
        .handle((receipt, failure) -> {
          if (failure != null) {
            untold.put(gone.source().device().number(), gone);
          }
          return null;
        });
  }
}
