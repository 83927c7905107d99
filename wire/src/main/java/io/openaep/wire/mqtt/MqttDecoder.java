package io.openaep.wire.mqtt;

import io.openaep.wire.ByteReader;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.mqtt.MqttPacket.Ack;
import io.openaep.wire.mqtt.MqttPacket.AckType;
import io.openaep.wire.mqtt.MqttPacket.Broken;
import io.openaep.wire.mqtt.MqttPacket.Disconnect;
import io.openaep.wire.mqtt.MqttPacket.Filter;
import io.openaep.wire.mqtt.MqttPacket.Publish;
import io.openaep.wire.mqtt.MqttPacket.Subscribe;
import io.openaep.wire.mqtt.MqttPacket.Unsubscribe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Decodes one whole packet, whose end is known: a field that reaches past it is an error and never
/// waited for. Stateless.
public final class MqttDecoder {
  private static final Set<MqttProperty> OF_PUBLISH =
      EnumSet.of(
          MqttProperty.PAYLOAD_FORMAT,
          MqttProperty.MESSAGE_EXPIRY,
          MqttProperty.TOPIC_ALIAS,
          MqttProperty.RESPONSE_TOPIC,
          MqttProperty.CORRELATION_DATA,
          MqttProperty.USER_PROPERTY,
          MqttProperty.CONTENT_TYPE);
  private static final Set<MqttProperty> OF_ACK =
      EnumSet.of(MqttProperty.REASON_STRING, MqttProperty.USER_PROPERTY);
  private static final Set<MqttProperty> OF_SUBSCRIBE =
      EnumSet.of(MqttProperty.SUBSCRIPTION_ID, MqttProperty.USER_PROPERTY);
  private static final Set<MqttProperty> OF_UNSUBSCRIBE = EnumSet.of(MqttProperty.USER_PROPERTY);
  private static final Set<MqttProperty> OF_DISCONNECT =
      EnumSet.of(
          MqttProperty.SESSION_EXPIRY, MqttProperty.REASON_STRING, MqttProperty.USER_PROPERTY);

  /// What a client may say in PUBACK and PUBREC (5.0, 3.4.2.1).
  private static final Set<Integer> RECEIPT_CODES =
      Set.of(0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);

  /// What a client may say in PUBREL and PUBCOMP (5.0, 3.6.2.1).
  private static final Set<Integer> RELEASE_CODES = Set.of(0x00, 0x92);

  /// What a client may say in DISCONNECT (5.0, 3.14.2.1).
  private static final Set<Integer> GOODBYE_CODES =
      Set.of(0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99);

  private MqttDecoder() {}

  /// @param first type and flags
  /// @param body everything after the remaining length
  /// @param version as the CONNECT said; a CONNECT brings its own
  public static MqttPacket decode(int first, Bytes body, MqttVersion version) {
    Fields fields = new Fields(ByteReader.of(body));
    try {
      MqttPacket packet = decode(first, fields, version);
      if (!(packet instanceof MqttPacket.UnknownVersion)) {
        fields.in().end("the packet");
      }
      return packet;
    } catch (DecodeException broken) {
      return new Broken(fields.blame().code(), broken.reason());
    }
  }

  /// Whether a packet may begin like this at all, in any version; so that a peer that speaks
  /// another protocol is not waited for.
  ///
  /// @param first type and flags
  /// @return what is wrong; empty if nothing
  public static Optional<Broken> wrongStart(int first) {
    try {
      if (first >> 4 != 3) {
        checkFlags(first >> 4, first & 0x0f, MqttVersion.V3_1);
      }
      return Optional.empty();
    } catch (DecodeException broken) {
      return Optional.of(new Broken(MqttReason.MALFORMED_PACKET, broken.reason()));
    }
  }

  private static MqttPacket decode(int first, Fields fields, MqttVersion version)
      throws DecodeException {
    int type = first >> 4;
    if (type != 3) {
      checkFlags(type, first & 0x0f, version);
    }
    return switch (type) {
      case 1 -> ConnectDecoder.decode(fields);
      case 3 -> publish(first & 0x0f, fields, version);
      case 4 -> ack(AckType.PUBACK, RECEIPT_CODES, fields, version);
      case 5 -> ack(AckType.PUBREC, RECEIPT_CODES, fields, version);
      case 6 -> ack(AckType.PUBREL, RELEASE_CODES, fields, version);
      case 7 -> ack(AckType.PUBCOMP, RELEASE_CODES, fields, version);
      case 8 -> subscribe(fields, version);
      case 10 -> unsubscribe(fields, version);
      case 12 -> new MqttPacket.PingReq();
      case 14 -> disconnect(fields, version);
      case 2, 9, 11, 13 -> throw fields.protocolError("a packet that only a server sends");
      default -> auth(type, fields, version);
    };
  }

  /// 2.2.2-2. In MQTT 3.1 the bits of DUP and QoS have a meaning in more packets.
  private static void checkFlags(int type, int flags, MqttVersion version) throws DecodeException {
    int wanted = type == 6 || type == 8 || type == 10 ? 2 : 0;
    int found = version == MqttVersion.V3_1 ? flags & ~8 : flags;
    if (found != wanted) {
      throw new DecodeException("flags " + flags + " of packet type " + type + " (2.2.2-2)");
    }
  }

