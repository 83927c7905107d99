package io.openaep.platform.command;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.util.Optional;

/// Who a command is for, as the registry says at this moment: asked anew for every decision, so
/// that a product that is changed from PSM to DRX is believed at once. A port, so that tests need
/// no registry. May block for an indexed read; thread-safe.
@FunctionalInterface
public interface Addressees {
  /// Empty when the device has been deleted.
  Optional<Addressee> of(long device);

  static Addressees from(Registry registry) {
    return number ->
        registry
            .deviceByNumber(number)
            .flatMap(device ->
                registry
                    .product(device.ref().productId())
                    .map(product -> Addressee.of(device.ref(), product)));
  }

  /// A device and how its product lets it be reached.
  record Addressee(DeviceRef device, Protocol protocol, PowerMode power, ProductOptions options) {
    /// Of a product without options of its own.
    Addressee(DeviceRef device, Protocol protocol, PowerMode power) {
      this(device, protocol, power, ProductOptions.STANDARD);
    }

    static Addressee of(DeviceRef device, Product product) {
      return new Addressee(device, product.protocol(), product.power(), product.options());
    }
  }
}
