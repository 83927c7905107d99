package io.openaep.platform.registry;

/// A customer account (租户).
///
/// @param tenantId a decimal string of ten digits, such as `2000033383`
public record Tenant(String tenantId, String name) {}
