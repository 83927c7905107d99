package io.openaep.platform.registry;

import java.time.Instant;

/// A device's archive (设备档案).
///
/// @param json the caller's form as one JSON object
public record Archive(
    Device device, String deviceType, String json, Instant createdAt, Instant updatedAt) {}
