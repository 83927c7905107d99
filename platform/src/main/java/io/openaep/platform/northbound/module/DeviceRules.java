package io.openaep.platform.northbound.module;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.NewDevice;
import io.openaep.platform.registry.Product;
import io.openaep.wire.Bytes;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Reads AEP's forms of a device (AEP northbound, 4.2). Lengths and alphabets of names, numbers and
/// IMEIs are the registry's.
final class DeviceRules {
  private static final Predicate<String> KEY_TEXT =
      Pattern.compile("[A-Za-z0-9]{16}").asMatchPredicate();
  private static final Predicate<String> KEY_HEX =
      Pattern.compile("(?:[0-9A-Fa-f]{2}){8,64}").asMatchPredicate();
  private static final int KEY_IN_HEX = 1;

  private DeviceRules() {}

  static NewDevice create(Product product, Fields body) {
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    Optional<Fields> other =
        lwm2m ? Optional.of(body.object("other")) : body.optionalObject("other");
    return new NewDevice(
        product.productId(),
        body.text("deviceName"),
        lwm2m ? body.optionalText("deviceSn") : Optional.of(body.text("deviceSn")),
        lwm2m ? Optional.of(body.text("imei")) : body.optionalText("imei"),
        other.flatMap(it -> it.optionalText("imsi")),
        other.flatMap(DeviceRules::key),
        other.isPresent() && lwm2m && observes(other.get()),
        body.text("operator"));
  }

  /// A row of a batch, whose members are flat and whose `autoObserver` has a default.
  static NewDevice row(Product product, Fields row, String operator) {
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    return new NewDevice(
        product.productId(),
        row.text("deviceName"),
        row.optionalText("deviceSn"),
        row.optionalText("imei"),
        row.optionalText("imsi"),
        key(row),
        lwm2m && row.optionalChoice("autoObserver", 0, 1).orElse(0) == 0,
        operator);
  }

  static Device update(Device device, Product product, Fields body) {
    Optional<Fields> other =
        product.protocol() == Protocol.LWM2M ? body.optionalObject("other") : Optional.empty();
    return new Device(
        device.ref(),
        device.tenantId(),
        body.optionalText("deviceName").orElse(device.name()),
        device.deviceSn(),
        device.imei(),
        other.flatMap(it -> it.optionalText("imsi")).or(device::imsi),
        device.token(),
        device.psk(),
        other
            .flatMap(it -> it.optionalChoice("autoObserver", 0, 1))
            .map(value -> value == 0)
            .orElse(device.autoObserve()),
        device.cancelledAt(),
        device.createdBy(),
        body.text("operator"),
        device.createdAt(),
        device.updatedAt());
  }

  /// `autoObserver` 0 observes, 1 does not.
  private static boolean observes(Fields other) {
    return other.choice("autoObserver", 0, 1) == 0;
  }

  private static Optional<Bytes> key(Fields fields) {
    return fields.optionalChoice("pskType", 0, 1).orElse(0) == KEY_IN_HEX
        ? fields
            .optionalText("pskValue", KEY_HEX, "must be an even number of hex digits, 16 to 128")
            .map(Bytes::hex)
        : fields
            .optionalText("pskValue", KEY_TEXT, "must be 16 letters and digits")
            .map(Bytes::utf8);
  }
}
