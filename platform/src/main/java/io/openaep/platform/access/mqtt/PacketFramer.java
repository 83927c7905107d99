package io.openaep.platform.access.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.openaep.platform.access.socket.FrameMemory;
import io.openaep.wire.Bytes;
import io.openaep.wire.mqtt.MqttDecoder;
import io.openaep.wire.mqtt.MqttPacket.Broken;
import io.openaep.wire.mqtt.MqttReason;
import java.util.Optional;

/// Cuts the stream into packets by their remaining length (MQTT 3.1.1, 2.2.3) and bounds what a
/// peer can make us keep: what arrived stays as bytes until it is handled, and a packet that is too
/// long is refused when its length is read, not when it has arrived. Lives on the connection's
/// event loop.
final class PacketFramer {
  private static final int LENGTH_BYTES = 4;

  private final ByteBufAllocator memory;
  private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
  private boolean broken;

  /// What stands at the front of the stream.
  sealed interface Framed {}

  /// One whole packet.
  ///
  /// @param first type and flags
  record RawPacket(int first, Bytes body) implements Framed {}

  /// No packet; nothing is read after it.
  record NoPacket(Broken why) implements Framed {}

  PacketFramer(ByteBufAllocator memory) {
    this.memory = memory;
  }

  /// Takes the buffer over.
  void feed(ByteBuf more) {
    if (broken) {
      more.release();
    } else {
      waiting = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(memory, waiting, more);
    }
  }

  /// @param limitBytes of the packet's body
  /// @return empty if more has to arrive first
  Optional<Framed> next(int limitBytes) {
    Optional<Framed> framed = cut(limitBytes);
    if (framed.isEmpty()) {
      giveBackRoom();
    }
    return framed;
  }

  private Optional<Framed> cut(int limitBytes) {
    if (broken || !waiting.isReadable()) {
      return Optional.empty();
    }
    int start = waiting.readerIndex();
    int first = waiting.readUnsignedByte();
    var wrong = MqttDecoder.wrongStart(first);
    if (wrong.isPresent()) {
      return Optional.of(refused(wrong.get()));
    }
    int sizeBytes = 0;
    for (int at = 0; ; at++) {
      if (at == LENGTH_BYTES) {
        return Optional.of(
            refused(
                new Broken(
                    MqttReason.MALFORMED_PACKET, "a remaining length of five bytes (2.2.3)")));
      }
      if (!waiting.isReadable()) {
        waiting.readerIndex(start);
        return Optional.empty();
      }
      int part = waiting.readUnsignedByte();
      sizeBytes |= (part & 0x7f) << 7 * at;
      if (part < 0x80) {
        break;
      }
    }
    if (sizeBytes > limitBytes) {
      String reason = "packet of " + sizeBytes + " bytes, the limit is " + limitBytes;
      return Optional.of(refused(new Broken(MqttReason.PACKET_TOO_LARGE, reason)));
    }
    if (waiting.readableBytes() < sizeBytes) {
      waiting.readerIndex(start);
      return Optional.empty();
    }
    byte[] body = new byte[sizeBytes];
    waiting.readBytes(body);
    if (!waiting.isReadable()) {
      release();
    }
    return Optional.of(new RawPacket(first, Bytes.wrap(body)));
  }

  /// A few bytes do not keep the large buffer in which they came: it would count as theirs, and a
  /// login in two segments be refused for what others hold.
  private void giveBackRoom() {
    int leftBytes = waiting.readableBytes();
    if (leftBytes > 0
        && leftBytes <= FrameMemory.HARMLESS_BYTES
        && waiting.capacity() > FrameMemory.HARMLESS_BYTES) {
      ByteBuf own = memory.buffer(leftBytes).writeBytes(waiting);
      waiting.release();
      waiting = own;
    }
  }

  /// What it costs to keep what is not handled.
  int heldBytes() {
    return waiting.isReadable() ? waiting.capacity() : 0;
  }

  /// Forgets what is not handled, and whatever still comes.
  void discard() {
    broken = true;
    release();
  }

  private void release() {
    waiting.release();
    waiting = Unpooled.EMPTY_BUFFER;
  }

  private NoPacket refused(Broken why) {
    discard();
    return new NoPacket(why);
  }
}
