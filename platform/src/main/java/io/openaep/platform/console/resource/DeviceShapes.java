package io.openaep.platform.console.resource;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.command.Expected;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.data.DeviceState;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Product;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A device as the REST API has it: what it takes and gives, and the view itself. Pure.
final class DeviceShapes {
  private static final Shape NAME = Shape.text(1, 64);
  private static final Shape ID = Shape.text(1, 80);
  private static final Shape DEVICE_NUMBER = Shape.text(1, 64);
  private static final Shape IMEI = Shape.text("[0-9]{8,17}", "must be 8 to 17 digits");
  private static final Shape IMSI = Shape.text("[0-9]{1,15}", "must be 1 to 15 digits");

  static final Shape STATUS = Shape.choice("registered", "activated", "cancelled");

  static final Shape.Obj DEVICE =
      Shape.object(
          "Device",
          Shape.must("deviceId", ID, "Unique on the platform"),
          Shape.must("productId", Shape.whole(0, Integer.MAX_VALUE), "Its product"),
          Shape.must("name", NAME, "For people"),
          Shape.may("deviceNumber", DEVICE_NUMBER, "MQTT and TCP: 设备编号, unique in the product"),
          Shape.may("imei", IMEI, "LwM2M: unique on the platform"),
          Shape.may("imsi", IMSI, "LwM2M"),
          Shape.may("autoObserve", Shape.flag(), "LwM2M: observed after registration (自动订阅)"),
          Shape.must("status", STATUS, "已注册, 已激活, 已注销"),
          Shape.must("online", Shape.flag(), "It has a session now"),
          Shape.may("activatedAt", Shape.time(), "First successful login or registration"),
          Shape.may("onlineAt", Shape.time(), "Since when, or last since when, it was online"),
          Shape.may("offlineAt", Shape.time(), "When its last session ended"),
          Shape.may("lastHeardAt", Shape.time(), "When anything last came from it"),
          Shape.may(
              "expectedAt",
              Shape.time(),
              "When it is expected next, by its rhythm or lifetime; of one device alone"),
          Shape.may("expectedWhy", Shape.text(0, 200), "The same in words"),
          Shape.may("door", Shape.text(0, 10), "The door of its newest session: lwm2ms, mqtt, …"),
          Shape.may("remote", Shape.text(0, 64), "The address of its newest session"),
          Shape.may("cancelledAt", Shape.time(), "When it was cancelled"),
          Shape.must("createdAt", Shape.time(), "When it was made"),
          Shape.must("createdBy", Shape.text(0, 64), "By whom"),
          Shape.must("updatedAt", Shape.time(), "When it was last changed"),
          Shape.must("updatedBy", Shape.text(0, 64), "By whom"));

  static final Shape.Obj NEW_DEVICE =
      Shape.object(
          "NewDevice",
          Shape.must("name", NAME, "For people"),
          Shape.may("deviceNumber", DEVICE_NUMBER, "MQTT and TCP: 设备编号"),
          Shape.may("imei", IMEI, "LwM2M"),
          Shape.may("imsi", IMSI, "LwM2M"),
          Shape.may(
              "pskHex",
              Shape.text("(?:[0-9A-Fa-f]{2}){8,64}", "must be 8 to 64 bytes in hex"),
              "LwM2M with DTLS: the key; made if not said"),
          Shape.may(
              "autoObserve", Shape.flag(), "LwM2M: observe after registration; true if not said"));

  static final Shape.Obj DEVICE_CHANGE =
      Shape.object(
          "DeviceChange",
          Shape.may("name", NAME, "For people"),
          Shape.may("imsi", IMSI, "LwM2M"),
          Shape.may("autoObserve", Shape.flag(), "LwM2M: observe after registration"));

  static final Shape.Obj SECRET =
      Shape.object(
          "DeviceSecret",
          Shape.must("deviceId", ID, "Whose"),
          Shape.may("token", Shape.text(1, 64), "MQTT and TCP: 特征串, the password"),
          Shape.may("pskIdentity", Shape.text(1, 64), "LwM2M with DTLS: the IMEI"),
          Shape.may("pskHex", Shape.text(1, 128), "LwM2M with DTLS: the key's bytes"),
          Shape.may("pskText", Shape.text(1, 64), "The same as text, where it is printable"));

  private DeviceShapes() {}

  static Map<String, Object> view(Device device, DeviceState state) {
    return Reply.members(
        "deviceId",
        device.ref().deviceId(),
        "productId",
        device.ref().productId(),
        "name",
        device.name(),
        "deviceNumber",
        device.deviceSn(),
        "imei",
        device.imei(),
        "imsi",
        device.imsi(),
        "autoObserve",
        device.imei().map(_ -> device.autoObserve()),
        "status",
        status(device, state),
        "online",
        state.online(),
        "activatedAt",
        state.activatedAt(),
        "onlineAt",
        state.onlineAt(),
        "offlineAt",
        state.offlineAt(),
        "lastHeardAt",
        state.lastHeardAt(),
        "door",
        Optional.of(state.door()).filter(it -> !it.isEmpty()),
        "remote",
        Optional.of(state.remote()).filter(it -> !it.isEmpty()),
        "cancelledAt",
        device.cancelledAt(),
        "createdAt",
        device.createdAt(),
        "createdBy",
        device.createdBy(),
        "updatedAt",
        device.updatedAt(),
        "updatedBy",
        device.updatedBy());
  }

  /// A view, and when the device is expected.
  static Map<String, Object> with(Map<String, Object> view, Optional<Expected> expected) {
    Map<String, Object> all = new LinkedHashMap<>(view);
    expected.ifPresent(
        it -> all.putAll(Reply.members("expectedAt", it.at(), "expectedWhy", it.words())));
    return all;
  }

  private static String status(Device device, DeviceState state) {
    if (device.cancelledAt().isPresent()) {
      return "cancelled";
    }
    return state.activatedAt().isPresent() ? "activated" : "registered";
  }

  static Map<String, Object> secret(Device device, Product product) {
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    return Reply.members(
        "deviceId",
        device.ref().deviceId(),
        "token",
        lwm2m ? Optional.empty() : device.token().or(product::sharedSecret),
        "pskIdentity",
        device.psk().flatMap(_ -> device.imei()),
        "pskHex",
        device.psk().map(it -> it.toHex()),
        "pskText",
        device.psk().map(it -> it.toUtf8()).filter(it -> it.matches("[ -~]+")));
  }
}
