package io.openaep.platform.registry;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.registry.Refused.Kind;
import java.time.Duration;

/// What a product must be like (AEP northbound, 4.1). Each breach is a {@link Refused} that says
/// what to change.
final class ProductRules {
  private static final int NAME_CHARACTERS = 64;
  private static final int DESCRIPTION_CHARACTERS = 100;
  private static final Duration EDRX_LEAST = Duration.ofSeconds(20);
  private static final Duration EDRX_MOST = Duration.ofMillis(10_485_760);

  private ProductRules() {}

  static void check(NewProduct product) {
    checkForm(product.form());
    checkPower(product.protocol(), product.power());
    if (product.protocol() == Protocol.LWM2M) {
      Rules.require(
          !product.oneTypeOneSecret(),
          "an LwM2M product has no 特征串; encryptionType is for MQTT and TCP");
    } else {
      Rules.require(
          !product.encrypted(),
          "only LwM2M products demand encryption; MQTT devices may use the TLS port without it");
      checkEndpoint(product.protocol(), product.endpointFormat());
    }
  }

  /// Refuses a change of what is fixed when a product is created.
  static void checkChange(Product before, Product after) {
    checkForm(after.form());
    checkPower(before.protocol(), after.power());
    checkEndpoint(before.protocol(), after.endpointFormat());
    Product asBefore =
        new Product(
            after.productId(),
            after.tenantId(),
            after.masterKey(),
            after.protocol(),
            after.encrypted(),
            after.transparent(),
            after.sharedSecret(),
            before.endpointFormat(),
            before.power(),
            before.options(),
            described(before.form(), after.form()),
            before.createdAt(),
            before.updatedAt());
    Rules.require(
        asBefore.equals(before),
        "only name, description, endpoint format and power mode of a product can be changed");
  }

  /// `after` with the members of `before` that an update may change.
  private static ProductForm described(ProductForm before, ProductForm after) {
    return new ProductForm(
        before.name(),
        before.description(),
        after.productType(),
        after.secondaryType(),
        after.thirdType(),
        after.nodeType(),
        after.accessType(),
        after.networkType(),
        after.authType(),
        after.payloadFormat(),
        after.dataEncryption(),
        after.deviceModel(),
        after.createdBy(),
        before.updatedBy());
  }

  private static void checkForm(ProductForm form) {
    Rules.text("productName", form.name(), 1, NAME_CHARACTERS);
    Rules.require(
        form.name().codePoints().anyMatch(Character::isLetterOrDigit),
        "productName needs at least one digit, letter or Chinese character");
    Rules.text("productDesc", form.description(), 0, DESCRIPTION_CHARACTERS);
    Rules.text("productType", form.productType(), 0, Rules.SHORT_CHARACTERS);
    Rules.text("secondaryType", form.secondaryType(), 0, Rules.SHORT_CHARACTERS);
    Rules.text("thirdType", form.thirdType(), 0, Rules.SHORT_CHARACTERS);
    form.deviceModel()
        .ifPresent(model -> Rules.text("tupDeviceModel", model, 0, Rules.SHORT_CHARACTERS));
    Rules.text("createBy", form.createdBy(), 0, Rules.SHORT_CHARACTERS);
    Rules.text("updateBy", form.updatedBy(), 0, Rules.SHORT_CHARACTERS);
  }

  private static void checkPower(Protocol protocol, PowerMode power) {
    switch (power) {
      case PowerMode.Drx() -> {}
      case PowerMode.Psm() -> requireLwm2m(protocol);
      case PowerMode.Edrx(Duration window) -> {
        requireLwm2m(protocol);
        Rules.require(
            window.compareTo(EDRX_LEAST) >= 0 && window.compareTo(EDRX_MOST) <= 0,
            "lwm2mEdrxTime must be from 20 to 10485.76 seconds");
      }
    }
  }

  private static void requireLwm2m(Protocol protocol) {
    Rules.require(
        protocol == Protocol.LWM2M, "powerModel PSM and eDRX are for LwM2M; leave it out");
  }

  private static void checkEndpoint(Protocol protocol, EndpointFormat format) {
    Rules.require(
        protocol == Protocol.LWM2M || format == EndpointFormat.IMEI,
        "endpointFormat is for LwM2M; leave it out");
  }

  static Refused unknown(long productId) {
    return new Refused(Kind.PRODUCT_UNKNOWN, "there is no product " + productId);
  }

  static Refused nameTaken(String name) {
    return new Refused(
        Kind.PRODUCT_NAME_TAKEN,
        "the name " + name + " belongs to another product of this tenant; choose another");
  }
}
