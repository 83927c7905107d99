package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.account.Caller;
import io.openaep.platform.account.Role;
import io.openaep.platform.account.Scope;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import java.util.ArrayList;
import java.util.List;

/// `/api/me`: who the caller is and what it may do, so that the console shows only that.
public final class MeResource implements Resource {
  private static final Shape.Obj ME =
      Shape.object(
          "Me",
          Shape.must("name", Shape.text(1, 128), "As in the audit log: token:ci, account:li"),
          Shape.must("role", Shape.choice(Role.class), "What the caller is"),
          Shape.may("tenantId", Shape.text(1, 20), "Its tenant; administrators see all"),
          Shape.must("rights", Shape.list(Shape.text(1, 64), 0, 64), "What it may read or write"));

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/me", "Tells who you are and what you may do.")
            .gives(200, ME)
            .by(MeResource::me));
  }

  private static Reply me(Call call) {
    Caller caller = call.caller();
    List<String> rights = new ArrayList<>();
    for (Area area : Area.values()) {
      if (caller.may(area, true)) {
        rights.add(new Scope(area, true).toString());
      } else if (caller.may(area, false)) {
        rights.add(new Scope(area, false).toString());
      }
    }
    return Reply.ok(
        Reply.members(
            "name",
            caller.name(),
            "role",
            caller.role(),
            "tenantId",
            caller.tenantId(),
            "rights",
            rights));
  }
}
