package io.openaep.platform.access.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.openaep.wire.Bytes;
import io.openaep.wire.topic.TopicName;
import java.util.List;

/// The packets that the platform sends (MQTT 3.1.1, 3.2 to 3.13). Stateless.
final class MqttPackets {
  private MqttPackets() {}

  /// As bytes, because the encoder would give a client that asked for another version that
  /// version's form. Session present is always 0 (3.2.2.2).
  static ByteBuf connAck(MqttConnectReturnCode code) {
    return Unpooled.wrappedBuffer(new byte[] {0x20, 2, 0, code.byteValue()});
  }

  static MqttMessage pubAck(int packetId) {
    return withPacketId(MqttMessageType.PUBACK, packetId);
  }

  static MqttMessage pubRec(int packetId) {
    return withPacketId(MqttMessageType.PUBREC, packetId);
  }

  static MqttMessage pubComp(int packetId) {
    return withPacketId(MqttMessageType.PUBCOMP, packetId);
  }

  static MqttMessage unsubAck(int packetId) {
    return withPacketId(MqttMessageType.UNSUBACK, packetId);
  }

  static MqttMessage subAck(int packetId, List<Integer> granted) {
    return new MqttSubAckMessage(
        header(MqttMessageType.SUBACK, MqttQoS.AT_MOST_ONCE),
        MqttMessageIdVariableHeader.from(packetId),
        new MqttSubAckPayload(granted));
  }

  static MqttMessage pingResp() {
    return MqttMessage.PINGRESP;
  }

  /// QoS 1, as AEP sends commands (AEP device protocols, 2.2).
  static MqttMessage publish(TopicName topic, int packetId, Bytes payload) {
    return new MqttPublishMessage(
        header(MqttMessageType.PUBLISH, MqttQoS.AT_LEAST_ONCE),
        new MqttPublishVariableHeader(topic.text(), packetId),
        Unpooled.wrappedBuffer(payload.unsafeArray()));
  }

  private static MqttMessage withPacketId(MqttMessageType type, int packetId) {
    return new MqttMessage(
        header(type, MqttQoS.AT_MOST_ONCE), MqttMessageIdVariableHeader.from(packetId));
  }

  private static MqttFixedHeader header(MqttMessageType type, MqttQoS qos) {
    return new MqttFixedHeader(type, false, qos, false, 0);
  }
}
