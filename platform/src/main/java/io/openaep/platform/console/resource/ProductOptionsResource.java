package io.openaep.platform.console.resource;

import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `/api/products/{productId}/options`: what a product may ask of OpenAEP beyond AEP's own form.
public final class ProductOptionsResource implements Resource {
  private static final Shape.Obj OPTIONS =
      Shape.object(
          "ProductOptions",
          Shape.may(
              "activeWindowSeconds",
              Shape.whole(0, 11_160),
              "PSM: the device listens so long after its last exchange; 0 is strict, as AEP"),
          Shape.may(
              "redeliver",
              Shape.flag(),
              "Commands are idempotent: one without an answer waits again"),
          Shape.may(
              "responseTimeoutSeconds",
              Shape.whole(1, 86_400),
              "How long a non-transparent device's response is awaited"),
          Shape.may(
              "ackTimeoutSeconds", Shape.decimal(), "LwM2M: ACK_TIMEOUT; missing: the platform's"),
          Shape.may(
              "readAfterRegistration",
              Shape.list(Shape.text(1, 20), 0, 16),
              "LwM2M: paths that are read after a registration: /3/0"));

  private final Registry registry;
  private final Lookup lookup;

  public ProductOptionsResource(Registry registry) {
    this.registry = registry;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/products/{productId}/options", "Shows a product's OpenAEP options.")
            .in(Area.PRODUCTS)
            .gives(200, OPTIONS)
            .by(call -> shown(lookup.product(call))),
        Route.put(
                "/products/{productId}/options",
                "Sets the options; those that are left out get their usual values.")
            .in(Area.PRODUCTS)
            .takes(OPTIONS)
            .gives(200, OPTIONS)
            .by(this::change));
  }

  private Reply change(Call call) {
    Product product = lookup.product(call);
    Body body = call.body();
    ProductOptions usual = ProductOptions.STANDARD;
    ProductOptions wanted =
        new ProductOptions(
            body.optionalWhole("activeWindowSeconds")
                .map(Duration::ofSeconds)
                .orElse(usual.activeWindow()),
            body.flag("redeliver", usual.redeliver()),
            body.optionalWhole("responseTimeoutSeconds")
                .map(Duration::ofSeconds)
                .orElse(usual.responseTimeout()),
            body.any("ackTimeoutSeconds").map(it -> millis(it.decimalValue())),
            body.texts("readAfterRegistration"));
    return shown(
        registry.updateOptions(
            product.tenantId(),
            product.productId(),
            wanted,
            now -> call.matches(Tags.of(view(now)))));
  }

  private static Duration millis(BigDecimal seconds) {
    if (seconds.precision() > 9 || seconds.stripTrailingZeros().scale() > 3) {
      throw Problem.invalid("/ackTimeoutSeconds", "must have at most three decimals");
    }
    return Duration.ofMillis(seconds.movePointRight(3).longValueExact());
  }

  private static Reply shown(Product product) {
    Map<String, Object> view = view(product);
    return Reply.ok(view).with("ETag", Tags.of(view));
  }

  private static Map<String, Object> view(Product product) {
    ProductOptions options = product.options();
    return Reply.members(
        "activeWindowSeconds",
        options.activeWindow().toSeconds(),
        "redeliver",
        options.redeliver(),
        "responseTimeoutSeconds",
        options.responseTimeout().toSeconds(),
        "ackTimeoutSeconds",
        options.ackTimeout().map(it -> it.toMillis() / 1000.0),
        "readAfterRegistration",
        options.readAfterRegistration());
  }
}
