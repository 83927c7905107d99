package io.openaep.platform.northbound.module;

import io.openaep.platform.command.ServiceCall;
import io.openaep.platform.northbound.gateway.Fields;
import io.openaep.platform.registry.PayloadForm;
import io.openaep.platform.registry.Product;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.ThingModel;
import tools.jackson.databind.JsonNode;

/// From the `content` of a command to the bytes that the device gets (AEP northbound, 4.3). Pure.
final class CommandContent {
  /// What a TCP frame can carry, and more than any module takes.
  private static final int LIMIT_BYTES = 65_535;

  private static final int AS_TEXT = 1;

  private CommandContent() {}

  static Bytes bytes(Product product, Fields content) {
    Bytes payload =
        switch (product.protocol()) {
          case MQTT -> json(content);
          case LWM2M, TCP -> textOrHex(content);
        };
    if (payload.isEmpty()) {
      throw content.invalid("payload", "is empty; a command carries at least one byte");
    }
    if (payload.size() > LIMIT_BYTES) {
      throw content.invalid(
          "payload", "has %d bytes; at most %d".formatted(payload.size(), LIMIT_BYTES));
    }
    return payload;
  }

  /// A product with a thing model: a service by its identifier and its parameters.
  ///
  /// @throws CommandRefused if they do not fit the model
  static ServiceCall call(Product product, ThingModel model, Fields content) {
    String identifier = content.text("serviceIdentifier");
    String parameters = content.object("params").json();
    return ServiceCall.of(PayloadForm.of(product), model, identifier, parameters);
  }

  /// MQTT: any JSON; the device gets its text.
  private static Bytes json(Fields content) {
    JsonNode payload =
        content.any("payload").orElseThrow(() -> content.invalid("payload", "is missing"));
    return Bytes.utf8(Fields.json(payload));
  }

  /// LwM2M and TCP: `dataType` 1 is a string, 2 is hex.
  private static Bytes textOrHex(Fields content) {
    int dataType = content.choice("dataType", 1, 2);
    String payload = content.text("payload");
    if (dataType == AS_TEXT) {
      return Bytes.utf8(payload);
    }
    if (!payload.matches("(?:[0-9A-Fa-f]{2})+")) {
      throw content.invalid("payload", "must be an even number of hex digits with dataType 2");
    }
    return Bytes.hex(payload);
  }
}
