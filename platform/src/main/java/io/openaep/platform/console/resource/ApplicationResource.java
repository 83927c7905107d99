package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.http.Printable;
import io.openaep.platform.registry.ApplicationGrant;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.registry.Tenancy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `/api/applications` (应用): the callers of AEP's own API, what they may call and from where.
public final class ApplicationResource implements Resource {
  private static final int RULES = 500;
  private static final int NAME_CHARS = 60;
  private static final Shape APIS = Shape.list(Shape.text(1, 120), 0, RULES);
  private static final Shape SOURCES = Shape.list(Shape.text(1, 64), 0, RULES);
  private static final String APIS_SAY =
      "Modules or functions it may call: aep_device_management,"
          + " aep_device_status/QueryDeviceStatus";
  private static final String SOURCES_SAY =
      "Addresses or networks it may call from: 10.1.0.0/16; empty: anywhere";

  private static final Shape.Obj APPLICATION =
      Shape.object(
          "Application",
          Shape.must("appKey", Shape.text(1, 64), "Names it in signed calls"),
          Shape.must("tenantId", Shape.text(1, 20), "The tenant whose things it sees"),
          Shape.must("name", Shape.text(1, 64), "For people"),
          Shape.must("enabled", Shape.flag(), "A disabled application's calls are refused"),
          Shape.may("apis", APIS, APIS_SAY + "; missing: all"),
          Shape.must("sources", SOURCES, SOURCES_SAY),
          Shape.must("createdAt", Shape.time(), "When it was made"));

  private static final Shape.Obj SECRET =
      Shape.object(
          "ApplicationSecret",
          Shape.must("appKey", Shape.text(1, 64), "Names it in signed calls"),
          Shape.must("appSecret", Shape.text(1, 64), "Signs its calls"));

  private static final Shape.Obj NEW_APPLICATION =
      Shape.object(
          "NewApplication",
          Shape.must("name", Shape.text(1, 64), "For people"),
          Shape.may("enabled", Shape.flag(), "Whether it may call at all; true if not said"),
          Shape.may("apis", APIS, APIS_SAY + "; missing: all"),
          Shape.may("sources", SOURCES, SOURCES_SAY));

  private final Tenancy tenancy;
  private final Set<String> names;

  /// @param names of all modules and functions of AEP's API
  public ApplicationResource(Registry registry, Set<String> names) {
    this.tenancy = registry.tenancy();
    this.names = names;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/applications", "Lists a tenant's applications, oldest first.")
            .in(Area.APPLICATIONS)
            .ofTenant()
            .gives(
                200,
                Shape.object(
                    "Applications",
                    Shape.must("items", Shape.list(APPLICATION, 0, 1000), "All of them")))
            .by(this::list),
        Route.post("/applications", "Makes an application with an AppKey and an AppSecret.")
            .in(Area.APPLICATIONS)
            .ofTenant()
            .takes(NEW_APPLICATION)
            .gives(
                201,
                APPLICATION.with(
                    "MadeApplication",
                    Shape.must("appSecret", Shape.text(1, 64), "Signs its calls")))
            .by(this::create),
        Route.get("/applications/{appKey}", "Shows an application without its secret.")
            .in(Area.APPLICATIONS)
            .gives(200, APPLICATION)
            .by(call -> shown(find(call))),
        Route.put("/applications/{appKey}", "Changes what an application may do.")
            .in(Area.APPLICATIONS)
            .takes(NEW_APPLICATION)
            .gives(200, APPLICATION)
            .by(this::change),
        Route.delete(
                "/applications/{appKey}", "Deletes an application; its calls are refused at once.")
            .in(Area.APPLICATIONS)
            .by(this::delete),
        Route.get(
                "/applications/{appKey}/secret", "Shows the AppSecret; the audit log tells of it.")
            .forWritersOf(Area.APPLICATIONS)
            .gives(200, SECRET)
            .by(call -> secret(find(call))),
        Route.post(
                "/applications/{appKey}/secret", "Gives a new AppSecret; the old one ends at once.")
            .in(Area.APPLICATIONS)
            .gives(200, SECRET)
            .by(this::renew));
  }

  private Reply list(Call call) {
    return Reply.ok(
        Reply.members(
            "items",
            tenancy.applications(call.tenant()).stream().map(ApplicationResource::view).toList()));
  }

  private Reply create(Call call) {
    Tenancy.Entry made = tenancy.createApplication(call.tenant(), grant(call.body()));
    Map<String, Object> members = view(made);
    members.put("appSecret", made.application().appSecret());
    return Reply.created("/api/applications/" + made.application().appKey(), members);
  }

  private Reply change(Call call) {
    Tenancy.Entry before = find(call);
    return shown(
        tenancy.changeApplication(
            before.application().tenantId(),
            before.application().appKey(),
            grant(call.body()),
            now -> call.matches(Tags.of(view(now)))));
  }

  private Reply delete(Call call) {
    Tenancy.Entry entry = find(call);
    tenancy.deleteApplication(entry.application().tenantId(), entry.application().appKey());
    return Reply.done();
  }

  private Reply renew(Call call) {
    Tenancy.Entry entry = find(call);
    return secret(
        tenancy.renewSecret(entry.application().tenantId(), entry.application().appKey()));
  }

  private Tenancy.Entry find(Call call) {
    String appKey = call.path("appKey");
    return tenancy
        .application(appKey)
        .filter(entry -> call.sees(entry.application().tenantId()))
        .orElseThrow(() -> Problem.notFound("There is no application %s.".formatted(appKey)));
  }

  private ApplicationGrant grant(Body body) {
    return new ApplicationGrant(
        body.text("name"),
        body.flag("enabled", true),
        body.has("apis") ? Optional.of(apis(body)) : Optional.empty(),
        body.texts("sources"));
  }

  private List<String> apis(Body body) {
    List<String> apis = body.texts("apis");
    for (int i = 0; i < apis.size(); i++) {
      if (!names.contains(apis.get(i))) {
        throw Problem.invalid(
            "/apis/" + i,
            "%s is no module or function of the API; they are called as in its paths:"
                    .formatted(Printable.of(apis.get(i), NAME_CHARS))
                + " aep_device_status, aep_device_status/QueryDeviceStatus");
      }
    }
    return apis;
  }

  private static Reply secret(Tenancy.Entry entry) {
    return Reply.ok(
        Reply.members(
            "appKey", entry.application().appKey(), "appSecret", entry.application().appSecret()));
  }

  private static Reply shown(Tenancy.Entry entry) {
    Map<String, Object> view = view(entry);
    return Reply.ok(view).with("ETag", Tags.of(view));
  }

  private static Map<String, Object> view(Tenancy.Entry entry) {
    ApplicationGrant grant = entry.grant();
    return Reply.members(
        "appKey",
        entry.application().appKey(),
        "tenantId",
        entry.application().tenantId(),
        "name",
        grant.name(),
        "enabled",
        grant.enabled(),
        "apis",
        grant.apis(),
        "sources",
        grant.sources(),
        "createdAt",
        entry.createdAt());
  }
}
