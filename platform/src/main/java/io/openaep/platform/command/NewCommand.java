package io.openaep.platform.command;

import io.openaep.platform.access.DeviceRef;
import io.openaep.wire.Bytes;
import java.time.Duration;

/// A command to be saved.
///
/// @param ttl 0 = send now or fail; at most 864,000 s
public record NewCommand(
    DeviceRef device, Bytes payload, String content, Duration ttl, String createdBy) {}
