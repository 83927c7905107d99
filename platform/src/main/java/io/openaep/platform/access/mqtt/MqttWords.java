package io.openaep.platform.access.mqtt;

import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttPacket;
import io.openaep.wire.mqtt.MqttPacket.Broken;
import io.openaep.wire.mqtt.MqttPacket.Connect;
import io.openaep.wire.mqtt.MqttProperties;
import io.openaep.wire.mqtt.PropertyWriter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Packets as the trace shows them: their bytes without the password, and what they mean.
/// Stateless.
final class MqttWords {
  private static final byte MASK = '*';
  private static final int CONNECT = 0x10;

  private static final String[] NAMES = {
    "reserved", "CONNECT", "CONNACK", "PUBLISH", "PUBACK", "PUBREC", "PUBREL", "PUBCOMP",
    "SUBSCRIBE", "SUBACK", "UNSUBSCRIBE", "UNSUBACK", "PINGREQ", "PINGRESP", "DISCONNECT", "AUTH"
  };

  private MqttWords() {}

  /// A packet's bytes; the password of a CONNECT is its last field and is replaced. Of a CONNECT
  /// that cannot be read nothing is shown: who knows where the password begins.
  static Bytes shown(PacketFramer.Framed arrived, MqttPacket packet) {
    if (!(arrived instanceof PacketFramer.RawPacket(int first, Bytes body))) {
      return Bytes.EMPTY;
    }
    byte[] rest = body.toArray();
    if (packet instanceof Connect connect) {
      int secretBytes = connect.password().map(Bytes::size).orElse(0);
      Arrays.fill(rest, rest.length - secretBytes, rest.length, MASK);
    } else if ((first & 0xf0) == CONNECT) {
      Arrays.fill(rest, MASK);
    }
    ByteWriter whole = new ByteWriter(rest.length + 5).u8(first);
    PropertyWriter.variable(whole, rest.length);
    return whole.bytes(Bytes.wrap(rest)).toBytes();
  }

  /// What a client's packet means.
  static String of(MqttPacket packet) {
    return switch (packet) {
      case Connect it ->
          "CONNECT %s client id %s%s, keep alive %d s%s%s"
              .formatted(
                  it.version(),
                  it.clientId(),
                  it.cleanStart() ? ", clean" : "",
                  it.keepAliveSeconds(),
                  it.will().map(will -> ", will on " + will.topic()).orElse(""),
                  of(it.properties()));
      case MqttPacket.UnknownVersion it -> "CONNECT " + it.protocolName() + " level " + it.level();
      case MqttPacket.Publish it ->
          "PUBLISH %s QoS %d%s%s%s, %d bytes%s"
              .formatted(
                  it.topic(),
                  it.qos(),
                  it.qos() > 0 ? ", id " + it.packetId() : "",
                  it.dup() ? ", DUP" : "",
                  it.retain() ? ", retain" : "",
                  it.payload().size(),
                  of(it.properties()));
      case MqttPacket.Ack it ->
          it.type()
              + " id "
              + it.packetId()
              + (it.reasonCode() == 0 ? "" : " 0x%02x".formatted(it.reasonCode()));
      case MqttPacket.Subscribe it ->
          "SUBSCRIBE id "
              + it.packetId()
              + it.filters().stream()
                  .map(filter -> " " + filter.text() + " QoS " + filter.qos())
                  .collect(Collectors.joining());
      case MqttPacket.Unsubscribe it ->
          "UNSUBSCRIBE id " + it.packetId() + " " + String.join(" ", it.filters());
      case MqttPacket.Disconnect it ->
          "DISCONNECT 0x%02x%s".formatted(it.reasonCode(), of(it.properties()));
      case MqttPacket.PingReq _ -> "PINGREQ";
      case MqttPacket.Auth _ -> "AUTH";
      case Broken it -> "no packet of the protocol: " + it.reason();
    };
  }

  private static String of(MqttProperties properties) {
    StringBuilder words = new StringBuilder();
    properties
        .numbers()
        .forEach((property, value) ->
            words.append(", ").append(name(property)).append(' ').append(value));
    properties
        .texts()
        .forEach((property, value) ->
            words.append(", ").append(name(property)).append(' ').append(value));
    properties
        .user()
        .forEach(user -> words.append(", ").append(user.name()).append('=').append(user.value()));
    return words.toString();
  }

  private static String name(Enum<?> property) {
    return property.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// What a packet of the platform is called.
  static String name(Bytes packet) {
    return NAMES[packet.at(0) >> 4];
  }
}
