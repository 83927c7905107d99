package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The functions of `aep_device_management` that take lists of devices, with their envelopes, which
/// are their own (AEP northbound, sections 2 and 4.2).
final class DeviceLists {
  private static final int IDS_LIMIT = 200;
  private static final int BATCH_LIMIT = 100;

  private final Registry registry;
  private final DeviceData data;

  DeviceLists(Registry registry, DeviceData data) {
    this.registry = registry;
    this.data = data;
  }

  Map<String, @Nullable Object> info(Call call) {
    List<Device> devices = existing(call);
    Map<Long, DeviceState> states = DeviceManagement.states(data, devices);
    Map<String, @Nullable Object> members =
        Envelope.ok(
            devices.stream()
                .map(device -> DeviceViews.listed(device, DeviceManagement.state(states, device)))
                .toList());
    members.put("valid", true);
    members.put("ok", true);
    members.put("notOk", false);
    return members;
  }

  Map<String, @Nullable Object> activeStatus(Call call) {
    List<Device> devices = existing(call);
    Map<Long, DeviceState> states = DeviceManagement.states(data, devices);
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (Device device : devices) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("deviceId", device.ref().deviceId());
      row.put(
          "deviceStatus", DeviceViews.statusText(device, DeviceManagement.state(states, device)));
      rows.add(row);
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("msg", AepCode.OK.text());
    members.put("result", rows);
    members.put("code", AepCode.OK.code());
    return members;
  }

  /// Each row succeeds or fails for itself.
  Map<String, @Nullable Object> createBatch(Call call) {
    String operator = call.body().text("operator");
    Product product = call.product();
    return Envelope.ok(
        DeviceBatch.create(
                registry,
                call.body().objects("devices", BATCH_LIMIT),
                row -> DeviceRules.row(product, row, operator))
            .stream()
            .map(row -> view(product, row))
            .toList());
  }

  private static Map<String, @Nullable Object> view(Product product, DeviceBatch.Row row) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("deviceName", row.sent().peek("deviceName").orElse(null));
    members.put("deviceSn", row.sent().peek("deviceSn").orElse(null));
    members.put("imei", row.sent().peek("imei").orElse(null));
    members.put("deviceId", row.device().map(it -> it.ref().deviceId()).orElse(null));
    members.put("token", row.device().map(it -> DeviceViews.token(it, product)).orElse(null));
    row.putResult(members);
    return members;
  }

  private List<Device> existing(Call call) {
    long productId = call.product().productId();
    return call.body().texts("deviceIdList", IDS_LIMIT).stream()
        .distinct()
        .map(deviceId -> registry.device(productId, deviceId))
        .flatMap(Optional::stream)
        .toList();
  }
}
