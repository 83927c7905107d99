package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.push.Subscriptions;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// BindDevice and UnbindDevice of `aep_device_management` (AEP northbound, 4.2). `bindStatus` 1
/// bound, 2 unbound. Unbinding also ends the subscriptions of the device.
final class DeviceBinding {
  private static final int BOUND = 1;
  private static final int UNBOUND = 2;

  private final Registry registry;
  private final DeviceData data;
  private final Subscriptions subscriptions;

  DeviceBinding(Registry registry, DeviceData data, Subscriptions subscriptions) {
    this.registry = registry;
    this.data = data;
    this.subscriptions = subscriptions;
  }

  Map<String, @Nullable Object> bind(Call call) {
    String imei = call.body().text("imei");
    long productId = call.product().productId();
    Device device =
        registry
            .deviceByImei(imei)
            .filter(it -> it.ref().productId() == productId)
            .orElseThrow(() ->
                CallRefused.aep(
                    AepCode.DEVICE_UNKNOWN, "no device of this product has the IMEI " + imei));
    registry.groups().bind(device.ref().number(), true);
    DeviceState state = data.state(device.ref().number());
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("imei", imei);
    members.put("deviceId", device.ref().deviceId());
    members.put("deviceName", device.name());
    members.put("tenantId", device.tenantId());
    members.put("productId", productId);
    putState(members, device, state, BOUND);
    members.put("createTime", device.createdAt().toEpochMilli());
    return Envelope.ok(members);
  }

  Map<String, @Nullable Object> unbind(Call call) {
    Device device = Devices.find(registry, call.product(), call.body().text("deviceId"));
    long number = device.ref().number();
    subscriptions.deleteOfDevice(
        device.ref().productId(),
        device.ref().deviceId(),
        deletion -> registry.groups().unbind(number, deletion));
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("deviceId", device.ref().deviceId());
    putState(members, device, data.state(device.ref().number()), UNBOUND);
    return Envelope.ok(members);
  }

  private static void putState(
      Map<String, @Nullable Object> members, Device device, DeviceState state, int bindStatus) {
    members.put("deviceStatus", DeviceViews.status(device, state));
    members.put("netStatus", DeviceViews.netStatus(state));
    members.put("bindStatus", bindStatus);
  }
}
