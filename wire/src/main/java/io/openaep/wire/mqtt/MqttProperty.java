package io.openaep.wire.mqtt;

import java.util.Optional;

/// The properties of MQTT 5.0 (5.0, 2.2.2.2): identifier and how the value is written.
public enum MqttProperty {
  PAYLOAD_FORMAT(0x01, Form.BYTE),
  MESSAGE_EXPIRY(0x02, Form.FOUR_BYTES),
  CONTENT_TYPE(0x03, Form.TEXT),
  RESPONSE_TOPIC(0x08, Form.TEXT),
  CORRELATION_DATA(0x09, Form.BINARY),
  SUBSCRIPTION_ID(0x0B, Form.VARIABLE),
  SESSION_EXPIRY(0x11, Form.FOUR_BYTES),
  ASSIGNED_CLIENT_ID(0x12, Form.TEXT),
  SERVER_KEEP_ALIVE(0x13, Form.TWO_BYTES),
  AUTHENTICATION_METHOD(0x15, Form.TEXT),
  AUTHENTICATION_DATA(0x16, Form.BINARY),
  REQUEST_PROBLEM_INFORMATION(0x17, Form.BYTE),
  WILL_DELAY(0x18, Form.FOUR_BYTES),
  REQUEST_RESPONSE_INFORMATION(0x19, Form.BYTE),
  RESPONSE_INFORMATION(0x1A, Form.TEXT),
  SERVER_REFERENCE(0x1C, Form.TEXT),
  REASON_STRING(0x1F, Form.TEXT),
  RECEIVE_MAXIMUM(0x21, Form.TWO_BYTES),
  TOPIC_ALIAS_MAXIMUM(0x22, Form.TWO_BYTES),
  TOPIC_ALIAS(0x23, Form.TWO_BYTES),
  MAXIMUM_QOS(0x24, Form.BYTE),
  RETAIN_AVAILABLE(0x25, Form.BYTE),
  USER_PROPERTY(0x26, Form.PAIR),
  MAXIMUM_PACKET_SIZE(0x27, Form.FOUR_BYTES),
  WILDCARD_SUBSCRIPTION_AVAILABLE(0x28, Form.BYTE),
  SUBSCRIPTION_ID_AVAILABLE(0x29, Form.BYTE),
  SHARED_SUBSCRIPTION_AVAILABLE(0x2A, Form.BYTE);

  private static final MqttProperty[] BY_ID = new MqttProperty[0x2B];

  static {
    for (MqttProperty property : values()) {
      BY_ID[property.id] = property;
    }
  }

  private final int id;
  private final Form form;

  enum Form {
    BYTE,
    TWO_BYTES,
    FOUR_BYTES,
    VARIABLE,
    TEXT,
    BINARY,
    PAIR
  }

  MqttProperty(int id, Form form) {
    this.id = id;
    this.form = form;
  }

  static Optional<MqttProperty> of(int id) {
    return id < BY_ID.length ? Optional.ofNullable(BY_ID[id]) : Optional.empty();
  }

  int id() {
    return id;
  }

  Form form() {
    return form;
  }
}
