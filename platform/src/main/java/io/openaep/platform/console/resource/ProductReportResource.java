package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceReport;
import io.openaep.platform.data.Report;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/api/products/{productId}/reports`: what the devices of a product reported, newest first over
/// all of them.
public final class ProductReportResource implements Resource {
  private final Registry registry;
  private final DeviceData data;
  private final Lookup lookup;

  public ProductReportResource(Registry registry, DeviceData data) {
    this.registry = registry;
    this.data = data;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/products/{productId}/reports",
                "Lists what a product's devices reported, newest first over all of them.")
            .in(Area.DATA)
            .query("from", Shape.time(), "The oldest time; missing: as far as history goes")
            .query("to", Shape.time(), "The newest time; missing: until now")
            .pages(ReportShapes.PRODUCT_REPORT)
            .by(this::list));
  }

  private Reply list(Call call) {
    Paging paging = call.paging();
    List<DeviceReport> read =
        data.productHistory(
            lookup.product(call).productId(),
            Places.from(call),
            Places.to(call),
            paging.after().map(Places::cursor),
            paging.toRead());
    return paging.pageOfPresent(
        read, it -> Places.key(it.report().at(), it.report().position()), this::view);
  }

  /// Empty for a device that has just been deleted and whose reports are about to go.
  private Optional<Map<String, Object>> view(DeviceReport brought) {
    return registry.deviceByNumber(brought.device()).map(device -> view(device, brought.report()));
  }

  private Map<String, Object> view(Device device, Report report) {
    var user = data.userProperties(device.ref().number(), report.position(), report.position());
    Map<String, Object> members =
        ReportShapes.view(report, user.getOrDefault(report.position(), List.of()));
    members.put("deviceId", device.ref().deviceId());
    return members;
  }
}
