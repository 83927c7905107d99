package io.openaep.platform.journal;

import io.openaep.wire.Bytes;

/// One value of the key-value state, as read at start.
public record StateEntry(String space, String key, long device, Bytes value) {}
