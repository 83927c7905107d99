package io.openaep.platform.journal;

import io.openaep.wire.Bytes;
import java.util.Optional;

/// One write to the key-value state that is committed together with events: what sessions must find
/// again after a restart. The journal does not know what it means.
///
/// @param space such as `registration` or `observation`
/// @param key unique in its space, among what is of the same device
/// @param device whose state it is, 0 if no device's; it lies together, and can be removed at once
/// @param value empty removes the key; an empty key removes every key of the device in the space
public record StateChange(String space, String key, long device, Optional<Bytes> value) {}