  private static MqttPacket publish(int flags, Fields fields, MqttVersion version)
      throws DecodeException {
    int qos = flags >> 1 & 3;
    boolean dup = (flags & 8) != 0;
    if (qos == 3) {
      throw new DecodeException("QoS 3 (3.3.1-4)");
    }
    if (qos == 0 && dup && version != MqttVersion.V3_1) {
      throw fields.protocolError("DUP with QoS 0 (3.3.1-2)");
    }
    String topic = fields.text("topic");
    int packetId = qos == 0 ? 0 : fields.packetId();
    MqttProperties properties = MqttProperties.NONE;
    if (version.isV5()) {
      properties = PropertyReader.read(fields, OF_PUBLISH);
      if (properties.number(MqttProperty.TOPIC_ALIAS, 1) == 0) {
        throw fields.because(MqttReason.TOPIC_ALIAS_INVALID, "topic alias 0 (5.0, 3.3.2-8)");
      }
      if (topic.isEmpty() && properties.number(MqttProperty.TOPIC_ALIAS).isEmpty()) {
        throw fields.protocolError("neither topic nor topic alias (5.0, 3.3.2.1)");
      }
      if (properties
          .text(MqttProperty.RESPONSE_TOPIC)
          .filter(it -> it.isEmpty() || it.indexOf('+') >= 0 || it.indexOf('#') >= 0)
          .isPresent()) {
        throw fields.protocolError("response topic with a wildcard (5.0, 3.3.2-14)");
      }
    }
    Bytes payload = fields.in().bytes(fields.in().remaining(), "payload");
    return new Publish(dup, qos, (flags & 1) != 0, topic, packetId, properties, payload);
  }

  private static Ack ack(AckType type, Set<Integer> codes, Fields fields, MqttVersion version)
      throws DecodeException {
    int packetId = fields.packetId();
    int code = 0;
    if (version.isV5() && fields.in().remaining() > 0) {
      code = fields.in().u8("reason code");
      if (!codes.contains(code)) {
        throw new DecodeException("reason code " + code + " of " + type);
      }
      if (fields.in().remaining() > 0) {
        PropertyReader.read(fields, OF_ACK);
      }
    }
    return new Ack(type, packetId, code);
  }

  private static Subscribe subscribe(Fields fields, MqttVersion version) throws DecodeException {
    int packetId = fields.packetId();
    OptionalInt identifier = OptionalInt.empty();
    if (version.isV5()) {
      MqttProperties properties = PropertyReader.read(fields, OF_SUBSCRIBE);
      var said = properties.number(MqttProperty.SUBSCRIPTION_ID);
      if (said.isPresent()) {
        identifier = OptionalInt.of((int) said.getAsLong());
        if (said.getAsLong() == 0) {
          throw fields.protocolError("subscription identifier 0 (5.0, 3.8.2.1.2)");
        }
      }
    }
    List<Filter> filters = new ArrayList<>();
    do {
      filters.add(filter(fields, version));
    } while (fields.in().remaining() > 0);
    return new Subscribe(packetId, identifier, filters);
  }

  private static Filter filter(Fields fields, MqttVersion version) throws DecodeException {
    if (fields.in().remaining() == 0) {
      throw fields.protocolError("SUBSCRIBE without a topic filter (3.8.3-3)");
    }
    String text = fields.text("topic filter");
    int options = fields.in().u8("subscription options");
    int qos = options & 3;
    if (qos == 3 || (options & 0xc0) != 0 || (!version.isV5() && options > 2)) {
      throw new DecodeException("subscription options " + options + " (3-8.3-4)");
    }
    if ((options & 0x30) == 0x30) {
      throw fields.protocolError("retain handling 3 (5.0, 3.8.3.1)");
    }
    boolean noLocal = (options & 4) != 0;
    if (noLocal && text.startsWith("$share/")) {
      throw fields.protocolError("no local on a shared subscription (5.0, 3.8.3-4)");
    }
    return new Filter(text, qos, noLocal);
  }

  private static Unsubscribe unsubscribe(Fields fields, MqttVersion version)
      throws DecodeException {
    int packetId = fields.packetId();
    if (version.isV5()) {
      PropertyReader.read(fields, OF_UNSUBSCRIBE);
    }
    if (fields.in().remaining() == 0) {
      throw fields.protocolError("UNSUBSCRIBE without a topic filter (3.10.3-2)");
    }
    List<String> filters = new ArrayList<>();
    while (fields.in().remaining() > 0) {
      filters.add(fields.text("topic filter"));
    }
    return new Unsubscribe(packetId, filters);
  }

  private static Disconnect disconnect(Fields fields, MqttVersion version) throws DecodeException {
    int code = 0;
    MqttProperties properties = MqttProperties.NONE;
    if (version.isV5() && fields.in().remaining() > 0) {
      code = fields.in().u8("reason code");
      if (!GOODBYE_CODES.contains(code)) {
        throw fields.protocolError("reason code " + code + " of DISCONNECT (5.0, 3.14.2.1)");
      }
      if (fields.in().remaining() > 0) {
        properties = PropertyReader.read(fields, OF_DISCONNECT);
      }
    }
    return new Disconnect(code, properties);
  }

  private static MqttPacket auth(int type, Fields fields, MqttVersion version)
      throws DecodeException {
    if (type != 15 || !version.isV5()) {
      throw new DecodeException("packet type " + type + " is reserved (2.2.1)");
    }
    fields.in().bytes(fields.in().remaining(), "AUTH");
    return new MqttPacket.Auth();
  }
}
