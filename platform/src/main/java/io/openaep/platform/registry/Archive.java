package io.openaep.platform.registry;

import java.time.Instant;

/// A device's archive (设备档案).
///
/// @param json the caller's form as one JSON object
public record Archive(
    Device device, String deviceType, String json, Instant createdAt, Instant updatedAt) {

  /// The form alone, for who looks through all of them.
  ///
  /// @param device its number
  public record Form(long device, String json) {}
}
