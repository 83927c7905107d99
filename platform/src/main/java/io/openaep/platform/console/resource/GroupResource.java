package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.DeviceGroup;
import io.openaep.platform.registry.Groups;
import io.openaep.platform.registry.Page;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/groups` (分组): devices of one product or of several, to be addressed together.
public final class GroupResource implements Resource {
  private static final int ROWS = 1000;
  private static final Shape NAME = Shape.text(1, 64);
  private static final Shape DESCRIPTION = Shape.text(0, 256);

  private static final Shape.Obj GROUP =
      Shape.object(
          "Group",
          Shape.must("groupId", Shape.whole(0, Long.MAX_VALUE), "Its number"),
          Shape.must("tenantId", Shape.text(1, 20), "Whose it is"),
          Shape.may("productId", Shape.whole(0, Integer.MAX_VALUE), "Of this product alone"),
          Shape.must("name", NAME, "For people"),
          Shape.must("description", DESCRIPTION, "For people"),
          Shape.must("createdAt", Shape.time(), "When it was made"),
          Shape.must("updatedAt", Shape.time(), "When it was last changed"));

  private static final Shape.Obj NEW_GROUP =
      Shape.object(
          "NewGroup",
          Shape.must("name", NAME, "For people"),
          Shape.may("description", DESCRIPTION, "For people"),
          Shape.may(
              "productId",
              Shape.whole(0, Integer.MAX_VALUE),
              "Of this product alone; missing: over several products"));

  private static final Shape.Obj CHANGE =
      Shape.object(
          "GroupChange",
          Shape.may("name", NAME, "For people"),
          Shape.may("description", DESCRIPTION, "For people"));

  private static final Shape.Obj MEMBERS =
      Shape.object(
          "GroupMembers",
          Shape.must("deviceIds", Shape.list(Shape.text(1, 80), 1, ROWS), "Which devices"));

  private static final Shape PAGE = Shape.whole(1, 1_000_000);
  private static final Shape SIZE = Shape.whole(1, ROWS);

  private final Groups groups;
  private final Lookup lookup;

  public GroupResource(Registry registry) {
    this.groups = registry.groups();
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/groups", "Lists a tenant's groups, newest first.")
            .in(Area.GROUPS)
            .ofTenant()
            .query("search", Shape.text(0, 64), "A part of the name")
            .query("page", PAGE, "From 1")
            .query("size", SIZE, "Rows of a page; 50 if not said")
            .gives(200, list("GroupList", GROUP))
            .by(this::list),
        Route.post("/groups", "Makes a group.")
            .in(Area.GROUPS)
            .ofTenant()
            .takes(NEW_GROUP)
            .gives(201, GROUP)
            .by(this::create),
        Route.get("/groups/{groupId}", "Shows a group.")
            .in(Area.GROUPS)
            .ofTenant()
            .gives(200, GROUP)
            .by(call -> Reply.ok(view(find(call)))),
        Route.patch("/groups/{groupId}", "Renames or re-describes a group.")
            .in(Area.GROUPS)
            .ofTenant()
            .takes(CHANGE)
            .gives(200, GROUP)
            .by(this::change),
        Route.delete("/groups/{groupId}", "Deletes a group; its devices stay.")
            .in(Area.GROUPS)
            .ofTenant()
            .by(this::delete),
        Route.get("/groups/{groupId}/devices", "Lists the devices of a group.")
            .in(Area.GROUPS)
            .ofTenant()
            .query("page", PAGE, "From 1")
            .query("size", SIZE, "Rows of a page; 50 if not said")
            .gives(
                200,
                list(
                    "GroupDeviceList",
                    Shape.object(
                        "GroupDevice",
                        Shape.must("deviceId", Shape.text(1, 80), "Which device"),
                        Shape.must("productId", Shape.whole(0, Integer.MAX_VALUE), "Its product"),
                        Shape.must("name", NAME, "Its name"))))
            .by(this::devices),
        Route.post("/groups/{groupId}/devices", "Puts devices into a group, all or none.")
            .in(Area.GROUPS)
            .ofTenant()
            .takes(MEMBERS)
            .gives(204)
            .by(this::add),
        Route.post("/groups/{groupId}/devices/remove", "Takes devices out, all or none.")
            .in(Area.GROUPS)
            .ofTenant()
            .takes(MEMBERS)
            .gives(204)
            .by(this::remove));
  }

  private static Shape.Obj list(String name, Shape.Obj row) {
    return Shape.object(
        name,
        Shape.must("total", Shape.whole(0, Long.MAX_VALUE), "Over all pages"),
        Shape.must("items", Shape.list(row, 0, ROWS), "The rows of this page"));
  }

  private Reply list(Call call) {
    Page<DeviceGroup> page =
        groups.page(
            call.tenant(),
            new Groups.Search(
                Optional.empty(),
                Optional.empty(),
                call.query("search").orElse(""),
                Optional.empty()),
            number(call, "page", 1),
            number(call, "size", 50));
    return Reply.ok(
        Reply.members(
            "total",
            page.total(),
            "items",
            page.rows().stream().map(GroupResource::view).toList()));
  }

  private Reply create(Call call) {
    Body body = call.body();
    String tenant = call.tenant();
    Optional<Product> product = body.optionalWhole("productId").map(id -> lookup.product(call, id));
    DeviceGroup made =
        groups.create(
            tenant,
            product.map(Product::productId),
            body.text("name"),
            body.optionalText("description").orElse(""));
    return Reply.created("/api/groups/" + made.groupId(), view(made));
  }

  private Reply change(Call call) {
    DeviceGroup group = find(call);
    return Reply.ok(
        view(
            groups.update(
                group.tenantId(),
                group.groupId(),
                call.body().optionalText("name"),
                call.body().optionalText("description"))));
  }

  private Reply delete(Call call) {
    DeviceGroup group = find(call);
    groups.delete(group.tenantId(), group.groupId());
    return Reply.done();
  }

  private Reply devices(Call call) {
    DeviceGroup group = find(call);
    var page =
        groups.devices(
            group.tenantId(),
            Optional.of(group.groupId()),
            Optional.empty(),
            "",
            number(call, "page", 1),
            number(call, "size", 50));
    return Reply.ok(
        Reply.members(
            "total",
            page.total(),
            "items",
            page.rows().stream()
                .map(device ->
                    Reply.members(
                        "deviceId",
                        device.ref().deviceId(),
                        "productId",
                        device.ref().productId(),
                        "name",
                        device.name()))
                .toList()));
  }

  private Reply add(Call call) {
    DeviceGroup group = find(call);
    groups.add(group.tenantId(), group.groupId(), call.body().texts("deviceIds"));
    return Reply.done();
  }

  private Reply remove(Call call) {
    DeviceGroup group = find(call);
    groups.remove(group.tenantId(), group.groupId(), call.body().texts("deviceIds"));
    return Reply.done();
  }

  private DeviceGroup find(Call call) {
    long groupId = call.number("groupId");
    return groups
        .find(call.tenant(), groupId)
        .orElseThrow(() -> Problem.notFound("There is no group %d.".formatted(groupId)));
  }

  private static int number(Call call, String name, long otherwise) {
    return Math.toIntExact(call.whole(name).orElse(otherwise));
  }

  private static Map<String, Object> view(DeviceGroup group) {
    return Reply.members(
        "groupId",
        group.groupId(),
        "tenantId",
        group.tenantId(),
        "productId",
        group.productId(),
        "name",
        group.name(),
        "description",
        group.description(),
        "createdAt",
        group.createdAt(),
        "updatedAt",
        group.updatedAt());
  }
}
