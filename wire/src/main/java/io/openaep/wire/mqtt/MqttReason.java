package io.openaep.wire.mqtt;

/// The reason codes of MQTT 5.0 that the platform says (5.0, 2.4), and the return codes of 3.1.1
/// that mean the same in a CONNACK (3.1.1, 3.2.2.3).
public enum MqttReason {
  SUCCESS(0x00, 0),
  NO_SUBSCRIPTION_EXISTED(0x11, 0),
  UNSPECIFIED(0x80, 5),
  MALFORMED_PACKET(0x81, 5),
  PROTOCOL_ERROR(0x82, 5),
  IMPLEMENTATION_SPECIFIC(0x83, 5),
  UNSUPPORTED_VERSION(0x84, 1),
  CLIENT_ID_NOT_VALID(0x85, 2),
  BAD_USER_NAME_OR_PASSWORD(0x86, 4),
  NOT_AUTHORIZED(0x87, 5),
  SERVER_UNAVAILABLE(0x88, 3),
  SERVER_SHUTTING_DOWN(0x8B, 3),
  BAD_AUTHENTICATION_METHOD(0x8C, 5),
  KEEP_ALIVE_TIMEOUT(0x8D, 5),
  SESSION_TAKEN_OVER(0x8E, 5),
  TOPIC_FILTER_INVALID(0x8F, 5),
  TOPIC_NAME_INVALID(0x90, 5),
  PACKET_ID_NOT_FOUND(0x92, 5),
  RECEIVE_MAXIMUM_EXCEEDED(0x93, 5),
  TOPIC_ALIAS_INVALID(0x94, 5),
  PACKET_TOO_LARGE(0x95, 5),
  QUOTA_EXCEEDED(0x97, 3),
  ADMINISTRATIVE_ACTION(0x98, 5);

  private final int code;
  private final int returnCode;

  MqttReason(int code, int returnCode) {
    this.code = code;
    this.returnCode = returnCode;
  }

  /// The byte on the wire in MQTT 5.0.
  public int code() {
    return code;
  }

  /// What says the same in a CONNACK of MQTT 3.1 and 3.1.1.
  public int returnCode() {
    return returnCode;
  }
}
