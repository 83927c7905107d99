package io.openaep.wire.mqtt;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.mqtt.MqttPacket.Connect;
import io.openaep.wire.mqtt.MqttPacket.UnknownVersion;
import io.openaep.wire.mqtt.MqttPacket.Will;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Decodes a CONNECT (3.1). Stateless.
final class ConnectDecoder {
  private static final Set<MqttProperty> PROPERTIES =
      EnumSet.of(
          MqttProperty.SESSION_EXPIRY,
          MqttProperty.RECEIVE_MAXIMUM,
          MqttProperty.MAXIMUM_PACKET_SIZE,
          MqttProperty.TOPIC_ALIAS_MAXIMUM,
          MqttProperty.REQUEST_RESPONSE_INFORMATION,
          MqttProperty.REQUEST_PROBLEM_INFORMATION,
          MqttProperty.USER_PROPERTY,
          MqttProperty.AUTHENTICATION_METHOD,
          MqttProperty.AUTHENTICATION_DATA);

  private static final Set<MqttProperty> WILL_PROPERTIES =
      EnumSet.of(
          MqttProperty.WILL_DELAY,
          MqttProperty.PAYLOAD_FORMAT,
          MqttProperty.MESSAGE_EXPIRY,
          MqttProperty.CONTENT_TYPE,
          MqttProperty.RESPONSE_TOPIC,
          MqttProperty.CORRELATION_DATA,
          MqttProperty.USER_PROPERTY);

  private ConnectDecoder() {}

  static MqttPacket decode(Fields fields) throws DecodeException {
    String name = fields.text("protocol name");
    if (!MqttVersion.isProtocolName(name)) {
      throw new DecodeException("protocol name is not MQTT (3.1.2-1)");
    }
    int level = fields.in().u8("protocol level");
    Optional<MqttVersion> version = MqttVersion.of(name, level);
    return version.isPresent() ? decode(fields, version.get()) : new UnknownVersion(name, level);
  }

  private static Connect decode(Fields fields, MqttVersion version) throws DecodeException {
    int flags = fields.in().u8("connect flags");
    checkFlags(flags, version);
    int keepAliveSeconds = fields.in().u16("keep alive");
    MqttProperties properties = MqttProperties.NONE;
    if (version.isV5()) {
      properties = PropertyReader.read(fields, PROPERTIES);
      checkProperties(fields, properties);
    }
    String clientId = fields.text("client id");
    Optional<Will> will =
        (flags & 4) != 0 ? Optional.of(will(fields, version, flags)) : Optional.empty();
    Optional<String> userName =
        (flags & 0x80) != 0 ? Optional.of(fields.text("user name")) : Optional.empty();
    Optional<Bytes> password =
        (flags & 0x40) != 0 ? Optional.of(fields.binary("password")) : Optional.empty();
    fields.in().end("CONNECT");
    return new Connect(
        version,
        clientId,
        (flags & 2) != 0,
        keepAliveSeconds,
        properties,
        will,
        userName,
        password);
  }

  /// MQTT 3.1 says nothing about flags that have no meaning.
  private static void checkFlags(int flags, MqttVersion version) throws DecodeException {
    if ((flags >> 3 & 3) == 3) {
      throw new DecodeException("will QoS 3 (3.1.2-14)");
    }
    if (version == MqttVersion.V3_1) {
      return;
    }
    if ((flags & 1) != 0) {
      throw new DecodeException("the reserved connect flag is set (3.1.2-3)");
    }
    if ((flags & 4) == 0 && (flags & 0x38) != 0) {
      throw new DecodeException("will QoS or will retain without a will (3.1.2-13, 3.1.2-15)");
    }
    if (version == MqttVersion.V3_1_1 && (flags & 0xc0) == 0x40) {
      throw new DecodeException("a password without a user name (3.1.2-22)");
    }
  }

  private static void checkProperties(Fields fields, MqttProperties properties)
      throws DecodeException {
    if (properties.number(MqttProperty.RECEIVE_MAXIMUM, 1) == 0) {
      throw fields.protocolError("receive maximum 0 (5.0, 3.1.2.11.3)");
    }
    if (properties.number(MqttProperty.MAXIMUM_PACKET_SIZE, 1) == 0) {
      throw fields.protocolError("maximum packet size 0 (5.0, 3.1.2.11.4)");
    }
    if (properties.number(MqttProperty.REQUEST_RESPONSE_INFORMATION, 0) > 1
        || properties.number(MqttProperty.REQUEST_PROBLEM_INFORMATION, 0) > 1) {
      throw fields.protocolError("a request flag that is neither 0 nor 1 (5.0, 3.1.2.11.6)");
    }
    if (properties.binary(MqttProperty.AUTHENTICATION_DATA).isPresent()
        && properties.text(MqttProperty.AUTHENTICATION_METHOD).isEmpty()) {
      throw fields.protocolError("authentication data without a method (5.0, 3.1.2.11.10)");
    }
  }

  private static Will will(Fields fields, MqttVersion version, int flags) throws DecodeException {
    MqttProperties properties =
        version.isV5() ? PropertyReader.read(fields, WILL_PROPERTIES) : MqttProperties.NONE;
    return new Will(
        fields.text("will topic"),
        fields.binary("will message"),
        flags >> 3 & 3,
        (flags & 0x20) != 0,
        properties);
  }
}
