package io.openaep.platform.northbound.module;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A device as AEP answers it (AEP northbound, 4.2): names, types and order as documented. Pure.
final class DeviceViews {
  private static final int ONLINE = 1;
  private static final int OFFLINE = 2;

  private DeviceViews() {}

  /// The answer of CreateDevice.
  static Map<String, @Nullable Object> created(Device device, Product product) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("deviceId", device.ref().deviceId());
    members.put("deviceName", device.name());
    members.put("tenantId", device.tenantId());
    members.put("productId", device.ref().productId());
    members.put("imei", device.imei().orElse(null));
    members.put("deviceSn", device.deviceSn().orElse(null));
    members.put("token", token(device, product));
    return members;
  }

  /// The device's 特征串, or the product's with one type one secret.
  static @Nullable String token(Device device, Product product) {
    return device.token().or(product::sharedSecret).orElse(null);
  }

  /// QueryDevice and items of the list, by protocol.
  static Map<String, @Nullable Object> of(Device device, Product product, DeviceState state) {
    return product.protocol() == Protocol.LWM2M
        ? lwm2m(device, state)
        : connected(device, product, state);
  }

  private static Map<String, @Nullable Object> lwm2m(Device device, DeviceState state) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("deviceId", device.ref().deviceId());
    members.put("deviceName", device.name());
    members.put("tenantId", device.tenantId());
    members.put("productId", device.ref().productId());
    members.put("imei", device.imei().orElse(null));
    members.put("imsi", device.imsi().orElse(null));
    members.put("firmwareVersion", state.firmwareVersion().orElse(null));
    members.put("deviceStatus", status(device, state));
    members.put("autoObserver", device.autoObserve() ? 0 : 1);
    members.put("createTime", device.createdAt().toEpochMilli());
    members.put("createBy", AepNumbers.name(device.createdBy()));
    members.put("updateTime", device.updatedAt().toEpochMilli());
    members.put("updateBy", AepNumbers.name(device.updatedBy()));
    putNet(members, state.online() ? ONLINE : OFFLINE, state);
    return members;
  }

  private static Map<String, @Nullable Object> connected(
      Device device, Product product, DeviceState state) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("deviceSn", device.deviceSn().orElse(null));
    members.put("deviceId", device.ref().deviceId());
    members.put("deviceName", device.name());
    members.put("tenantId", device.tenantId());
    members.put("productId", device.ref().productId());
    members.put("firmwareVersion", state.firmwareVersion().orElse(null));
    members.put("deviceStatus", status(device, state));
    members.put("createTime", device.createdAt().toEpochMilli());
    members.put("updateTime", device.updatedAt().toEpochMilli());
    putLife(members, device, state);
    putNet(members, state.online() ? ONLINE : OFFLINE, state);
    members.put("productProtocol", AepNumbers.protocol(product.protocol()));
    return members;
  }

  /// An item of listByDeviceIds: every member on every protocol, `netStatus` null before the first
  /// login.
  static Map<String, @Nullable Object> listed(Device device, DeviceState state) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("productId", device.ref().productId());
    members.put("tenantId", device.tenantId());
    members.put("deviceId", device.ref().deviceId());
    members.put("deviceSn", device.deviceSn().orElse(null));
    members.put("deviceName", device.name());
    members.put("imei", device.imei().orElse(null));
    members.put("imsi", device.imsi().orElse(null));
    members.put("firmwareVersion", state.firmwareVersion().orElse(null));
    members.put("deviceStatus", status(device, state));
    members.put("createTime", device.createdAt().toEpochMilli());
    members.put("createBy", AepNumbers.name(device.createdBy()));
    members.put("updateTime", device.updatedAt().toEpochMilli());
    members.put("updateBy", AepNumbers.name(device.updatedBy()));
    Integer net =
        state.online()
            ? (Integer) ONLINE
            : state.activatedAt().isEmpty() ? null : (Integer) OFFLINE;
    putNet(members, net, state);
    putLife(members, device, state);
    return members;
  }

  static int netStatus(DeviceState state) {
    return state.online() ? ONLINE : OFFLINE;
  }

  private static void putNet(
      Map<String, @Nullable Object> members, @Nullable Integer net, DeviceState state) {
    members.put("netStatus", net);
    members.put("onlineAt", AepNumbers.ms(state.onlineAt()));
    members.put("offlineAt", AepNumbers.ms(state.offlineAt()));
  }

  private static void putLife(
      Map<String, @Nullable Object> members, Device device, DeviceState state) {
    members.put("activeTime", AepNumbers.ms(state.activatedAt()));
    members.put("logoutTime", AepNumbers.ms(device.cancelledAt()));
  }

  /// 0 registered, 1 activated, 2 cancelled.
  static int status(Device device, DeviceState state) {
    if (device.cancelledAt().isPresent()) {
      return 2;
    }
    return state.activatedAt().isPresent() ? 1 : 0;
  }

  /// The same in words, as listActiveStatus has it.
  static String statusText(Device device, DeviceState state) {
    return switch (status(device, state)) {
      case 0 -> "已注册";
      case 1 -> "已激活";
      default -> "已注销";
    };
  }
}
