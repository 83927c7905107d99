package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;

/// Finds the device of a call.
final class Devices {
  private Devices() {}

  /// @throws CallRefused 1104 if the product has no such device
  static Device find(Registry registry, Product product, String deviceId) {
    return registry
        .device(product.productId(), deviceId)
        .orElseThrow(() ->
            CallRefused.aep(
                AepCode.DEVICE_UNKNOWN,
                "product %d has no device %s".formatted(product.productId(), deviceId)));
  }
}
