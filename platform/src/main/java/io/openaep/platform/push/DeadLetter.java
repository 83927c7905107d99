package io.openaep.platform.push;

import io.openaep.wire.Bytes;
import java.time.Instant;

/// A message that was given up: too old, or more than may wait.
///
/// @param givenUpAt when, or if it is queued since when
/// @param reason in plain words
/// @param queued it is being sent again
/// @param body the message as it would have been sent
public record DeadLetter(
    long id,
    String tenantId,
    String url,
    long subscription,
    MessageType type,
    long productId,
    String deviceId,
    Instant happenedAt,
    Instant givenUpAt,
    String reason,
    boolean queued,
    Bytes body) {}
