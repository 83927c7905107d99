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
import io.openaep.platform.registry.Registry;
import io.openaep.platform.registry.StandardModel;
import io.openaep.wire.payload.ModelJson;
import java.util.List;
import java.util.Map;

/// `/api/standard-models` (标准物模型): what products of a classification begin with. One set for all
/// tenants, so only administrators change it.
public final class StandardModelResource implements Resource {
  private static final Shape.Obj STANDARD =
      Shape.object(
          "StandardModel",
          Shape.must("thirdType", Shape.whole(1, Long.MAX_VALUE), "Number of the classification"),
          Shape.must("version", Shape.text(1, 32), "Such as V0.1"),
          Shape.must("name", Shape.text(1, 64), "Of the classification, such as 智能水表"),
          Shape.must("model", Shape.any(), "As /products/{productId}/model has it"));

  private static final Shape.Obj NEW_STANDARD =
      Shape.object(
          "NewStandardModel",
          Shape.must("name", Shape.text(1, 64), "Of the classification, such as 智能水表"),
          Shape.must("model", Shape.any(), "As /products/{productId}/model has it"));

  private final Registry registry;

  public StandardModelResource(Registry registry) {
    this.registry = registry;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/standard-models", "Lists the standard models.")
            .in(Area.MODELS)
            .gives(
                200,
                Shape.object(
                    "StandardModels",
                    Shape.must("items", Shape.list(STANDARD, 0, 100_000), "All of them")))
            .by(_ -> list()),
        Route.put("/standard-models/{thirdType}/{version}", "Adds or replaces a standard model.")
            .in(Area.MODELS)
            .takes(NEW_STANDARD)
            .gives(200, STANDARD)
            .by(this::save),
        Route.delete("/standard-models/{thirdType}/{version}", "Deletes a standard model.")
            .in(Area.MODELS)
            .by(this::delete));
  }

  private Reply list() {
    return Reply.ok(
        Reply.members(
            "items",
            registry.models().standards().stream().map(StandardModelResource::view).toList()));
  }

  private Reply save(Call call) {
    requireAdministrator(call);
    Body body = call.body();
    String model = Body.json(body.any("model").orElseThrow());
    StandardModel wanted =
        new StandardModel(
            call.number("thirdType"),
            call.path("version"),
            body.text("name"),
            ModelResource.read(body, _ -> ModelJson.read(model)));
    registry.models().saveStandard(wanted);
    return Reply.ok(view(wanted));
  }

  private Reply delete(Call call) {
    requireAdministrator(call);
    if (!registry.models().deleteStandard(call.number("thirdType"), call.path("version"))) {
      throw Problem.notFound(
          "There is no standard model %s %s."
              .formatted(call.path("thirdType"), call.path("version")));
    }
    return Reply.done();
  }

  private static void requireAdministrator(Call call) {
    if (call.caller().tenantId().isPresent()) {
      throw new Problem(
          ProblemKind.FORBIDDEN,
          "Standard models belong to all tenants; an administrator can change them.");
    }
  }

  private static Map<String, Object> view(StandardModel standard) {
    return Reply.members(
        "thirdType",
        standard.thirdType(),
        "version",
        standard.version(),
        "name",
        standard.name(),
        "model",
        Body.tree(ModelJson.write(standard.model())));
  }
}
