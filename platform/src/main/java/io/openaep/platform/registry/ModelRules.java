package io.openaep.platform.registry;

import io.openaep.platform.registry.Refused.Kind;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ThingModel;

/// What a product's model must be like beyond what every model must. Each breach is a {@link
/// Refused} that says what to change.
final class ModelRules {
  /// AEP device protocols, 1.7 and 3.2: the binary forms give a service two bytes.
  private static final int BINARY_SERVICE_ID = 65_535;

  private static final int VERSION_CHARACTERS = 32;
  private static final int NAME_CHARACTERS = 64;

  private ModelRules() {}

  static void requireModelled(Product product) {
    Rules.require(
        !product.transparent(),
        "product %d is transparent (透传) and has no thing model".formatted(product.productId()));
  }

  static void check(Product product, ThingModel model) {
    switch (PayloadForm.of(product)) {
      case COMPACT_BINARY, TCP_SERVICES -> {
        for (Service service : model.services()) {
          Rules.require(
              service.id() <= BINARY_SERVICE_ID,
              "the serviceId %d of %s does not fit the two bytes that the product's payload has for it"
                  .formatted(service.id(), service.identifier()));
        }
      }
      case BYTES, ANY_JSON, FLAT_JSON, SERVICE_TOPICS -> {}
    }
  }

  static void check(StandardModel standard) {
    Rules.require(standard.thirdType() > 0, "thirdType is not above 0");
    Rules.text("standardVersion", standard.version(), 1, VERSION_CHARACTERS);
    Rules.text("name", standard.name(), 1, NAME_CHARACTERS);
  }

  static Refused changed(long productId) {
    return new Refused(
        Kind.CHANGED,
        "the model of product %d was changed by someone else; read it again".formatted(productId));
  }
}
