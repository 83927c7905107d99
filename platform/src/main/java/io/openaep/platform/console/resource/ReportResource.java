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
import io.openaep.platform.data.Report;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.mqtt.MqttProperties.UserProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/devices/{deviceId}/reports` (数据查看): what a device reported, newest first, as it came.
public final class ReportResource implements Resource {
  private static final Shape.Obj PROPERTIES =
      Shape.object(
          "PropertyValues",
          Shape.must(
              "items",
              Shape.list(
                  Shape.object(
                      "PropertyValue",
                      Shape.must("property", Shape.text(1, 128), "Its identifier"),
                      Shape.must("value", Shape.any(), "The newest value"),
                      Shape.must("at", Shape.time(), "When it was reported"),
                      Shape.may("problem", Shape.text(1, 10_000), "What is odd about it")),
                  0,
                  10_000),
              "Each property that was ever reported"));

  private static final Shape.Obj LATEST =
      Shape.object(
          "LatestReport",
          Shape.may("report", ReportShapes.REPORT, "The newest report; missing if there is none"),
          Shape.may(
              "observed", ReportShapes.REPORT, "The newest answer to the platform's own observe"));

  private final DeviceData data;
  private final Lookup lookup;

  public ReportResource(Registry registry, DeviceData data) {
    this.data = data;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get("/devices/{deviceId}/reports", "Lists what a device reported, newest first.")
            .in(Area.DATA)
            .query("from", Shape.time(), "The oldest time; missing: as far as history goes")
            .query("to", Shape.time(), "The newest time; missing: until now")
            .pages(ReportShapes.REPORT)
            .by(this::list),
        Route.get("/devices/{deviceId}/reports/latest", "Shows the newest report.")
            .in(Area.DATA)
            .gives(200, LATEST)
            .by(this::latest),
        Route.get("/devices/{deviceId}/properties", "Shows the newest value of each property.")
            .in(Area.DATA)
            .gives(200, PROPERTIES)
            .by(this::properties),
        Route.get("/devices/{deviceId}/reports/count", "Counts reports.")
            .in(Area.DATA)
            .query("from", Shape.time(), "The oldest time; missing: as far as history goes")
            .query("to", Shape.time(), "The newest time; missing: until now")
            .gives(
                200,
                Shape.object(
                    "ReportCount",
                    Shape.must("count", Shape.whole(0, Long.MAX_VALUE), "How many there are")))
            .by(this::count));
  }

  private Reply list(Call call) {
    long device = lookup.device(call).ref().number();
    Paging paging = call.paging();
    List<Report> read =
        data.history(
            device,
            Places.from(call),
            Places.to(call),
            paging.after().map(Places::cursor),
            paging.toRead());
    var user = userProperties(device, read);
    return paging.page(
        read,
        report -> Places.key(report.at(), report.position()),
        report -> ReportShapes.view(report, user.getOrDefault(report.position(), List.of())));
  }

  private Reply latest(Call call) {
    long device = lookup.device(call).ref().number();
    return Reply.ok(
        Reply.members(
            "report",
            data.latest(device)
                .map(it ->
                    ReportShapes.view(
                        it,
                        userProperties(device, List.of(it))
                            .getOrDefault(it.position(), List.of()))),
            "observed",
            data.observed(device).map(it -> ReportShapes.view(it, List.of()))));
  }

  private Map<Long, List<UserProperty>> userProperties(long device, List<Report> reports) {
    var positions = reports.stream().mapToLong(Report::position).summaryStatistics();
    return data.userProperties(device, positions.getMin(), positions.getMax());
  }

  private Reply count(Call call) {
    long device = lookup.device(call).ref().number();
    return Reply.ok(Reply.members("count", data.count(device, Places.from(call), Places.to(call))));
  }

  private Reply properties(Call call) {
    long device = lookup.device(call).ref().number();
    return Reply.ok(
        Reply.members(
            "items",
            data.properties(device).stream()
                .map(it ->
                    Reply.members(
                        "property",
                        it.property(),
                        "value",
                        Body.tree(it.json()),
                        "at",
                        it.at(),
                        "problem",
                        Optional.of(it.problem()).filter(text -> !text.isEmpty())))
                .toList()));
  }
}
