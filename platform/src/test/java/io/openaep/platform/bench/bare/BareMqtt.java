package io.openaep.platform.bench.bare;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttDecoder;
import io.openaep.wire.mqtt.MqttEncoder;
import io.openaep.wire.mqtt.MqttPacket;
import io.openaep.wire.mqtt.MqttReason;
import io.openaep.wire.mqtt.MqttVersion;
import io.openaep.wire.mqtt.PropertyWriter;
import java.util.List;

/// Lets every client connect and acknowledges what it publishes. Answers leave together, as the
/// platform's.
final class BareMqtt extends ByteToMessageDecoder {
  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int first = in.readUnsignedByte();
    int sizeBytes = 0;
    int part = 0x80;
    for (int at = 0; part >= 0x80; at++) {
      if (!in.isReadable()) {
        in.readerIndex(start);
        return;
      }
      part = in.readUnsignedByte();
      sizeBytes |= (part & 0x7f) << 7 * at;
    }
    if (in.readableBytes() < sizeBytes) {
      in.readerIndex(start);
      return;
    }
    byte[] body = new byte[sizeBytes];
    in.readBytes(body);
    answer(context, MqttDecoder.decode(first, Bytes.wrap(body), MqttVersion.V3_1_1));
  }

  private static void answer(ChannelHandlerContext context, MqttPacket packet) {
    if (packet instanceof MqttPacket.Connect) {
      write(
          context,
          MqttEncoder.connAck(MqttVersion.V3_1_1, false, MqttReason.SUCCESS, new PropertyWriter()));
    } else if (packet instanceof MqttPacket.Publish publish && publish.qos() > 0) {
      write(
          context,
          MqttEncoder.ack(
              MqttVersion.V3_1_1,
              publish.qos() == 1 ? MqttPacket.AckType.PUBACK : MqttPacket.AckType.PUBREC,
              publish.packetId(),
              MqttReason.SUCCESS));
    } else if (packet instanceof MqttPacket.Ack ack && ack.type() == MqttPacket.AckType.PUBREL) {
      write(
          context,
          MqttEncoder.ack(
              MqttVersion.V3_1_1, MqttPacket.AckType.PUBCOMP, ack.packetId(), MqttReason.SUCCESS));
    }
  }

  private static void write(ChannelHandlerContext context, Bytes answer) {
    var _ = context.write(Unpooled.wrappedBuffer(answer.toArray()));
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) throws Exception {
    super.channelReadComplete(context);
    context.flush();
  }
}
