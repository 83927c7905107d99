package io.openaep.platform.registry;

import java.time.Instant;
import java.util.Optional;

/// A group of devices (分组).
///
/// @param productId of a single-product group; empty for a group over several products
public record DeviceGroup(
    long groupId,
    String tenantId,
    Optional<Long> productId,
    String name,
    String description,
    Instant createdAt,
    Instant updatedAt) {}
