package io.openaep.platform.registry;

import java.time.Instant;

/// When a device was made; for counting many of them.
///
/// @param number of {@link io.openaep.platform.access.DeviceRef}
public record DeviceBirth(long number, Instant createdAt) {}
