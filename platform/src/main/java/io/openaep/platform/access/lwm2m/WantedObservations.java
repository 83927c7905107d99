package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SessionChange;
import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What somebody asked to observe outlives the registration on which it was asked: a device forgets
/// its observations when it registers anew (LwM2M 1.0, 5.5.2), those who want them do not. Here are
/// those of devices that left or fell silent; each is asked for again, on a token of its own, when
/// its device registers. On the protocol thread.
final class WantedObservations {
  private final Map<Long, List<Observation>> byDevice = new HashMap<>();

  /// Loaded at the start, of a device without a registration.
  void restored(Observation observation) {
    byDevice
        .computeIfAbsent(observation.device().number(), _ -> new ArrayList<>())
        .add(observation);
  }

  /// The registration ends, and its rows with it. One that is over already was replaced, or its
  /// device deleted, while its end was on the way to the journal: nothing of it is wanted here.
  void left(Lwm2mSession session) {
    List<Observation> wanted = of(session);
    if (!wanted.isEmpty() && !session.isOver()) {
      byDevice.put(session.source().device().number(), wanted);
    }
  }

  /// The device has registered, and its session has them now; or it was deleted, and nobody wants
  /// them any more.
  void taken(long device) {
    byDevice.remove(device);
  }

  /// What keeps the wishes when a registration and its rows are dropped.
  static List<SessionChange> kept(Lwm2mSession session) {
    return of(session).stream().<SessionChange>map(SessionChange.SaveObservation::new).toList();
  }

  private static List<Observation> of(Lwm2mSession session) {
    return session.hasObjects() ? session.objects().all() : List.of();
  }

  /// What a device that registers had been asked before, with the old tokens.
  List<Observation> of(long device, Optional<Lwm2mSession> before) {
    return before
        .map(WantedObservations::of)
        .orElseGet(() -> List.copyOf(byDevice.getOrDefault(device, List.of())));
  }

  /// The same for a new registration, not established yet.
  static List<Observation> renewed(
      List<Observation> wanted, Registration registration, Supplier<Bytes> tokens) {
    return wanted.stream()
        .map(it ->
            new Observation(
                tokens.get(),
                registration.device(),
                registration.session(),
                it.path(),
                registration.host(),
                registration.port(),
                registration.pskIdentity(),
                false))
        .toList();
  }
}
