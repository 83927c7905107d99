package io.openaep.platform.push;

import io.openaep.platform.registry.Registry;

/// Tells whether what a subscription is about is still there. Blocking. Thread-safe.
record Targets(Registry registry, Groups groups) {
  /// Whether its product and its device or group exist.
  boolean exists(Subscription it) {
    return scopeExists(it)
        && (!(it.target() instanceof Target.OneDevice(String deviceId))
            || registry.device(it.productId(), deviceId).isPresent());
  }

  /// Whether its product and its group exist. A device's end is an event, which the fold sees.
  boolean scopeExists(Subscription it) {
    return registry.product(it.tenantId(), it.productId()).isPresent()
        && (!(it.target() instanceof Target.Group(long group))
            || groups.exists(it.tenantId(), group));
  }
}
