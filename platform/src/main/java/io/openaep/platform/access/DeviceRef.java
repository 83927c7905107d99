package io.openaep.platform.access;

/// Which device: the narrow number that keys every table, and the two ids that people and the API
/// use.
///
/// @param number the registry's row number, never reused
/// @param deviceId 32 hex digits for LwM2M, else product id followed by device number (AEP device
///   protocols, section 0)
public record DeviceRef(long number, long productId, String deviceId) {}
