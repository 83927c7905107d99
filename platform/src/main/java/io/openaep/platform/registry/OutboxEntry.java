package io.openaep.platform.registry;

import io.openaep.platform.access.DeviceRef;
import java.time.Instant;
import java.util.Optional;

/// A change of the registry that others must hear of, as it was committed with the change.
///
/// @param id ascending, never given out twice
public record OutboxEntry(
    long id,
    Kind kind,
    Instant at,
    DeviceRef device,
    String tenantId,
    String name,
    Optional<String> deviceSn,
    Optional<String> imei) {
  /// What happened to the device.
  public enum Kind {
    CREATED,
    DELETED
  }
}
