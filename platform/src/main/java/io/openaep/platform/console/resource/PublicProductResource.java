package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.PublicProduct;
import io.openaep.platform.registry.Registry;
import java.util.List;
import java.util.Optional;

/// `/api/products/{productId}/public`: the switch that shows a product to every tenant, which AEP's
/// API has no call for.
public final class PublicProductResource implements Resource {
  private static final Shape.Obj SWITCH =
      Shape.object(
          "PublicSwitch",
          Shape.must("published", Shape.flag(), "Every tenant may make a product from it"));
  private static final Shape.Obj STATE =
      Shape.object(
          "PublicProduct",
          Shape.must("published", Shape.flag(), "Every tenant may make a product from it"),
          Shape.may(
              "publicProductId",
              Shape.whole(1, Long.MAX_VALUE),
              "Its number among the public products; missing if it was never published"));

  private final Registry registry;
  private final Lookup lookup;

  public PublicProductResource(Registry registry) {
    this.registry = registry;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/products/{productId}/public", "Shows whether a product is public.")
            .in(Area.PRODUCTS)
            .gives(200, STATE)
            .by(call -> shown(own(lookup.product(call)))),
        Route.put("/products/{productId}/public", "Publishes a product or withdraws it.")
            .in(Area.PRODUCTS)
            .takes(SWITCH)
            .gives(200, STATE)
            .by(this::change));
  }

  private Reply change(Call call) {
    Product product = lookup.product(call);
    boolean published = call.body().flag("published", false);
    return shown(
        Optional.of(
            registry.catalogue().publish(product.tenantId(), product.productId(), published)));
  }

  private Optional<PublicProduct> own(Product product) {
    return registry
        .catalogue()
        .behind(product.productId())
        .filter(it -> it.product().productId() == product.productId());
  }

  private static Reply shown(Optional<PublicProduct> product) {
    return Reply.ok(
        Reply.members(
            "published",
            product.map(PublicProduct::published).orElse(false),
            "publicProductId",
            product.map(PublicProduct::publicProductId)));
  }
}
