package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Models.Revised;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.payload.ModelJson;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `/api/products/{productId}/model/properties` (属性) and `…/services` (服务): the parts of a thing
/// model one at a time, named by their identifiers. A part is put into the whole, and the whole is
/// read and checked as {@link ModelResource} does, so that no model comes about here that it would
/// refuse. `ETag` is the whole model's.
public final class ModelPartResource implements Resource {
  private static final String MODEL = "/products/{productId}/model/";

  private final Registry registry;
  private final Lookup lookup;

  /// @param list its member of the model
  /// @param flag the member of a part that names it
  private record Kind(String list, String flag, String word) {}

  private static final Kind PROPERTY = new Kind("properties", "propertyFlag", "property");
  private static final Kind SERVICE = new Kind("services", "serviceFlag", "service");

  public ModelPartResource(Registry registry) {
    this.registry = registry;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        list(PROPERTY, "Lists the properties of a product's thing model.", "ModelProperties"),
        one(PROPERTY, "Shows a property."),
        put(PROPERTY, "Makes or replaces a property, also in the services that carry it."),
        delete(PROPERTY, "Deletes a property that no service carries."),
        list(SERVICE, "Lists the services of a product's thing model.", "ModelServices"),
        one(SERVICE, "Shows a service."),
        put(SERVICE, "Makes or replaces a service."),
        delete(SERVICE, "Deletes a service that no response names."));
  }

  private Route list(Kind kind, String summary, String name) {
    return Route.get(MODEL + kind.list(), summary)
        .in(Area.MODELS)
        .gives(
            200,
            Shape.object(name, Shape.must("items", Shape.list(Shape.any(), 0, 500), "All of them")))
        .by(call -> {
          Revised<ThingModel> model = model(lookup.product(call));
          return Reply.ok(Map.of("items", parts(tree(model), kind)))
              .with("ETag", ModelResource.tag(model.revision()));
        });
  }

  private Route one(Kind kind, String summary) {
    return Route.get(MODEL + kind.list() + "/{identifier}", summary)
        .in(Area.MODELS)
        .gives(200, Shape.any())
        .by(call -> shown(call, kind, model(lookup.product(call))));
  }

  private Route put(Kind kind, String summary) {
    return Route.put(MODEL + kind.list() + "/{identifier}", summary)
        .in(Area.MODELS)
        .takes(Shape.map(Shape.any(), 100))
        .gives(200, Shape.any())
        .by(call -> replace(call, kind));
  }

  private Route delete(Kind kind, String summary) {
    return Route.delete(MODEL + kind.list() + "/{identifier}", summary)
        .in(Area.MODELS)
        .by(call -> {
          Product product = lookup.product(call);
          Revised<ThingModel> before = model(product);
          ObjectNode whole = tree(before);
          parts(whole, kind).remove(found(call, kind, whole));
          Revised<ThingModel> _ = save(call, product, before, whole);
          return Reply.done();
        });
  }

  private Reply replace(Call call, Kind kind) {
    Product product = lookup.product(call);
    String identifier = call.path("identifier");
    ObjectNode part = (ObjectNode) Body.tree(call.body().json());
    if (part.has(kind.flag()) && !part.path(kind.flag()).asString("").equals(identifier)) {
      throw Problem.invalid("/" + kind.flag(), "must be as in the path, or missing");
    }
    part.put(kind.flag(), identifier);
    Revised<ThingModel> before = model(product);
    ObjectNode whole = tree(before);
    ArrayNode parts = parts(whole, kind);
    OptionalInt at = index(parts, kind, identifier);
    if (at.isPresent()) {
      keepNumber(parts.get(at.getAsInt()), part, kind.word() + "Id");
      parts.set(at.getAsInt(), part);
    } else {
      parts.add(part);
    }
    return shown(call, kind, save(call, product, before, whole));
  }

  /// One that is replaced keeps its number, which devices know, unless told otherwise.
  private static void keepNumber(JsonNode old, ObjectNode part, String member) {
    if (!part.has(member)) {
      part.set(member, old.path(member));
    }
  }

  private Revised<ThingModel> save(
      Call call, Product product, Revised<ThingModel> before, ObjectNode whole) {
    call.requireMatch(ModelResource.tag(before.revision()));
    ThingModel wanted = ModelResource.read(Body.json(whole), ModelJson::read);
    return registry
        .models()
        .replace(
            product.tenantId(), product.productId(), wanted, OptionalLong.of(before.revision()));
  }

  private Revised<ThingModel> model(Product product) {
    return registry.models().of(product.tenantId(), product.productId());
  }

  private static ObjectNode tree(Revised<ThingModel> model) {
    return (ObjectNode) Body.tree(ModelJson.write(model.value()));
  }

  private static ArrayNode parts(ObjectNode whole, Kind kind) {
    return (ArrayNode) whole.path(kind.list());
  }

  private static OptionalInt index(ArrayNode parts, Kind kind, String identifier) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).path(kind.flag()).asString().equals(identifier)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  private static int found(Call call, Kind kind, ObjectNode whole) {
    String identifier = call.path("identifier");
    return index(parts(whole, kind), kind, identifier)
        .orElseThrow(
            () -> Problem.notFound("The model has no %s %s.".formatted(kind.word(), identifier)));
  }

  private static Reply shown(Call call, Kind kind, Revised<ThingModel> model) {
    ObjectNode whole = tree(model);
    return new Reply.Json(
        200,
        parts(whole, kind).get(found(call, kind, whole)),
        Map.of("ETag", ModelResource.tag(model.revision())));
  }
}
