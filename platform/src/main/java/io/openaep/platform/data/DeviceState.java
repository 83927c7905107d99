package io.openaep.platform.data;

import java.time.Instant;
import java.util.Optional;

/// What the journal says of a device's life.
///
/// @param activatedAt first successful login or registration
/// @param session the current session while online
/// @param door the word of the door of the newest session
public record DeviceState(
    boolean online,
    Optional<Instant> activatedAt,
    Optional<Instant> onlineAt,
    Optional<Instant> offlineAt,
    Optional<Instant> lastHeardAt,
    long session,
    String door,
    String remote) {
  public static final DeviceState NEVER_HEARD =
      new DeviceState(
          false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0, "", "");
}
