package io.openaep.platform.registry;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Refused.Kind;
import io.openaep.wire.Bytes;
import java.util.regex.Pattern;

/// What a device must be like (AEP northbound, 4.2). Each breach is a {@link Refused} that says
/// what to change.
final class DeviceRules {
  private static final int NAME_CHARACTERS = 64;

  /// The documents give no form. Part of the MQTT client id and of the topic
  /// `mqtt/{tenantId}/{productId}/{deviceId}/…`, so nothing that has a meaning there.
  private static final Pattern DEVICE_SN = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  private static final Pattern IMEI = Pattern.compile("[0-9]{8,17}");
  private static final Pattern IMSI = Pattern.compile("[0-9]{1,15}");

  /// Shorter keys fall to guessing; longer ones to what modules can store.
  private static final int PSK_LEAST_BYTES = 8;

  private static final int PSK_MOST_BYTES = 64;

  private DeviceRules() {}

  static void check(Product product, NewDevice device) {
    checkName(device.name());
    Rules.text("operator", device.operator(), 0, Rules.SHORT_CHARACTERS);
    if (product.protocol() == Protocol.LWM2M) {
      checkLwm2m(product, device);
    } else {
      checkConnected(product, device);
    }
  }

  static void checkChange(Product product, Device device) {
    checkName(device.name());
    Rules.text("operator", device.updatedBy(), 0, Rules.SHORT_CHARACTERS);
    if (device.imsi().isPresent()) {
      requireLwm2m(product, "imsi");
      checkImsi(device.imsi().get());
    }
  }

  private static void checkLwm2m(Product product, NewDevice device) {
    String imei = device.imei().orElse("");
    Rules.require(IMEI.matcher(imei).matches(), "imei must be 8 to 17 digits on LwM2M");
    Rules.require(
        device.deviceSn().isEmpty(), "deviceSn is not for LwM2M, where the IMEI takes its place");
    device.imsi().ifPresent(DeviceRules::checkImsi);
    if (device.psk().isPresent()) {
      Rules.require(
          product.encrypted(),
          "pskValue is for encrypted products (dataEncryption 4); leave it out");
      Bytes psk = device.psk().get();
      Rules.require(
          psk.size() >= PSK_LEAST_BYTES && psk.size() <= PSK_MOST_BYTES,
          "pskValue must have %d to %d bytes".formatted(PSK_LEAST_BYTES, PSK_MOST_BYTES));
    }
  }

  private static void checkConnected(Product product, NewDevice device) {
    Rules.require(
        DEVICE_SN.matcher(device.deviceSn().orElse("")).matches(),
        "deviceSn must be 1 to 64 characters of letters, digits and _ . : -");
    if (device.imei().isPresent()) {
      requireLwm2m(product, "imei");
    }
    if (device.imsi().isPresent()) {
      requireLwm2m(product, "imsi");
    }
    if (device.psk().isPresent()) {
      requireLwm2m(product, "pskValue");
    }
  }

  private static void requireLwm2m(Product product, String member) {
    Rules.require(
        product.protocol() == Protocol.LWM2M,
        "%s is for LwM2M products and product %d is %s; leave it out"
            .formatted(member, product.productId(), product.protocol()));
  }

  private static void checkName(String name) {
    Rules.text("deviceName", name, 1, NAME_CHARACTERS);
  }

  private static void checkImsi(String imsi) {
    Rules.require(IMSI.matcher(imsi).matches(), "imsi must be at most 15 digits");
  }

  static Refused unknown(String deviceId) {
    return new Refused(Kind.DEVICE_UNKNOWN, "there is no device " + deviceId);
  }

  static Refused taken(Product product, NewDevice device) {
    return product.protocol() == Protocol.LWM2M
        ? new Refused(
            Kind.IMEI_TAKEN,
            "the IMEI %s belongs to a device already, and an IMEI is unique on the platform"
                .formatted(device.imei().orElse("")))
        : new Refused(
            Kind.DEVICE_NUMBER_TAKEN,
            "product %d has a device with the number %s already"
                .formatted(product.productId(), device.deviceSn().orElse("")));
  }
}
