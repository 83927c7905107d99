package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Observation;
import io.openaep.platform.access.SessionChange;
import io.openaep.wire.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the platform observes on one device besides its reports, because somebody asked for it:
/// bounded, kept across restarts; asked for anew on the next registration ({@link
/// WantedObservations}). On the protocol thread.
final class ObjectObservations {
  static final int LIMIT = 32;

  private final Lwm2mSession session;
  private final Registrations registrations;
  private final Map<Bytes, Observation> byToken = new LinkedHashMap<>();

  ObjectObservations(Lwm2mSession session, Registrations registrations) {
    this.session = session;
    this.registrations = registrations;
  }

  List<Observation> all() {
    return List.copyOf(byToken.values());
  }

  Optional<Observation> at(Bytes token) {
    return Optional.ofNullable(byToken.get(token));
  }

  Optional<Observation> of(String path) {
    return byToken.values().stream().filter(it -> it.path().equals(path)).findFirst();
  }

  boolean isFull() {
    return byToken.size() >= LIMIT;
  }

  /// Loaded at the start, before the session is added.
  void restored(Observation observation) {
    byToken.put(observation.token(), observation);
    session.observationsChanged();
  }

  /// It is on disk and about to be asked for: its notifications are known from now on.
  void add(Observation observation) {
    restored(observation);
    registrations.addObservation(session, observation);
  }

  /// The device has answered.
  ///
  /// @param observing it observes; else this was a mere read and nothing will follow
  void answered(Observation observation, boolean observing) {
    if (!observing) {
      drop(observation);
    } else if (byToken.containsKey(observation.token())) {
      byToken.put(observation.token(), Reports.established(observation));
      session.observationsChanged();
    }
  }

  /// From now on its notifications are answered RST; its row is the caller's business.
  void drop(Observation observation) {
    if (byToken.remove(observation.token()) != null) {
      registrations.dropToken(session, observation.token());
      session.observationsChanged();
    }
  }

  /// The same with its row.
  void forget(Observation observation) {
    drop(observation);
    session.save(
        List.of(
            new SessionChange.DropObservation(observation.device().number(), observation.token())));
  }
}
