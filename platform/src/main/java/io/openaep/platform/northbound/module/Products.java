package io.openaep.platform.northbound.module;

import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;

/// Finds the product of a call that needs no MasterKey.
final class Products {
  private Products() {}

  /// @throws CallRefused 1002 if the caller's tenant has no such product
  static Product find(Registry registry, Call call, long productId) {
    return registry
        .product(call.tenantId(), productId)
        .orElseThrow(
            () -> CallRefused.aep(AepCode.PRODUCT_UNKNOWN, "there is no product " + productId));
  }
}
