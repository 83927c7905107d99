package io.openaep.platform.data;

import java.time.Instant;
import java.util.Optional;

/// What the journal says of a device's life.
///
/// @param activatedAt first successful login or registration
/// @param session the current session while online
/// @param door the word of the door of the newest session
/// @param firmwareVersion as an LwM2M device told it (`/3/0/3`)
public record DeviceState(
    boolean online,
    Optional<Instant> activatedAt,
    Optional<Instant> onlineAt,
    Optional<Instant> offlineAt,
    Optional<Instant> lastHeardAt,
    long session,
    String door,
    String remote,
    Optional<String> firmwareVersion) {
  /// Without a word of its firmware.
  public DeviceState(
      boolean online,
      Optional<Instant> activatedAt,
      Optional<Instant> onlineAt,
      Optional<Instant> offlineAt,
      Optional<Instant> lastHeardAt,
      long session,
      String door,
      String remote) {
    this(
        online,
        activatedAt,
        onlineAt,
        offlineAt,
        lastHeardAt,
        session,
        door,
        remote,
        Optional.empty());
  }

  public static final DeviceState NEVER_HEARD =
      new DeviceState(
          false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, "", "");

  /// Logged in, registered, or updated its registration: online on this session, active for good.
  /// When it was heard is kept apart.
  DeviceState connected(Instant at, long newSession, String newDoor, String newRemote) {
    boolean goesOn = online && session == newSession;
    return new DeviceState(
        true,
        activatedAt.or(() -> Optional.of(at)),
        goesOn ? onlineAt : Optional.of(at),
        offlineAt,
        lastHeardAt,
        newSession,
        newDoor,
        newRemote);
  }

  /// The end of an older session changes nothing.
  DeviceState gone(Instant at, long endedSession) {
    return online && session == endedSession
        ? new DeviceState(
            false, activatedAt, onlineAt, Optional.of(at), lastHeardAt, session, door, remote)
        : this;
  }

  DeviceState heard(Instant at) {
    Instant newest = lastHeardAt.filter(at::isBefore).orElse(at);
    return new DeviceState(
        online, activatedAt, onlineAt, offlineAt, Optional.of(newest), session, door, remote);
  }
}
