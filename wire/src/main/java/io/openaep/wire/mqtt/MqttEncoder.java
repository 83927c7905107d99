package io.openaep.wire.mqtt;

import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttPacket.AckType;
import java.util.List;

/// The packets that a server sends (3.1.1 and 5.0, sections 3.2 to 3.14). Stateless.
public final class MqttEncoder {
  private static final Bytes PINGRESP = Bytes.hex("d000");

  private MqttEncoder() {}

  /// @param sessionPresent said only with success (3.2.2-4)
  /// @param properties of MQTT 5.0; not used in older versions
  public static Bytes connAck(
      MqttVersion version, boolean sessionPresent, MqttReason reason, PropertyWriter properties) {
    ByteWriter body = new ByteWriter(64);
    // MQTT 3.1 has a reserved byte there.
    body.u8(sessionPresent && version != MqttVersion.V3_1 ? 1 : 0);
    if (version.isV5()) {
      return packet(0x20, body.u8(reason.code()).bytes(properties.toBytes()));
    }
    return packet(0x20, body.u8(reason.returnCode()));
  }

  /// @param topic may be empty if the properties hold an alias
  public static Bytes publish(
      MqttVersion version, Publishing how, String topic, PropertyWriter properties, Bytes payload) {
    ByteWriter body = new ByteWriter(topic.length() + payload.size() + 32).sized(topic);
    if (how.qos() > 0) {
      body.u16(how.packetId());
    }
    if (version.isV5()) {
      body.bytes(properties.toBytes());
    }
    return packet(0x30 | (how.dup() ? 8 : 0) | how.qos() << 1, body.bytes(payload));
  }

  /// How a message is sent.
  ///
  /// @param packetId not written with QoS 0
  public record Publishing(int qos, int packetId, boolean dup) {}

  public static Bytes ack(MqttVersion version, AckType type, int packetId, MqttReason reason) {
    ByteWriter body = new ByteWriter(4).u16(packetId);
    if (version.isV5() && reason != MqttReason.SUCCESS) {
      body.u8(reason.code());
    }
    return packet(type.first(), body);
  }

  /// @param codes granted QoS or 0x80 and above, one for each filter
  public static Bytes subAck(MqttVersion version, int packetId, List<Integer> codes) {
    return coded(0x90, version, packetId, codes);
  }

  /// @param codes of MQTT 5.0, one for each filter
  public static Bytes unsubAck(MqttVersion version, int packetId, List<Integer> codes) {
    return coded(0xB0, version, packetId, version.isV5() ? codes : List.of());
  }

  private static Bytes coded(int first, MqttVersion version, int packetId, List<Integer> codes) {
    ByteWriter body = new ByteWriter(4 + codes.size()).u16(packetId);
    if (version.isV5()) {
      body.u8(0);
    }
    codes.forEach(body::u8);
    return packet(first, body);
  }

  public static Bytes pingResp() {
    return PINGRESP;
  }

  /// MQTT 5.0 alone: in older versions a server only closes.
  public static Bytes disconnect(MqttReason reason, PropertyWriter properties) {
    return packet(0xE0, new ByteWriter(64).u8(reason.code()).bytes(properties.toBytes()));
  }

  private static Bytes packet(int first, ByteWriter body) {
    Bytes rest = body.toBytes();
    ByteWriter packet = new ByteWriter(rest.size() + 5).u8(first);
    PropertyWriter.variable(packet, rest.size());
    return packet.bytes(rest).toBytes();
  }
}
