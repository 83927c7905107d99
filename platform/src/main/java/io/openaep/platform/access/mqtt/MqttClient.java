package io.openaep.platform.access.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttEncoder;
import io.openaep.wire.mqtt.MqttPacket.AckType;
import io.openaep.wire.mqtt.MqttPacket.Connect;
import io.openaep.wire.mqtt.MqttProperty;
import io.openaep.wire.mqtt.MqttReason;
import io.openaep.wire.mqtt.MqttVersion;
import io.openaep.wire.mqtt.PropertyWriter;
import java.util.List;

/// A device that was let in, as the far end of its connection: what it can take (5.0, 3.1.2.11),
/// and how to write to it. Lives on the connection's event loop.
///
/// @param connection the one that owns the session
/// @param owner what owns the session
/// @param receiveMaximum messages of QoS 1 and 2 that it takes at a time
/// @param maximumPacketSizeBytes longer packets must not be sent to it
/// @param topicAliasMaximum aliases that it takes
record MqttClient(
    DeviceConnection connection,
    DeviceProfile profile,
    MqttVersion version,
    MqttSession session,
    Object owner,
    int receiveMaximum,
    long maximumPacketSizeBytes,
    int topicAliasMaximum) {
  private static final int ANY = 65_535;

  static MqttClient of(
      DeviceConnection connection,
      DeviceProfile profile,
      Connect connect,
      MqttSession session,
      Object owner) {
    var said = connect.properties();
    return new MqttClient(
        connection,
        profile,
        connect.version(),
        session,
        owner,
        (int) said.number(MqttProperty.RECEIVE_MAXIMUM, ANY),
        said.number(MqttProperty.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE),
        (int) said.number(MqttProperty.TOPIC_ALIAS_MAXIMUM, 0));
  }

  /// @return whether the client takes a packet of this size; if not, nothing is written
  boolean write(Bytes packet) {
    boolean fits = packet.size() <= maximumPacketSizeBytes;
    if (fits) {
      connection.tells(() -> packet, () -> MqttWords.name(packet));
      connection.write(buffer(packet));
    }
    return fits;
  }

  void acknowledge(AckType type, int packetId, MqttReason reason) {
    write(MqttEncoder.ack(version, type, packetId, reason));
  }

  void subAck(int packetId, List<Integer> codes) {
    write(MqttEncoder.subAck(version, packetId, codes));
  }

  void unsubAck(int packetId, List<Integer> codes) {
    write(MqttEncoder.unsubAck(version, packetId, codes));
  }

  /// MQTT 5.0: says why the platform closes (5.0, 3.14).
  ///
  /// @param words left out if they do not fit; empty for none
  void disconnect(MqttReason reason, String words) {
    if (version.isV5()) {
      PropertyWriter why = new PropertyWriter();
      if (!words.isEmpty()) {
        why.text(MqttProperty.REASON_STRING, words);
      }
      if (!write(MqttEncoder.disconnect(reason, why))) {
        write(MqttEncoder.disconnect(reason, new PropertyWriter()));
      }
    }
  }

  static ByteBuf buffer(Bytes packet) {
    return Unpooled.wrappedBuffer(packet.unsafeArray());
  }
}
