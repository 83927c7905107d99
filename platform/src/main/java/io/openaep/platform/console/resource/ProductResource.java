package io.openaep.platform.console.resource;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.NewProduct;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import io.openaep.platform.registry.Registry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/products` (产品). What a product must be like is the registry's to say; here words take the
/// place of AEP's numbers.
public final class ProductResource implements Resource {
  /// AEP's numbers of what has no choice: a device, connected directly (northbound, 4.1).
  private static final int DEVICE = 1;

  private static final int DIRECT = 1;
  private static final int AUTH_TOKEN = 1;
  private static final int AUTH_IMEI = 4;
  private static final int DTLS = 4;
  private static final int PLAIN = 5;

  private final Registry registry;
  private final Lookup lookup;

  public ProductResource(Registry registry) {
    this.registry = registry;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/products", "Lists a tenant's products, newest first.")
            .in(Area.PRODUCTS)
            .ofTenant()
            .query("search", Shape.text(0, 128), "A part of the name")
            .pages(ProductShapes.PRODUCT)
            .by(this::list),
        Route.post("/products", "Makes a product.")
            .in(Area.PRODUCTS)
            .ofTenant()
            .takes(ProductShapes.NEW_PRODUCT)
            .gives(201, ProductShapes.PRODUCT)
            .by(this::create),
        Route.get("/products/{productId}", "Shows a product.")
            .in(Area.PRODUCTS)
            .gives(200, ProductShapes.PRODUCT)
            .by(call -> shown(lookup.product(call))),
        Route.patch("/products/{productId}", "Changes the members that are sent.")
            .in(Area.PRODUCTS)
            .takes(ProductShapes.PRODUCT_CHANGE)
            .gives(200, ProductShapes.PRODUCT)
            .by(this::change),
        Route.delete("/products/{productId}", "Deletes a product that has no devices.")
            .in(Area.PRODUCTS)
            .by(this::delete),
        Route.get("/products/{productId}/secret", "Shows its secrets; the audit log tells of it.")
            .forWritersOf(Area.PRODUCTS)
            .gives(200, ProductShapes.SECRET)
            .by(this::secret));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    return paging.page(
        registry.productsBelow(
            call.tenant(),
            call.query("search").orElse(""),
            paging.afterNumber(Long.MAX_VALUE),
            paging.toRead()),
        Product::productId,
        this::view);
  }

  private Reply create(Call call) {
    Body body = call.body();
    Protocol protocol = body.choice("protocol", Protocol.class);
    boolean lwm2m = protocol == Protocol.LWM2M;
    Product product =
        registry.createProduct(
            new NewProduct(
                call.tenant(),
                protocol,
                body.flag("encrypted", false),
                body.flag("transparent", true),
                body.flag("oneTypeOneSecret", false),
                body.optionalChoice("endpointFormat", EndpointFormat.class)
                    .orElse(EndpointFormat.IMEI),
                power(body, lwm2m ? new PowerMode.Psm() : new PowerMode.Drx()),
                form(call, protocol)));
    Map<String, Object> view = view(product);
    return Reply.created("/api/products/" + product.productId(), view).with("ETag", tag(product));
  }

  private static ProductForm form(Call call, Protocol protocol) {
    Body body = call.body();
    boolean lwm2m = protocol == Protocol.LWM2M;
    Optional<Body> classes = body.optionalObject("classification");
    String by = call.caller().name();
    return new ProductForm(
        body.text("name"),
        body.optionalText("description").orElse(""),
        classes.map(it -> it.text("first")).orElse(""),
        classes.map(it -> it.text("second")).orElse(""),
        classes.map(it -> it.text("third")).orElse(""),
        DEVICE,
        DIRECT,
        number(ProductShapes.NETWORKS, body.optionalText("network"))
            .orElse(
                number(ProductShapes.NETWORKS, Optional.of(lwm2m ? "nb-iot" : "cellular"))
                    .orElseThrow()),
        lwm2m ? AUTH_IMEI : AUTH_TOKEN,
        number(ProductShapes.PAYLOADS, body.optionalText("payloadFormat")),
        switch (protocol) {
          case LWM2M -> Optional.of(body.flag("encrypted", false) ? DTLS : PLAIN);
          case MQTT -> Optional.of(PLAIN);
          case TCP -> Optional.empty();
        },
        body.optionalText("deviceModel"),
        by,
        by);
  }

  private Reply change(Call call) {
    Product old = lookup.product(call);
    Body body = call.body();
    ProductForm form = old.form();
    Product wanted =
        new Product(
            old.productId(),
            old.tenantId(),
            old.masterKey(),
            old.protocol(),
            old.encrypted(),
            old.transparent(),
            old.sharedSecret(),
            body.optionalChoice("endpointFormat", EndpointFormat.class)
                .orElse(old.endpointFormat()),
            power(body, old.power()),
            old.options(),
            new ProductForm(
                body.optionalText("name").orElse(form.name()),
                body.optionalText("description").orElse(form.description()),
                form.productType(),
                form.secondaryType(),
                form.thirdType(),
                form.nodeType(),
                form.accessType(),
                form.networkType(),
                form.authType(),
                form.payloadFormat(),
                form.dataEncryption(),
                form.deviceModel(),
                form.createdBy(),
                call.caller().name()),
            old.createdAt(),
            old.updatedAt());
    call.requireMatch(tag(old));
    String seen = tag(old);
    return shown(registry.updateProduct(wanted, now -> tag(now).equals(seen)));
  }

  private static PowerMode power(Body body, PowerMode otherwise) {
    Optional<Duration> cycle = body.any("edrxSeconds").map(it -> seconds(it.decimalValue()));
    String word = body.optionalText("power").orElse(ProductShapes.powerWord(otherwise));
    if (!word.equals("edrx") && cycle.isPresent()) {
      throw Problem.invalid("/edrxSeconds", "is for the power mode edrx; leave it out");
    }
    return switch (word) {
      case "psm" -> new PowerMode.Psm();
      case "drx" -> new PowerMode.Drx();
      default ->
          cycle
              .<PowerMode>map(PowerMode.Edrx::new)
              .or(() -> Optional.of(otherwise).filter(PowerMode.Edrx.class::isInstance))
              .orElseThrow(() -> Problem.invalid("/edrxSeconds", "is missing"));
    };
  }

  private static Duration seconds(BigDecimal seconds) {
    if (seconds.precision() > 9 || seconds.stripTrailingZeros().scale() > 2) {
      throw Problem.invalid("/edrxSeconds", "must have at most two decimals");
    }
    return Duration.ofMillis(seconds.movePointRight(3).longValueExact());
  }

  private Reply delete(Call call) {
    Product product = lookup.product(call);
    registry.deleteProduct(product.tenantId(), product.productId());
    return Reply.done();
  }

  private Reply secret(Call call) {
    Product product = lookup.product(call);
    return Reply.ok(
        Reply.members("masterKey", product.masterKey(), "deviceSecret", product.sharedSecret()));
  }

  private Reply shown(Product product) {
    return Reply.ok(view(product)).with("ETag", tag(product));
  }

  private Map<String, Object> view(Product product) {
    return ProductShapes.view(product, registry.deviceCount(product.productId()));
  }

  /// Of what an editor changes; devices that come and go are no change.
  private static String tag(Product product) {
    return Tags.of(ProductShapes.view(product, 0));
  }

  private static Optional<Integer> number(List<String> words, Optional<String> word) {
    return word.map(it -> words.indexOf(it) + 1);
  }
}
