package io.openaep.platform.northbound.module;

import io.openaep.platform.access.EndpointFormat;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.northbound.gateway.AepCode;
import io.openaep.platform.northbound.gateway.CallRefused;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.registry.NewProduct;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.ProductForm;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// What a product may look like (AEP northbound, 4.1), and which of AEP's products are served:
/// those of LwM2M, MQTT and TCP. What AEP knows and OpenAEP does not serve is refused with a
/// sentence, never accepted and ignored.
final class ProductRules {

  private final Fields body;
  private final boolean form2022;

  /// @param form2022 the rules of the version of 2022
  ProductRules(Fields body, boolean form2022) {
    this.body = body;
    this.form2022 = form2022;
  }

  NewProduct create(String tenantId) {
    Protocol protocol = protocol();
    ProductForm form = form(protocol);
    boolean oneTypeOneSecret =
        protocol != Protocol.LWM2M
            && body.optionalChoice("encryptionType", 0, 1).orElse(AepNumbers.ONE_DEVICE_ONE_SECRET)
                == AepNumbers.ONE_TYPE_ONE_SECRET;
    boolean encrypted = encrypted(protocol);
    return new NewProduct(
        tenantId,
        protocol,
        encrypted,
        transparent(),
        oneTypeOneSecret,
        protocol == Protocol.LWM2M ? endpointFormat() : EndpointFormat.IMEI,
        protocol == Protocol.LWM2M ? power() : new PowerMode.Drx(),
        form);
  }

  Product update(Product product) {
    ProductForm old = product.form();
    boolean lwm2m = product.protocol() == Protocol.LWM2M;
    ProductForm form =
        new ProductForm(
            body.text("productName"),
            body.optionalText("productDesc").orElse(old.description()),
            old.productType(),
            old.secondaryType(),
            old.thirdType(),
            old.nodeType(),
            old.accessType(),
            old.networkType(),
            old.authType(),
            old.payloadFormat(),
            old.dataEncryption(),
            old.deviceModel(),
            old.createdBy(),
            body.optionalText("updateBy").orElse(old.updatedBy()));
    return new Product(
        product.productId(),
        product.tenantId(),
        product.masterKey(),
        product.protocol(),
        product.encrypted(),
        product.transparent(),
        product.sharedSecret(),
        lwm2m ? endpointFormat() : product.endpointFormat(),
        lwm2m ? power() : product.power(),
        product.options(),
        form,
        product.createdAt(),
        product.updatedAt());
  }

  private ProductForm form(Protocol protocol) {
    String createdBy = form2022 ? body.text("createBy") : body.optionalText("createBy").orElse("");
    ProductForm form =
        new ProductForm(
            body.text("productName"),
            form2022 ? body.text("productDesc") : body.optionalText("productDesc").orElse(""),
            body.text("productType"),
            body.text("secondaryType"),
            body.text("thirdType"),
            body.choice("nodeType", 1, 2),
            body.choice("accessType", 1, 5),
            body.choice("networkType", 1, 6),
            body.optionalChoice("authType", 1, 9).orElse(AepNumbers.authType(protocol)),
            payloadFormat(protocol),
            dataEncryption(protocol),
            body.optionalText("tupDeviceModel"),
            createdBy,
            createdBy);
    served(form.nodeType() == 1, "nodeType 2 (gateways)");
    served(form.accessType() == 1, "an accessType other than 1 (direct)");
    served(
        form.authType() == AepNumbers.authType(protocol),
        "authType %d with this protocol; send %d"
            .formatted(form.authType(), AepNumbers.authType(protocol)));
    return form;
  }

  private Protocol protocol() {
    int number = body.choice("productProtocol", 1, 30);
    return AepNumbers.protocol(number)
        .orElseThrow(() ->
            notServed("productProtocol %d; 2 (MQTT), 3 (LwM2M) and 7 (TCP) are".formatted(number)));
  }

  private Optional<Integer> dataEncryption(Protocol protocol) {
    Optional<Integer> sent = body.optionalChoice("dataEncryption", 1, 6);
    return switch (protocol) {
      case LWM2M ->
          Optional.of(sent.orElseThrow(() -> body.invalid("dataEncryption", "is missing")));
      case MQTT -> sent.or(() -> Optional.of(AepNumbers.PLAIN));
      case TCP -> Optional.empty();
    };
  }

  private boolean encrypted(Protocol protocol) {
    int encryption = dataEncryption(protocol).orElse(AepNumbers.PLAIN);
    boolean dtls = protocol == Protocol.LWM2M && encryption == AepNumbers.DTLS;
    served(
        dtls || encryption == AepNumbers.PLAIN,
        "dataEncryption %d with this protocol; 5 (plain) is, on LwM2M also 4 (DTLS)"
            .formatted(encryption));
    return dtls;
  }

  private boolean transparent() {
    return body.optionalChoice("tupIsThrough", 0, 1).orElse(AepNumbers.TRANSPARENT)
        == AepNumbers.TRANSPARENT;
  }

  /// Of a product with a thing model: LwM2M has a choice, MQTT is JSON, TCP has one form of its
  /// own.
  private Optional<Integer> payloadFormat(Protocol protocol) {
    Optional<Integer> sent = body.optionalChoice("payloadFormat", 1, 2);
    if (transparent()) {
      return sent;
    }
    return switch (protocol) {
      case LWM2M -> sent.or(() -> Optional.of(AepNumbers.COMPACT_BINARY));
      case MQTT -> {
        served(
            sent.orElse(AepNumbers.JSON) == AepNumbers.JSON,
            "payloadFormat 2 (compact binary) with MQTT; send 1 (JSON)");
        yield Optional.of(AepNumbers.JSON);
      }
      case TCP -> {
        served(
            sent.orElse(AepNumbers.COMPACT_BINARY) == AepNumbers.COMPACT_BINARY,
            "payloadFormat 1 (JSON) with TCP; leave it out");
        yield Optional.empty();
      }
    };
  }

  private EndpointFormat endpointFormat() {
    int number = body.choice("endpointFormat", 1, 4);
    return AepNumbers.endpointFormat(number)
        .orElseThrow(() -> notServed("endpointFormat 4 (SM9); send 1, 2 or 3"));
  }

  private PowerMode power() {
    int model = body.choice("powerModel", 1, 3);
    Optional<BigDecimal> window = body.optionalDecimal("lwm2mEdrxTime");
    return switch (model) {
      case 1 -> new PowerMode.Psm();
      case 2 -> new PowerMode.Drx();
      default -> new PowerMode.Edrx(edrx(window));
    };
  }

  private Duration edrx(Optional<BigDecimal> sent) {
    BigDecimal seconds = sent.orElseThrow(() -> body.invalid("lwm2mEdrxTime", "is missing"));
    if (seconds.precision() > 9 || seconds.stripTrailingZeros().scale() > 2) {
      throw body.invalid("lwm2mEdrxTime", "must be 20 to 10485.76 s with at most two decimals");
    }
    return Duration.ofMillis(seconds.movePointRight(3).longValueExact());
  }

  private static void served(boolean served, String what) {
    if (!served) {
      throw notServed(what);
    }
  }

  private static CallRefused notServed(String what) {
    return CallRefused.aep(AepCode.INVALID, "OpenAEP does not serve " + what);
  }
}
