package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.registry.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/tenants` (租户): made by administrators; others see their own.
public final class TenantResource implements Resource {
  private static final Shape NAME = Shape.text(1, 64);

  private static final Shape.Obj TENANT =
      Shape.object(
          "Tenant",
          Shape.must("tenantId", Shape.text(1, 20), "Ten digits"),
          Shape.must("name", NAME, "For people"));

  private static final Shape.Obj NEW_TENANT =
      Shape.object("NewTenant", Shape.must("name", NAME, "For people"));

  private final Registry registry;

  public TenantResource(Registry registry) {
    this.registry = registry;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/tenants", "Lists the tenants that you see.")
            .in(Area.TENANTS)
            .pages(TENANT)
            .by(this::list),
        Route.post("/tenants", "Makes a tenant.")
            .in(Area.TENANTS)
            .takes(NEW_TENANT)
            .gives(201, TENANT)
            .by(this::create),
        Route.get("/tenants/{tenantId}", "Shows a tenant.")
            .in(Area.TENANTS)
            .gives(200, TENANT)
            .by(call -> Reply.ok(view(find(call)))),
        Route.patch("/tenants/{tenantId}", "Renames a tenant.")
            .in(Area.TENANTS)
            .takes(NEW_TENANT)
            .gives(200, TENANT)
            .by(this::rename),
        Route.delete(
                "/tenants/{tenantId}",
                "Deletes a tenant without products, with its applications, accounts and tokens.")
            .in(Area.TENANTS)
            .by(this::delete));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    Optional<String> own = call.caller().tenantId();
    List<Tenant> read =
        own.isPresent()
            ? registry.tenant(own.get()).stream().toList()
            : registry.tenants(paging.after().orElse(""), paging.toRead());
    return paging.page(read, Tenant::tenantId, TenantResource::view);
  }

  private Reply create(Call call) {
    Tenant made = registry.tenancy().createTenant(call.body().text("name"));
    call.concerns(made.tenantId());
    return Reply.created("/api/tenants/" + made.tenantId(), view(made));
  }

  private Reply rename(Call call) {
    return Reply.ok(
        view(registry.tenancy().renameTenant(find(call).tenantId(), call.body().text("name"))));
  }

  private Reply delete(Call call) {
    registry.tenancy().deleteTenant(find(call).tenantId());
    return Reply.done();
  }

  private Tenant find(Call call) {
    String tenantId = call.path("tenantId");
    return registry
        .tenant(tenantId)
        .filter(tenant -> call.sees(tenant.tenantId()))
        .orElseThrow(() -> Problem.notFound("There is no tenant %s.".formatted(tenantId)));
  }

  private static Map<String, Object> view(Tenant tenant) {
    return Reply.members("tenantId", tenant.tenantId(), "name", tenant.name());
  }
}
