package io.openaep.platform.push;

/// Whose messages a subscription is about, always within one product.
public sealed interface Target {
  /// Every device of the product (产品级).
  record WholeProduct() implements Target {}

  /// One device (设备级), by its id: a device that is made again under the same id is meant too.
  record OneDevice(String deviceId) implements Target {}

  /// The product's devices in a group (分组级).
  record Group(long groupId) implements Target {}

  /// AEP's `subLevel` (AEP northbound, 4.6).
  default int level() {
    return switch (this) {
      case WholeProduct _ -> 1;
      case OneDevice _ -> 2;
      case Group _ -> 3;
    };
  }
}
