package io.openaep.platform.ingest;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.journal.Content;
import io.openaep.platform.registry.Product;
import io.openaep.wire.Bytes;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;

/// Judges payloads by what their product promises. Never refuses: an undecodable payload is stored
/// and acknowledged like any other, or a battery device would repeat it for ever. Thread-safe; asks
/// the registry once a product.
final class Contents {
  private static final Content OPAQUE = new Content.Opaque();

  /// More products than a platform of this size has; beyond, all are forgotten and asked anew.
  private static final int PRODUCTS_KEPT = 10_000;

  private final LongFunction<Optional<Product>> products;
  private final ConcurrentHashMap<Long, Form> forms = new ConcurrentHashMap<>();

  /// How a product's payloads look. Fixed when the product is created, so it may be kept.
  private enum Form {
    BYTES,
    JSON_TEXT,
    MODELLED
  }

  Contents(LongFunction<Optional<Product>> products) {
    this.products = products;
  }

  Content judge(long productId, Bytes payload) {
    Form form = forms.get(productId);
    if (form == null) {
      Optional<Product> product = products.apply(productId);
      if (product.isEmpty()) {
        return new Content.Undecodable("There is no product " + productId + " any more.");
      }
      form = form(product.get());
      if (forms.size() >= PRODUCTS_KEPT) {
        forms.clear();
      }
      forms.put(productId, form);
    }
    return switch (form) {
      case BYTES -> OPAQUE;
      case JSON_TEXT ->
          JsonText.problem(payload).<Content>map(Content.Undecodable::new).orElse(OPAQUE);
      case MODELLED -> new Content.Undecodable("The product has no thing model.");
    };
  }

  private static Form form(Product product) {
    if (!product.transparent()) {
      return Form.MODELLED;
    }
    return product.protocol() == Protocol.MQTT ? Form.JSON_TEXT : Form.BYTES;
  }
}
