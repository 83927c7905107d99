package io.openaep.platform.northbound.module;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.data.DeviceData;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.Call;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.outbox.DeviceRemoval;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `aep_nb_device_management` (NB设备管理; AEP northbound, 3.3 and 4.2): devices by their IMEI.
public final class NbDeviceManagement implements Module {
  private static final int BATCH_LIMIT = 100;
  private static final int IDS_LIMIT = 200;

  private final Registry registry;
  private final DeviceData data;
  private final DeviceRemoval removal;
  private final Sessions sessions;

  public NbDeviceManagement(
      Registry registry, DeviceData data, DeviceRemoval removal, Sessions sessions) {
    this.registry = registry;
    this.data = data;
    this.removal = removal;
    this.sessions = sessions;
  }

  @Override
  public String name() {
    return "aep_nb_device_management";
  }

  @Override
  public Map<String, Operation> operations() {
    return Map.of(
        "BatchCreateNBDevice", Operation.write(this::createBatch),
        "BatchCancelDevices", Operation.write(this::cancel),
        "DeleteDeviceByImei", Operation.write(this::delete),
        "QueryDeviceByImei", Operation.read(this::query));
  }

  /// Each row succeeds or fails for itself.
  private Map<String, @Nullable Object> createBatch(Call call) {
    Fields body = call.body();
    String operator = body.text("operator");
    Product product = Products.find(registry, call, body.whole("productId"));
    if (product.protocol() != Protocol.LWM2M) {
      throw body.invalid("productId", "names a product that is not LwM2M");
    }
    return Envelope.ok(
        DeviceBatch.create(
                registry,
                body.objects("devices", BATCH_LIMIT),
                row -> wanted(product, row, operator))
            .stream()
            .map(NbDeviceManagement::view)
            .toList());
  }

  private static NewDevice wanted(Product product, Fields row, String operator) {
    String _ = row.text("imei");
    return DeviceRules.row(product, row, operator);
  }

  private static Map<String, @Nullable Object> view(DeviceBatch.Row row) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("imei", row.sent().peek("imei").orElse(null));
    row.device()
        .ifPresentOrElse(
            device -> {
              members.put("resultCode", AepCode.OK.code());
              members.put("deviceId", device.ref().deviceId());
            },
            () -> row.putResult(members));
    return members;
  }

  /// Cancels those that exist; the others are in the list of errors, and the code stays 0.
  private Map<String, @Nullable Object> cancel(Call call) {
    Set<String> wanted = new LinkedHashSet<>(call.body().texts("deviceIdList", IDS_LIMIT));
    List<Device> cancelled =
        registry.cancelDevices(
            call.product().productId(),
            List.copyOf(wanted),
            call.body().optionalText("operator").orElse(""));
    cancelled.forEach(device ->
        sessions.of(device.ref().number()).ifPresent(session -> session.close(GoneCause.REMOVED)));
    Set<String> done =
        cancelled.stream().map(device -> device.ref().deviceId()).collect(Collectors.toSet());
    List<Map<String, Object>> errors = new ArrayList<>();
    for (String deviceId : wanted) {
      if (!done.contains(deviceId)) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("deviceId", deviceId);
        error.put("errorCode", AepCode.DEVICE_UNKNOWN.code());
        error.put("errorMsg", AepCode.DEVICE_UNKNOWN.text());
        errors.add(error);
      }
    }
    return Envelope.ok(errors.isEmpty() ? Map.of() : Map.of("errorList", errors));
  }

  /// Deletes those that exist; 1104 only if none does. The result is a text.
  private Map<String, @Nullable Object> delete(Call call) {
    long productId = call.product().productId();
    List<String> deviceIds =
        call.body().texts("imeiList", IDS_LIMIT).stream()
            .distinct()
            .map(imei -> byImei(productId, imei))
            .flatMap(Optional::stream)
            .map(device -> device.ref().deviceId())
            .toList();
    if (deviceIds.isEmpty() || removal.remove(productId, deviceIds).isEmpty()) {
      throw CallRefused.aep(AepCode.DEVICE_UNKNOWN, "none of these IMEIs is in this product");
    }
    return Envelope.ok("Success to delete device.");
  }

  private Map<String, @Nullable Object> query(Call call) {
    String imei = call.text("imei");
    Device device =
        byImei(call.product().productId(), imei)
            .orElseThrow(() ->
                CallRefused.aep(
                    AepCode.DEVICE_UNKNOWN, "no device of this product has the IMEI " + imei));
    return Envelope.ok(DeviceViews.of(device, call.product(), data.state(device.ref().number())));
  }

  private Optional<Device> byImei(long productId, String imei) {
    return registry.deviceByImei(imei).filter(device -> device.ref().productId() == productId);
  }
}
