package io.openaep.platform.trace;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap.Direction;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.Optional;

/// One line of a trace, as it stood when it was read.
///
/// @param sequence rises over the whole platform; the order in which things were seen
/// @param direction empty for what has no message of its own: a refusal, a response ignored
/// @param remote `address:port` of the other end
/// @param raw the bytes, secrets replaced; cut at the configured length
/// @param lengthBytes of the whole message
/// @param words what it means
/// @param fate what became of it; empty while nothing is known, or for what was only sent
public record TraceEntry(
    long sequence,
    Instant at,
    Door door,
    Optional<Direction> direction,
    String remote,
    Bytes raw,
    int lengthBytes,
    String words,
    Optional<String> fate) {}
