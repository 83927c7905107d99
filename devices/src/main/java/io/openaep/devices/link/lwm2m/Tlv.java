package io.openaep.devices.link.lwm2m;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/// LwM2M's TLV format (LwM2M 1.0, 6.4.3), as far as a module needs it: writing single resources,
/// reading a value that the server wrapped as one resource.
final class Tlv {
  private static final int RESOURCE_WITH_VALUE = 0b11;
  private static final int ID_16_BITS = 0x20;

  private Tlv() {}

  /// The resources of one object instance, in the map's order.
  static Bytes encode(Map<Integer, Lwm2mValue> resources) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    resources.forEach((id, value) -> writeResource(out, id, value(value).unsafeArray()));
    return Bytes.wrap(out.toByteArray());
  }

  private static void writeResource(ByteArrayOutputStream out, int id, byte[] value) {
    int length = value.length;
    int lengthBytes = length < 8 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
    int wideId = id > 0xff ? ID_16_BITS : 0;
    int type = (RESOURCE_WITH_VALUE << 6) | wideId | (lengthBytes << 3);
    out.write(type | (lengthBytes == 0 ? length : 0));
    if (id > 0xff) {
      out.write(id >> 8);
    }
    out.write(id);
    for (int i = lengthBytes - 1; i >= 0; i--) {
      out.write(length >> (8 * i));
    }
    out.writeBytes(value);
  }

  private static Bytes value(Lwm2mValue value) {
    return switch (value) {
      case Lwm2mValue.Opaque(Bytes bytes) -> bytes;
      case Lwm2mValue.Text(Bytes bytes) -> bytes;
      case Lwm2mValue.Whole(long number) -> Bytes.wrap(shortest(number));
      case Lwm2mValue.Decimal(double number) ->
          Bytes.wrap(ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
      case Lwm2mValue.Flag(boolean set) -> Bytes.wrap(new byte[] {(byte) (set ? 1 : 0)});
    };
  }

  /// An integer takes 1, 2, 4 or 8 bytes.
  private static byte[] shortest(long number) {
    if (number == (byte) number) {
      return new byte[] {(byte) number};
    }
    if (number == (short) number) {
      return ByteBuffer.allocate(Short.BYTES).putShort((short) number).array();
    }
    if (number == (int) number) {
      return ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array();
    }
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  /// The value of the one resource that `payload` must consist of.
  ///
  /// @throws DecodeException if it is anything else
  static Bytes resourceValue(Bytes payload, int resource) throws DecodeException {
    ByteBuffer in = ByteBuffer.wrap(payload.toArray());
    if (in.remaining() < 2) {
      throw new DecodeException("TLV ends within its header");
    }
    int type = in.get() & 0xff;
    int lengthBytes = (type >> 3) & 0b11;
    int idBytes = (type & ID_16_BITS) == 0 ? 1 : 2;
    if (type >> 6 != RESOURCE_WITH_VALUE) {
      throw new DecodeException("TLV holds no single resource");
    }
    if (in.remaining() < idBytes + lengthBytes) {
      throw new DecodeException("TLV ends within its header");
    }
    int id = number(in, idBytes);
    int length = lengthBytes == 0 ? type & 0b111 : number(in, lengthBytes);
    if (id != resource) {
      throw new DecodeException("TLV is of resource " + id + ", not of " + resource);
    }
    if (in.remaining() != length) {
      throw new DecodeException("TLV of " + length + " bytes holds " + in.remaining());
    }
    byte[] value = new byte[length];
    in.get(value);
    return Bytes.wrap(value);
  }

  /// The values of the single resources that an instance consists of, by their ids.
  ///
  /// @throws DecodeException if it is anything else
  static Map<Integer, Bytes> resourceValues(Bytes instance) throws DecodeException {
    ByteBuffer in = ByteBuffer.wrap(instance.toArray());
    Map<Integer, Bytes> values = new TreeMap<>();
    while (in.hasRemaining()) {
      int type = in.get() & 0xff;
      int lengthBytes = (type >> 3) & 0b11;
      int idBytes = (type & ID_16_BITS) == 0 ? 1 : 2;
      if (type >> 6 != RESOURCE_WITH_VALUE) {
        throw new DecodeException("TLV holds something else than single resources");
      }
      if (in.remaining() < idBytes + lengthBytes) {
        throw new DecodeException("TLV ends within its header");
      }
      int id = number(in, idBytes);
      int length = lengthBytes == 0 ? type & 0b111 : number(in, lengthBytes);
      if (in.remaining() < length) {
        throw new DecodeException("TLV of " + length + " bytes holds " + in.remaining());
      }
      byte[] value = new byte[length];
      in.get(value);
      values.put(id, Bytes.wrap(value));
    }
    return values;
  }

  private static int number(ByteBuffer in, int bytes) {
    int number = 0;
    for (int i = 0; i < bytes; i++) {
      number = (number << 8) | (in.get() & 0xff);
    }
    return number;
  }

  /// The integer that a TLV value of 1, 2, 4 or 8 bytes holds; empty for any other length.
  static OptionalLong whole(Bytes value) {
    ByteBuffer in = ByteBuffer.wrap(value.toArray());
    return switch (value.size()) {
      case 1 -> OptionalLong.of(in.get());
      case 2 -> OptionalLong.of(in.getShort());
      case 4 -> OptionalLong.of(in.getInt());
      case 8 -> OptionalLong.of(in.getLong());
      default -> OptionalLong.empty();
    };
  }
}
