package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;
import java.util.OptionalInt;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.CoAPMessageFormatException;
import org.eclipse.californium.core.coap.EmptyMessage;
import org.eclipse.californium.core.coap.Message;
import org.eclipse.californium.core.coap.MessageFormatException;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.serialization.UdpDataParser;
import org.eclipse.californium.core.network.serialization.UdpDataSerializer;

/// Between datagrams and CoAP messages (RFC 7252, section 3).
final class CoapCodec {
  private final UdpDataParser parser = new UdpDataParser();
  private final UdpDataSerializer serializer = new UdpDataSerializer();

  /// What a datagram holds.
  sealed interface Decoded {
    record Whole(Message message) implements Decoded {}

    /// @param rejectableMid the id of a confirmable message: its sender is told by a reset (RFC
    ///   7252, 4.2)
    record Broken(String reason, OptionalInt rejectableMid) implements Decoded {}
  }

  Decoded decode(Bytes datagram) {
    try {
      return new Decoded.Whole(parser.parseMessage(datagram.toArray()));
    } catch (CoAPMessageFormatException e) {
      boolean rejectable = e.isConfirmable() && e.hasMid();
      return new Decoded.Broken(
          String.valueOf(e.getMessage()),
          rejectable ? OptionalInt.of(e.getMid()) : OptionalInt.empty());
    } catch (MessageFormatException | IllegalArgumentException e) {
      return new Decoded.Broken(String.valueOf(e.getMessage()), OptionalInt.empty());
    }
  }

  /// An acknowledgement or a reset without anything else.
  Bytes empty(CoAP.Type type, int mid) {
    EmptyMessage message = new EmptyMessage(type);
    message.setToken(Token.EMPTY).setMID(mid);
    return encode(message);
  }

  Bytes encode(Message message) {
    return Bytes.wrap(serializer.getByteArray(message));
  }
}
