package io.openaep.platform.access.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.openaep.platform.access.socket.DeviceConnection;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttDecoder;
import io.openaep.wire.mqtt.MqttPacket.Broken;
import io.openaep.wire.mqtt.MqttReason;
import java.util.List;

/// Cuts the stream into packets by their remaining length (MQTT 3.1.1, 2.2.3) and bounds what a
/// peer may make the platform keep, tighter before anybody knows who it is. What is too long is
/// refused when its length is read, not when it has arrived. Runs on the connection's event loop.
final class PacketFramer extends ByteToMessageDecoder {
  private static final int LENGTH_BYTES = 4;

  private final DeviceConnection connection;
  private final MqttConfig config;
  private boolean broken;

  /// One whole packet.
  ///
  /// @param first type and flags
  record RawPacket(int first, Bytes body) {}

  PacketFramer(DeviceConnection connection, MqttConfig config) {
    this.connection = connection;
    this.config = config;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (broken) {
      in.skipBytes(in.readableBytes());
      return;
    }
    int start = in.readerIndex();
    int first = in.readUnsignedByte();
    var wrong = MqttDecoder.wrongStart(first);
    if (wrong.isPresent()) {
      broken = true;
      out.add(wrong.get());
      return;
    }
    int sizeBytes = 0;
    for (int at = 0; ; at++) {
      if (at == LENGTH_BYTES) {
        refuse(MqttReason.MALFORMED_PACKET, "a remaining length of five bytes (2.2.3)", out);
        return;
      }
      if (!in.isReadable()) {
        in.readerIndex(start);
        return;
      }
      int part = in.readUnsignedByte();
      sizeBytes |= (part & 0x7f) << 7 * at;
      if (part < 0x80) {
        break;
      }
    }
    int limitBytes =
        connection.isStranger() ? config.connectLimitBytes() : config.packetLimitBytes();
    if (sizeBytes > limitBytes) {
      String reason = "packet of " + sizeBytes + " bytes, the limit is " + limitBytes;
      refuse(MqttReason.PACKET_TOO_LARGE, reason, out);
    } else if (in.readableBytes() < sizeBytes) {
      in.readerIndex(start);
    } else {
      byte[] body = new byte[sizeBytes];
      in.readBytes(body);
      out.add(new RawPacket(first, Bytes.wrap(body)));
    }
  }

  private void refuse(MqttReason code, String reason, List<Object> out) {
    broken = true;
    out.add(new Broken(code, reason));
  }
}
