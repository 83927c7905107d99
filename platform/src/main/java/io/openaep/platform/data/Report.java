package io.openaep.platform.data;

import io.openaep.wire.Bytes;
import java.time.Instant;

/// One report of a device, as it came.
///
/// @param position of its event in the journal
/// @param channel LwM2M path, MQTT topic, or empty on TCP
/// @param problem why it could not be decoded; empty if there is nothing wrong
public record Report(Instant at, long position, String channel, Bytes raw, String problem) {}
