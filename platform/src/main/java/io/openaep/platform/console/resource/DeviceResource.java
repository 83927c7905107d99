package io.openaep.platform.console.resource;

import io.openaep.platform.account.Area;
import io.openaep.platform.command.Expected;
import io.openaep.platform.console.rest.Body;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.outbox.DeviceRemoval;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/// `/api/devices` and `/api/products/{productId}/devices` (设备), one at a time; many at once are in
/// {@link DeviceBatchResource}.
public final class DeviceResource implements Resource {
  private static final Shape SEARCH = Shape.text(0, 128);
  private static final String SEARCH_SAYS = "A part of name, device id, device number or IMEI";

  private final Registry registry;
  private final DeviceData data;
  private final LongFunction<Optional<Expected>> expected;
  private final DeviceRemoval removal;
  private final Lookup lookup;

  /// @param expected when a device, by its number, is expected to be heard
  public DeviceResource(
      Registry registry,
      DeviceData data,
      LongFunction<Optional<Expected>> expected,
      DeviceRemoval removal) {
    this.registry = registry;
    this.data = data;
    this.expected = expected;
    this.removal = removal;
    this.lookup = new Lookup(registry);
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/devices", "Lists or searches a tenant's devices over all products, newest first.")
            .in(Area.DEVICES)
            .ofTenant()
            .query("search", SEARCH, SEARCH_SAYS)
            .pages(DeviceShapes.DEVICE)
            .by(call -> list(call, call.tenant(), Optional.empty())),
        Route.get(
                "/products/{productId}/devices",
                "Lists or searches a product's devices, newest first.")
            .in(Area.DEVICES)
            .query("search", SEARCH, SEARCH_SAYS)
            .pages(DeviceShapes.DEVICE)
            .by(call -> {
              Product product = lookup.product(call);
              return list(call, product.tenantId(), Optional.of(product.productId()));
            }),
        Route.post("/products/{productId}/devices", "Makes a device.")
            .in(Area.DEVICES)
            .takes(DeviceShapes.NEW_DEVICE)
            .gives(201, DeviceShapes.DEVICE)
            .by(this::create),
        Route.get("/devices/{deviceId}", "Shows a device.")
            .in(Area.DEVICES)
            .gives(200, DeviceShapes.DEVICE)
            .by(this::show),
        Route.patch("/devices/{deviceId}", "Changes the members that are sent.")
            .in(Area.DEVICES)
            .takes(DeviceShapes.DEVICE_CHANGE)
            .gives(200, DeviceShapes.DEVICE)
            .by(this::change),
        Route.post("/devices/{deviceId}/cancel", "Cancels a device (注销): it is let in no more.")
            .in(Area.DEVICES)
            .gives(200, DeviceShapes.DEVICE)
            .by(this::cancel),
        Route.delete("/devices/{deviceId}", "Deletes a device and its data.")
            .in(Area.DEVICES)
            .by(this::delete),
        Route.get("/devices/{deviceId}/secret", "Shows its secret; the audit log tells of it.")
            .forWritersOf(Area.DEVICES)
            .gives(200, DeviceShapes.SECRET)
            .by(this::secret));
  }

  private Reply list(Call call, String tenantId, Optional<Long> productId) {
    Paging paging = call.paging();
    List<Device> read =
        registry.devicesBelow(
            tenantId,
            productId,
            call.query("search").orElse(""),
            paging.afterNumber(Long.MAX_VALUE),
            paging.toRead());
    Map<Long, DeviceState> states =
        data.states(read.stream().map(device -> device.ref().number()).toList());
    return paging.page(
        read,
        device -> device.ref().number(),
        device ->
            DeviceShapes.view(
                device, states.getOrDefault(device.ref().number(), DeviceState.NEVER_HEARD)));
  }

  private Reply show(Call call) {
    Device device = lookup.device(call);
    return Reply.ok(DeviceShapes.with(view(device), expected.apply(device.ref().number())))
        .with("ETag", tag(device));
  }

  private Reply create(Call call) {
    Product product = lookup.product(call);
    Device device = registry.createDevice(wanted(product, call.body(), call.caller().name()));
    return Reply.created("/api/devices/" + device.ref().deviceId(), view(device))
        .with("ETag", tag(device));
  }

  /// A device as a body of the shape {@link DeviceShapes#NEW_DEVICE} wants it.
  static NewDevice wanted(Product product, Body body, String by) {
    return new NewDevice(
        product.productId(),
        body.text("name"),
        body.optionalText("deviceNumber"),
        body.optionalText("imei"),
        body.optionalText("imsi"),
        body.optionalText("pskHex").map(Bytes::hex),
        body.flag("autoObserve", true),
        by);
  }

  private Reply change(Call call) {
    Device old = lookup.device(call);
    Body body = call.body();
    Device wanted =
        new Device(
            old.ref(),
            old.tenantId(),
            body.optionalText("name").orElse(old.name()),
            old.deviceSn(),
            old.imei(),
            body.optionalText("imsi").or(old::imsi),
            old.token(),
            old.psk(),
            body.flag("autoObserve", old.autoObserve()),
            old.cancelledAt(),
            old.createdBy(),
            call.caller().name(),
            old.createdAt(),
            old.updatedAt());
    String seen = tag(old);
    call.requireMatch(seen);
    return shown(registry.updateDevice(wanted, now -> tag(now).equals(seen)));
  }

  private Reply cancel(Call call) {
    Device device = lookup.device(call);
    List<Device> cancelled =
        registry.cancelDevices(
            device.ref().productId(), List.of(device.ref().deviceId()), call.caller().name());
    return shown(cancelled.stream().findFirst().orElseThrow(() -> gone(device)));
  }

  private Reply delete(Call call) {
    Device device = lookup.device(call);
    if (removal.remove(device.ref().productId(), List.of(device.ref().deviceId())).isEmpty()) {
      throw gone(device);
    }
    return Reply.done();
  }

  private Reply secret(Call call) {
    Device device = lookup.device(call);
    return Reply.ok(DeviceShapes.secret(device, lookup.productOf(device)));
  }

  private static Problem gone(Device device) {
    return Problem.notFound("There is no device %s.".formatted(device.ref().deviceId()));
  }

  private Reply shown(Device device) {
    return Reply.ok(view(device)).with("ETag", tag(device));
  }

  private Map<String, Object> view(Device device) {
    return DeviceShapes.view(device, data.state(device.ref().number()));
  }

  /// Of what an editor changes; being online or not is no change.
  private static String tag(Device device) {
    return Tags.of(DeviceShapes.view(device, DeviceState.NEVER_HEARD));
  }
}
