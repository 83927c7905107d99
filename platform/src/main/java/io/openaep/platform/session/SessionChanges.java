package io.openaep.platform.session;

import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.SessionChange.DropObservation;
import io.openaep.platform.access.SessionChange.DropRegistration;
import io.openaep.platform.access.SessionChange.SaveObservation;
import io.openaep.platform.access.SessionChange.SaveRegistration;
import io.openaep.platform.journal.StateChange;
import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Session changes as changes of the journal's state: a registration under its device's number, an
/// observation under its token. `ingest` commits them together with the event that brought them.
/// Stateless.
public final class SessionChanges {
  static final String REGISTRATIONS = "registration";
  static final String OBSERVATIONS = "observation";

  private SessionChanges() {}

  public static List<StateChange> toState(List<SessionChange> changes) {
    if (changes.isEmpty()) {
      return List.of();
    }
    List<StateChange> state = new ArrayList<>();
    for (SessionChange change : changes) {
      switch (change) {
        case SaveRegistration(var registration) ->
            state.add(
                registration(
                    registration.device().number(),
                    Optional.of(SessionCodec.encode(registration))));
        case DropRegistration(long device) -> {
          state.add(registration(device, Optional.empty()));
          state.add(new StateChange(OBSERVATIONS, "", device, Optional.empty()));
        }
        case SaveObservation(var observation) ->
            state.add(
                new StateChange(
                    OBSERVATIONS,
                    observation.token().toHex(),
                    observation.device().number(),
                    Optional.of(SessionCodec.encode(observation))));
        case DropObservation(var token) ->
            state.add(new StateChange(OBSERVATIONS, token.toHex(), 0, Optional.empty()));
      }
    }
    return state;
  }

  /// Everything of a device that is no more.
  public static List<StateChange> forget(long device) {
    return List.of(
        new StateChange(REGISTRATIONS, "", device, Optional.empty()),
        new StateChange(OBSERVATIONS, "", device, Optional.empty()));
  }

  private static StateChange registration(long device, Optional<Bytes> value) {
    return new StateChange(REGISTRATIONS, Long.toString(device), device, value);
  }
}
