package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Models.Revised;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Refused;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import io.openaep.wire.payload.ServiceInfo;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/// `/api/products/{productId}/model` (服务定义): a product's thing model as a whole, in AEP's own
/// member names, and the vendor's `service_info.json` in both directions.
public final class ModelResource implements Resource {
  private final Registry registry;
  private final Lookup lookup;

  public ModelResource(Registry registry) {
    this.registry = registry;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/products/{productId}/model",
                "Shows a product's thing model: properties and services.")
            .in(Area.MODELS)
            .gives(200, Shape.any())
            .by(call -> shown(model(lookup.product(call)))),
        Route.put(
                "/products/{productId}/model",
                "Replaces the thing model; numbers that are left out are given.")
            .in(Area.MODELS)
            .takes(Shape.any())
            .gives(200, Shape.any())
            .by(call -> replace(call, ModelJson::read)),
        Route.get(
                "/products/{productId}/model/service-info",
                "Exports the thing model as service_info.json.")
            .in(Area.MODELS)
            .gives(200, Shape.any())
            .by(this::export),
        Route.put(
                "/products/{productId}/model/service-info",
                "Replaces the thing model by that of a service_info.json.")
            .in(Area.MODELS)
            .takes(Shape.any())
            .gives(200, Shape.any())
            .by(call -> replace(call, ServiceInfo::read)));
  }

  private Revised<ThingModel> model(Product product) {
    return registry.models().of(product.tenantId(), product.productId());
  }

  private Reply export(Call call) {
    ThingModel model = model(lookup.product(call)).value();
    return new Reply.File(
        200,
        "application/json",
        Bytes.utf8(ServiceInfo.write(model)),
        Map.of("Content-Disposition", "attachment; filename=\"service_info.json\""));
  }

  private Reply replace(Call call, Function<String, ThingModel> reader) {
    Product product = lookup.product(call);
    long revision = registry.models().revision(product.tenantId(), product.productId());
    call.requireMatch(tag(revision));
    ThingModel wanted = read(call.body(), reader);
    try {
      return shown(
          registry
              .models()
              .replace(product.tenantId(), product.productId(), wanted, OptionalLong.of(revision)));
    } catch (Refused refused) {
      if (refused.kind() == Refused.Kind.CHANGED) {
        throw new Problem(
            ProblemKind.CHANGED_MEANWHILE,
            "It was changed since you read it; read it again and repeat your change.");
      }
      throw refused;
    }
  }

  static ThingModel read(Body body, Function<String, ThingModel> reader) {
    return read(body.json(), reader);
  }

  static ThingModel read(String json, Function<String, ThingModel> reader) {
    try {
      return reader.apply(json);
    } catch (InvalidModel invalid) {
      throw new Problem(
          ProblemKind.INVALID, "The thing model is refused: " + invalid.getMessage() + ".");
    }
  }

  private static Reply shown(Revised<ThingModel> model) {
    return new Reply.Json(
        200, Body.tree(ModelJson.write(model.value())), Map.of("ETag", tag(model.revision())));
  }

  static String tag(long revision) {
    return "\"" + revision + "\"";
  }
}
