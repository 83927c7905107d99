package io.openaep.platform.access.lwm2m;

import io.openaep.wire.ByteReader;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;

/// Takes the value of the one resource out of LwM2M TLV (LwM2M 1.0, 6.4.3), which some modules use
/// even for the single resource `/19/0/0`. Pure.
final class TlvValue {
  /// `application/vnd.oma.lwm2m+tlv`, and the number used before it was assigned.
  private static final int FORMAT = 11_542;

  private static final int OLD_FORMAT = 1_542;

  private static final int OBJECT_INSTANCE = 0;
  private static final int MULTIPLE_RESOURCE = 2;

  private TlvValue() {}

  static boolean isTlv(int contentFormat) {
    return contentFormat == FORMAT || contentFormat == OLD_FORMAT;
  }

  /// The bytes of the one resource, however it is wrapped: bare, as the only instance of a multiple
  /// resource, or within its object instance.
  ///
  /// @throws DecodeException if it is not TLV, or holds more than one value
  static Bytes unwrap(Bytes tlv) throws DecodeException {
    return unwrap(tlv, 0);
  }

  private static Bytes unwrap(Bytes tlv, int depth) throws DecodeException {
    ByteReader in = ByteReader.of(tlv);
    int type = in.u8("TLV type");
    int kind = type >> 6;
    if ((type & 0x20) == 0) {
      in.u8("TLV identifier");
    } else {
      in.u16("TLV identifier");
    }
    Bytes value = in.bytes(length(in, type), "TLV value");
    if (in.remaining() > 0) {
      throw new DecodeException("the TLV holds more than one resource");
    }
    return switch (kind) {
      case OBJECT_INSTANCE, MULTIPLE_RESOURCE -> {
        if (depth == 2) {
          throw new DecodeException("the TLV is nested too deep");
        }
        yield unwrap(value, depth + 1);
      }
      default -> value; // a resource, or an instance of one
    };
  }

  private static int length(ByteReader in, int type) throws DecodeException {
    return switch ((type >> 3) & 3) {
      case 0 -> type & 7;
      case 1 -> in.u8("TLV length");
      case 2 -> in.u16("TLV length");
      default -> (in.u8("TLV length") << 16) | in.u16("TLV length");
    };
  }
}
