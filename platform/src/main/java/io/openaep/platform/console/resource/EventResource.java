package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceEvent;
import io.openaep.platform.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// `/api/devices/{deviceId}/events` (事件上报): what a device with a thing model raised, newest first.
public final class EventResource implements Resource {
  /// In AEP's order: its numbers count from 1.
  private static final List<String> LEVELS = List.of("info", "warning", "fault");

  private static final Shape.Obj EVENT =
      Shape.object(
          "Event",
          Shape.must("at", Shape.time(), "When it was received"),
          Shape.must("position", Shape.whole(0, Long.MAX_VALUE), "Its place in the journal"),
          Shape.must("serviceId", Shape.whole(0, 65_535), "Of the event's service: 1001, …"),
          Shape.must("service", Shape.text(0, 128), "Its identifier"),
          Shape.must("level", new Shape.Choice(LEVELS), "信息, 警告, 故障"),
          Shape.must("values", Shape.any(), "The event's parameters"),
          Shape.may("problem", Shape.text(1, 10_000), "What is odd about the values"));

  private final DeviceData data;
  private final Lookup lookup;

  public EventResource(Registry registry, DeviceData data) {
    this.data = data;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/devices/{deviceId}/events", "Lists the events of a device, newest first.")
            .in(Area.DATA)
            .query("from", Shape.time(), "The oldest time")
            .query("to", Shape.time(), "The newest time")
            .query("level", new Shape.Choice(LEVELS), "Of this level alone")
            .pages(EVENT)
            .by(this::list));
  }

  private Reply list(Call call) {
    long device = lookup.device(call).ref().number();
    Paging paging = call.paging();
    Optional<Integer> level = call.query("level").map(it -> LEVELS.indexOf(it) + 1);
    return paging.page(
        data.events(
            device,
            level.map(OptionalInt::of).orElse(OptionalInt.empty()),
            Places.from(call),
            Places.to(call),
            paging.after().map(Places::cursor),
            paging.toRead()),
        event -> Places.key(event.at(), event.position()),
        EventResource::view);
  }

  private static Map<String, Object> view(DeviceEvent event) {
    int level = Math.clamp(event.level(), 1, LEVELS.size());
    return Reply.members(
        "at",
        event.at(),
        "position",
        event.position(),
        "serviceId",
        event.serviceId(),
        "service",
        event.service(),
        "level",
        LEVELS.get(level - 1),
        "values",
        Body.tree(event.values()),
        "problem",
        Optional.of(event.problem()).filter(it -> !it.isEmpty()));
  }
}
