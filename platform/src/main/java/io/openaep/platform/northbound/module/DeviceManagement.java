package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.outbox.DeviceRemoval;
import io.openaep.platform.push.Subscriptions;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.Page;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `aep_device_management` (设备管理; AEP northbound, 3.2 and 4.2), one device at a time. Lists by id
/// and batches are in {@link DeviceLists}.
public final class DeviceManagement implements Module {
  private static final int PAGE_LIMIT = 100;
  private static final int DELETE_LIMIT = 200;

  private final Registry registry;
  private final DeviceData data;
  private final DeviceRemoval removal;
  private final DeviceLists lists;
  private final DeviceBinding binding;

  public DeviceManagement(
      Registry registry, DeviceData data, DeviceRemoval removal, Subscriptions subscriptions) {
    this.registry = registry;
    this.data = data;
    this.removal = removal;
    this.lists = new DeviceLists(registry, data);
    this.binding = new DeviceBinding(registry, data, subscriptions);
  }

  @Override
  public String name() {
    return "aep_device_management";
  }

  @Override
  public Map<String, Operation> operations() {
    Map<String, Operation> served = new HashMap<>();
    served.put("BindDevice", Operation.write(binding::bind));
    served.put("UnbindDevice", Operation.write(binding::unbind));
    served.putAll(single());
    return served;
  }

  private Map<String, Operation> single() {
    return Map.of(
        "QueryDevice", Operation.read(this::query),
        "QueryDeviceList", Operation.read(this::list),
        "CreateDevice", Operation.write(this::create),
        "UpdateDevice", Operation.write(this::update),
        "DeleteDevice", Operation.write(this::delete),
        "DeleteDeviceByPost", Operation.write(this::deleteByPost),
        "QueryProductInfoByImei", Operation.read(this::productOfImei),
        "ListDeviceInfo", Operation.read(lists::info),
        "ListDeviceActiveStatus", Operation.read(lists::activeStatus),
        "BatchCreateDevice", Operation.write(lists::createBatch));
  }

  private Map<String, @Nullable Object> query(Call call) {
    Device device = Devices.find(registry, call.product(), call.text("deviceId"));
    DeviceState state = data.state(device.ref().number());
    return Envelope.ok(DeviceViews.of(device, call.product(), state));
  }

  private Map<String, @Nullable Object> list(Call call) {
    Product product = call.product();
    Paging paging = Paging.of(call, PAGE_LIMIT);
    String search = call.query().first("searchValue").orElse("");
    Page<Device> page =
        Refusals.asAep(
            () -> registry.devices(product.productId(), search, paging.number(), paging.size()));
    Map<Long, DeviceState> states = states(data, page.rows());
    return Envelope.ok(
        paging.page(
            page.total(),
            page.rows().stream()
                .map(device -> DeviceViews.of(device, product, state(states, device)))
                .toList()));
  }

  private Map<String, @Nullable Object> create(Call call) {
    NewDevice wanted = DeviceRules.create(call.product(), call.body());
    Device device = Refusals.asAep(() -> registry.createDevice(wanted));
    return Envelope.ok(DeviceViews.created(device, call.product()));
  }

  private Map<String, @Nullable Object> update(Call call) {
    Device device = Devices.find(registry, call.product(), call.text("deviceId"));
    Device changed = DeviceRules.update(device, call.product(), call.body());
    Device _ = Refusals.asAep(() -> registry.updateDevice(changed));
    return Envelope.ok(Map.of());
  }

  private Map<String, @Nullable Object> delete(Call call) {
    List<String> deviceIds = List.of(call.text("deviceIds").split(",", -1));
    if (deviceIds.size() > DELETE_LIMIT) {
      throw CallRefused.aep(
          AepCode.INVALID, "deviceIds names more than %d devices".formatted(DELETE_LIMIT));
    }
    return delete(call, deviceIds.stream().map(String::trim).toList());
  }

  private Map<String, @Nullable Object> deleteByPost(Call call) {
    return delete(call, call.body().texts("deviceIdList", DELETE_LIMIT));
  }

  /// Deletes those that exist; 1104 only if none does.
  private Map<String, @Nullable Object> delete(Call call, List<String> deviceIds) {
    if (removal.remove(call.product().productId(), deviceIds).isEmpty()) {
      throw CallRefused.aep(AepCode.DEVICE_UNKNOWN, "none of these devices exists: " + deviceIds);
    }
    return Envelope.ok(Map.of());
  }

  private Map<String, @Nullable Object> productOfImei(Call call) {
    String imei = call.text("imei");
    Product product =
        registry
            .deviceByImei(imei)
            .flatMap(device -> registry.product(call.tenantId(), device.ref().productId()))
            .orElseThrow(() ->
                CallRefused.aep(
                    AepCode.DEVICE_UNKNOWN, "no device of this tenant has the IMEI " + imei));
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("productId", product.productId());
    members.put("productName", product.form().name());
    return Envelope.ok(members);
  }

  static Map<Long, DeviceState> states(DeviceData data, List<Device> devices) {
    return data.states(devices.stream().map(device -> device.ref().number()).toList());
  }

  static DeviceState state(Map<Long, DeviceState> states, Device device) {
    return states.getOrDefault(device.ref().number(), DeviceState.NEVER_HEARD);
  }
}
