package io.openaep.platform.journal;

import java.util.Optional;

/// Who a device is for others than the platform: what stays to be said of one that the registry has
/// already forgotten.
///
/// @param deviceSn empty on LwM2M
/// @param imei LwM2M only
public record DeviceIdentity(
    String tenantId,
    long productId,
    String deviceId,
    String name,
    Optional<String> deviceSn,
    Optional<String> imei) {}
