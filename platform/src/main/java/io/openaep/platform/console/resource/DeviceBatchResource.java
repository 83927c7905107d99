package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.outbox.DeviceRemoval;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Made;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Refused;
import io.openaep.platform.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Many devices of one product at once (批量添加, 批量删除). Each device is made whole or not at all, and
/// the answer tells of each.
public final class DeviceBatchResource implements Resource {
  private static final int ROWS = 1000;

  private static final Shape.Obj BATCH =
      Shape.object(
          "DeviceBatch",
          Shape.must("devices", Shape.list(DeviceShapes.NEW_DEVICE, 1, ROWS), "Devices to make"));

  private static final Shape.Obj RESULT =
      Shape.object(
          "DeviceBatchResult",
          Shape.must("made", Shape.whole(0, ROWS), "How many were made"),
          Shape.must("refused", Shape.whole(0, ROWS), "How many were not"),
          Shape.must(
              "items",
              Shape.list(
                  Shape.object(
                      "DeviceBatchItem",
                      Shape.must("name", Shape.text(1, 64), "As sent"),
                      Shape.may("deviceId", Shape.text(1, 80), "Of the device that was made"),
                      Shape.may("detail", Shape.text(1, 1000), "Why it was not, in a sentence")),
                  1,
                  ROWS),
              "One for each device, in the order sent"));

  private static final Shape.Obj IDS =
      Shape.object(
          "DeviceIds",
          Shape.must("deviceIds", Shape.list(Shape.text(1, 80), 1, ROWS), "Which devices"));

  private static final Shape.Obj DELETED =
      Shape.object(
          "DeletedDevices",
          Shape.must("deleted", Shape.list(Shape.text(1, 80), 0, ROWS), "Those that existed"),
          Shape.must("unknown", Shape.list(Shape.text(1, 80), 0, ROWS), "Those that did not"));

  private final Registry registry;
  private final DeviceRemoval removal;
  private final Lookup lookup;

  public DeviceBatchResource(Registry registry, DeviceRemoval removal) {
    this.registry = registry;
    this.removal = removal;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/products/{productId}/devices/batch", "Makes up to 1000 devices.")
            .in(Area.DEVICES)
            .takes(BATCH)
            .gives(200, RESULT)
            .by(this::create),
        Route.post("/products/{productId}/devices/delete", "Deletes up to 1000 devices.")
            .in(Area.DEVICES)
            .takes(IDS)
            .gives(200, DELETED)
            .by(this::delete));
  }

  private Reply create(Call call) {
    Product product = lookup.product(call);
    List<Map<String, Object>> items = new ArrayList<>();
    int made = 0;
    List<Body> rows = call.body().objects("devices");
    List<Made> all =
        registry.createDevices(
            rows.stream()
                .map(row -> DeviceResource.wanted(product, row, call.caller().name()))
                .toList());
    for (int i = 0; i < all.size(); i++) {
      String name = rows.get(i).text("name");
      switch (all.get(i)) {
        case Made.Created(Device device) -> {
          items.add(Reply.members("name", name, "deviceId", device.ref().deviceId()));
          made++;
        }
        case Made.NotCreated(Refused reason) ->
            items.add(Reply.members("name", name, "detail", String.valueOf(reason.getMessage())));
      }
    }
    return Reply.ok(Reply.members("made", made, "refused", items.size() - made, "items", items));
  }

  private Reply delete(Call call) {
    Product product = lookup.product(call);
    Set<String> wanted = new LinkedHashSet<>(call.body().texts("deviceIds"));
    Set<String> deleted =
        removal.remove(product.productId(), List.copyOf(wanted)).stream()
            .map(device -> device.ref().deviceId())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    wanted.removeAll(deleted);
    return Reply.ok(Reply.members("deleted", List.copyOf(deleted), "unknown", List.copyOf(wanted)));
  }
}
