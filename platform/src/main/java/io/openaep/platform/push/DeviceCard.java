package io.openaep.platform.push;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import java.util.Optional;

/// What messages say about a device.
///
/// @param number the registry's
record DeviceCard(
    long number,
    String tenantId,
    long productId,
    String deviceId,
    Protocol protocol,
    boolean transparent,
    Optional<String> deviceSn,
    Optional<String> imei,
    Optional<String> imsi) {
  static DeviceCard of(Device device, Product product) {
    return new DeviceCard(
        device.ref().number(),
        device.tenantId(),
        device.ref().productId(),
        device.ref().deviceId(),
        product.protocol(),
        product.transparent(),
        device.deviceSn(),
        device.imei(),
        device.imsi());
  }
}
