package io.openaep.platform.account;

import java.time.Instant;
import java.util.Optional;

/// Who changed (or was shown) what, and how it ended.
///
/// @param number ascending
/// @param tenantId whose things these are; empty for the platform's own
/// @param action `POST /api/products`, or the words of `openaep admin`
/// @param subject the path as called
/// @param status HTTP's; empty if the platform stopped before it was known
public record AuditLine(
    long number,
    Instant at,
    String caller,
    Optional<String> tenantId,
    String remote,
    String action,
    String subject,
    Optional<Integer> status) {}
