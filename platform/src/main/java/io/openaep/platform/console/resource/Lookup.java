package io.openaep.platform.console.resource;

import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;

/// Finds what a path names, within what the caller sees: what belongs to another tenant is answered
/// exactly as what is not there. Thread-safe.
public record Lookup(Registry registry) {
  /// The product of the path parameter `productId`.
  ///
  /// @throws Problem 404
  public Product product(Call call) {
    return product(call, call.number("productId"));
  }

  /// @throws Problem 404
  public Product product(Call call, long productId) {
    return registry
        .product(productId)
        .filter(product -> call.sees(product.tenantId()))
        .orElseThrow(() -> Problem.notFound("There is no product %d.".formatted(productId)));
  }

  /// The device of the path parameter `deviceId`.
  ///
  /// @throws Problem 404
  public Device device(Call call) {
    return device(call, call.path("deviceId"));
  }

  /// @throws Problem 404
  public Device device(Call call, String deviceId) {
    return registry
        .deviceById(deviceId)
        .filter(device -> call.sees(device.tenantId()))
        .orElseThrow(() -> Problem.notFound("There is no device %s.".formatted(deviceId)));
  }

  /// Its product.
  public Product productOf(Device device) {
    return registry
        .product(device.ref().productId())
        .orElseThrow(() ->
            Problem.notFound(
                "There is no product %d any more.".formatted(device.ref().productId())));
  }
}
