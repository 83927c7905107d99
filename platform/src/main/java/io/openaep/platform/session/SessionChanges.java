package io.openaep.platform.session;

import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.SessionChange.DropMqttReceived;
import io.openaep.platform.access.SessionChange.DropMqttSession;
import io.openaep.platform.access.SessionChange.DropMqttWill;
import io.openaep.platform.access.SessionChange.DropObservation;
import io.openaep.platform.access.SessionChange.DropRegistration;
import io.openaep.platform.access.SessionChange.SaveMqttReceived;
import io.openaep.platform.access.SessionChange.SaveMqttSession;
import io.openaep.platform.access.SessionChange.SaveMqttWill;
import io.openaep.platform.access.SessionChange.SaveObservation;
import io.openaep.platform.access.SessionChange.SaveRegistration;
import io.openaep.platform.journal.StateChange;
import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Session changes as changes of the journal's state: a registration or MQTT session under its
/// device's number, an observation under its token, a received packet id under both. `ingest`
/// commits them together with the event that brought them. Stateless.
public final class SessionChanges {
  static final String REGISTRATIONS = "registration";
  static final String OBSERVATIONS = "observation";
  static final String MQTT_SESSIONS = "mqtt-session";
  static final String MQTT_RECEIVED = "mqtt-received";
  static final String MQTT_WILLS = "mqtt-will";

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
        case DropObservation(long device, var token) ->
            state.add(new StateChange(OBSERVATIONS, token.toHex(), device, Optional.empty()));
        case SaveMqttSession(var session) ->
            state.add(
                own(
                    MQTT_SESSIONS,
                    session.device().number(),
                    Optional.of(MqttSessionCodec.encode(session))));
        case DropMqttSession(long device) -> {
          state.add(own(MQTT_SESSIONS, device, Optional.empty()));
          state.add(new StateChange(MQTT_RECEIVED, "", device, Optional.empty()));
        }
        case SaveMqttReceived(var received) ->
            state.add(
                received(
                    received.device(),
                    received.packetId(),
                    Optional.of(MqttSessionCodec.encode(received))));
        case DropMqttReceived(long device, int packetId) ->
            state.add(received(device, packetId, Optional.empty()));
        case SaveMqttWill(var will) ->
            state.add(
                own(
                    MQTT_WILLS,
                    will.source().device().number(),
                    Optional.of(MqttSessionCodec.encode(will))));
        case DropMqttWill(long device) -> state.add(own(MQTT_WILLS, device, Optional.empty()));
      }
    }
    return state;
  }

  /// Everything of a device that is no more.
  public static List<StateChange> forget(long device) {
    return toState(
        List.of(
            new DropRegistration(device), new DropMqttSession(device), new DropMqttWill(device)));
  }

  private static StateChange registration(long device, Optional<Bytes> value) {
    return own(REGISTRATIONS, device, value);
  }

  private static StateChange received(long device, int packetId, Optional<Bytes> value) {
    return new StateChange(MQTT_RECEIVED, device + "/" + packetId, device, value);
  }

  /// Of which a device has one.
  private static StateChange own(String space, long device, Optional<Bytes> value) {
    return new StateChange(space, Long.toString(device), device, value);
  }
}
