package io.openaep.platform.command;

import io.openaep.platform.access.DeviceRef;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A command as it stands now.
///
/// @param id ascending, at most 53 bits
/// @param content the JSON text of the caller's `content`
/// @param reason for a held one why and until when, in words; for a failed one the detail
public record Command(
    long id,
    DeviceRef device,
    Bytes payload,
    String content,
    Duration ttl,
    String createdBy,
    CommandStatus status,
    Instant createdAt,
    Optional<Instant> sentAt,
    Optional<Instant> deliveredAt,
    Optional<Instant> finishedAt,
    Optional<Failure> failure,
    String reason) {}
