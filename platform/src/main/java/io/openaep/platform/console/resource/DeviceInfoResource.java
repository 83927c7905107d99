package io.openaep.platform.console.resource;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.account.Area;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.payload.DeviceInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The vendor's `device_info.json` (AEP device protocols, 2.4) of MQTT and TCP devices, in both
/// directions. A device that is made from a file gets a 特征串 of its own: no platform takes over
/// another's secrets.
public final class DeviceInfoResource implements Resource {
  private static final String HOST = "127.0.0.1";

  private final Registry registry;
  private final Lookup lookup;
  private final Supplier<Map<String, Optional<Integer>>> ports;

  /// @param ports of the doors, by their names in the ready line
  public DeviceInfoResource(Registry registry, Supplier<Map<String, Optional<Integer>>> ports) {
    this.registry = registry;
    this.lookup = new Lookup(registry);
    this.ports = ports;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(
                "/devices/{deviceId}/device-info",
                "Exports device_info.json with the device's secret; the audit log tells of it.")
            .forWritersOf(Area.DEVICES)
            .gives(200, Shape.any())
            .by(this::export),
        Route.post(
                "/products/{productId}/device-info",
                "Makes a device with the number of a device_info.json; it gets a new secret.")
            .in(Area.DEVICES)
            .takes(Shape.any())
            .gives(
                201,
                Shape.object(
                    "MadeDevice", Shape.must("deviceId", Shape.text(1, 80), "Of the new device")))
            .by(this::make));
  }

  private Reply export(Call call) {
    Device device = lookup.device(call);
    Product product = lookup.productOf(device);
    if (product.protocol() == Protocol.LWM2M) {
      throw new Problem(
          ProblemKind.CONFLICT, "device_info.json is for MQTT and TCP devices; LwM2M has none.");
    }
    String host = call.request().header("host").map(DeviceInfoResource::name).orElse(HOST);
    boolean mqtt = product.protocol() == Protocol.MQTT;
    DeviceInfo info =
        new DeviceInfo(
            device.deviceSn().orElse(""),
            device.ref().deviceId(),
            product.protocol().name(),
            product.sharedSecret().or(device::token).orElse(""),
            product.transparent(),
            host,
            port(mqtt ? "mqtt" : "tcp"),
            mqtt ? host : "",
            mqtt ? port("mqtts") : 0);
    return new Reply.File(
        200,
        "application/json",
        Bytes.utf8(info.write()),
        Map.of("Content-Disposition", "attachment; filename=\"device_info.json\""));
  }

  private int port(String door) {
    return ports.get().getOrDefault(door, Optional.empty()).orElse(0);
  }

  /// The host of a Host header, without its port.
  private static String name(String host) {
    int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    return end <= 0 ? host : host.substring(0, end);
  }

  private Reply make(Call call) {
    Product product = lookup.product(call);
    DeviceInfo info;
    try {
      info = DeviceInfo.read(call.body().json());
    } catch (InvalidModel invalid) {
      throw new Problem(ProblemKind.INVALID, "The file is refused: " + invalid.getMessage() + ".");
    }
    Device device =
        registry.createDevice(
            new NewDevice(
                product.productId(),
                info.deviceNo(),
                Optional.of(info.deviceNo()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                call.caller().name()));
    return Reply.created(
        "/api/devices/" + device.ref().deviceId(),
        Reply.members("deviceId", device.ref().deviceId()));
  }
}
