package io.openaep.wire.mqtt;

import io.openaep.wire.ByteReader;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;

/// MQTT's data types on top of a reader (5.0, 1.5). Used for one packet.
///
/// @param blame what the packet is guilty of, should it be broken
record Fields(ByteReader in, Blame blame) {
  /// Malformed, unless a rule says otherwise.
  static final class Blame {
    private MqttReason code = MqttReason.MALFORMED_PACKET;

    MqttReason code() {
      return code;
    }
  }

  Fields(ByteReader in) {
    this(in, new Blame());
  }

  /// UTF-8 with its length, without U+0000 (1.5.3-1 and 1.5.3-2).
  String text(String field) throws DecodeException {
    String text = in.text(in.u16(field), field);
    if (text.indexOf(0) >= 0) {
      throw new DecodeException(field + " holds U+0000 (1.5.3-2)");
    }
    return text;
  }

  Bytes binary(String field) throws DecodeException {
    return in.bytes(in.u16(field), field);
  }

  /// A variable byte integer, in as few bytes as it needs (5.0, 1.5.5-1).
  int variable(String field) throws DecodeException {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      int part = in.u8(field);
      value |= (part & 0x7f) << shift;
      if (part < 0x80) {
        if (part == 0 && shift > 0) {
          throw new DecodeException(field + " is longer than needed (5.0, 1.5.5-1)");
        }
        return value;
      }
    }
    throw new DecodeException(field + " has more than four bytes");
  }

  int packetId() throws DecodeException {
    int packetId = in.u16("packet id");
    if (packetId == 0) {
      throw new DecodeException("packet id 0 (2.3.1-1)");
    }
    return packetId;
  }

  /// The bytes can be read, and say what may not be said.
  DecodeException protocolError(String reason) {
    return because(MqttReason.PROTOCOL_ERROR, reason);
  }

  DecodeException because(MqttReason code, String reason) {
    blame.code = code;
    return new DecodeException(reason);
  }
}
