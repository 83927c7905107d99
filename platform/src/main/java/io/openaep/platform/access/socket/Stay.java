package io.openaep.platform.access.socket;

import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.Source;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/// A device's stay on one connection, from being let in to being told gone. It knows which
/// connection the journal shows as the device's, so that the right one is reported as over when a
/// login could not be stored. Lives on the connection's event loop.
final class Stay {
  private final OpenDoor door;
  private final StreamSession session;
  private final Optional<Source> older;
  private final CompletionStage<Receipt> stored;
  private Optional<Source> shownOnline;

  private Stay(
      OpenDoor door,
      StreamSession session,
      Optional<Source> older,
      CompletionStage<Receipt> stored) {
    this.door = door;
    this.session = session;
    this.older = older;
    this.stored = stored;
    this.shownOnline = Optional.of(session.source());
  }

  /// Takes the device's place, ends the older session and begins to store the login.
  ///
  /// @return empty if an older session does not give way
  static Optional<Stay> begin(
      DeviceConnection connection,
      DeviceProfile profile,
      Instant at,
      Optional<Duration> lifetime,
      List<SessionChange> changes,
      Predicate<StreamSession> yields) {
    OpenDoor door = connection.door();
    Source source = connection.sourceOf(profile.device());
    StreamSession session = new StreamSession(source, connection);
    Inbound.Connected connected = new Inbound.Connected(source, at, lifetime, changes);
    Predicate<DeviceSession> anyYields =
        older -> !(older instanceof StreamSession stream) || yields.test(stream);
    return switch (door.presence().arrive(session, connected, anyYields)) {
      case Presence.Arrival.Occupied _ -> Optional.empty();
      case Presence.Arrival.Admitted(Optional<DeviceSession> older, var stored) -> {
        older.ifPresent(it -> it.close(GoneCause.REPLACED));
        yield Optional.of(new Stay(door, session, older.map(DeviceSession::source), stored));
      }
    };
  }

  Source source() {
    return session.source();
  }

  /// The connection that this one took over from.
  Optional<Source> older() {
    return older;
  }

  /// When the login is on disk.
  CompletionStage<Receipt> stored() {
    return stored;
  }

  /// The login could not be stored: if anything is shown as online, it is the older connection.
  void notStored() {
    shownOnline = older;
  }

  /// Application data that came at this time.
  Inbound.Report report(
      Instant at,
      String topic,
      Bytes payload,
      boolean confirmable,
      Optional<RepeatKey> repeat,
      List<SessionChange> changes,
      List<UserProperty> user) {
    return new Inbound.Report(
        source(), at, topic, Optional.empty(), payload, confirmable, repeat, changes, user);
  }

  /// Tells that the device is gone, unless a newer session has taken its place. The stage never
  /// fails.
  ///
  /// @param changes stored with it
  CompletionStage<Void> end(Instant at, GoneCause cause, List<SessionChange> changes) {
    return door.presence()
        .depart(session, shownOnline.map(source -> new Inbound.Gone(source, at, cause, changes)));
  }
}
