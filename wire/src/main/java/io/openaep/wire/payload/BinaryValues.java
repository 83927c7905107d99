package io.openaep.wire.payload;

import io.openaep.wire.ByteReader;
import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.DataType;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The values of a service one after another, without names, padding or presence marks (AEP device
/// protocols, 1.7): the payload of the compact binary and the parameters of TCP 1.1. Stateless.
final class BinaryValues {
  private BinaryValues() {}

  /// Reads every value of the service, and nothing may follow.
  static Map<String, Value> read(Service service, ByteReader in) throws DecodeException {
    Map<String, Value> values = new LinkedHashMap<>();
    for (Service.Field field : service.fields()) {
      values.put(field.identifier(), read(field.property().type(), field.identifier(), in));
    }
    in.end("the values of " + service.identifier());
    return values;
  }

  private static Value read(DataType type, String name, ByteReader in) throws DecodeException {
    return switch (type) {
      case DataType.Whole(var width, _) -> new Value.Whole(whole(width, name, in));
      case DataType.Single _ -> new Value.Single(Float.intBitsToFloat((int) in.u32(name)));
      case DataType.Real _ -> new Value.Real(Double.longBitsToDouble(in.i64(name)));
      case DataType.Choice _ -> new Value.Choice(in.u8(name));
      case DataType.Flag _ -> new Value.Flag(flag(name, in));
      case DataType.Moment _ -> moment(name, in);
      case DataType.FixedText(int sizeBytes) -> new Value.Text(fixed(sizeBytes, name, in));
      case DataType.Text _ -> new Value.Text(in.text(in.u16("length of " + name), name));
    };
  }

  private static long whole(DataType.Width width, String name, ByteReader in)
      throws DecodeException {
    return switch (width) {
      case INT8 -> (byte) in.u8(name);
      case UINT8 -> in.u8(name);
      case INT16 -> (short) in.u16(name);
      case UINT16 -> in.u16(name);
      case INT32 -> (int) in.u32(name);
      case UINT32 -> in.u32(name);
    };
  }

  private static boolean flag(String name, ByteReader in) throws DecodeException {
    int value = in.u8(name);
    if (value > 1) {
      throw new DecodeException(name + " is a bool and its byte is " + value);
    }
    return value == 1;
  }

  private static Value moment(String name, ByteReader in) throws DecodeException {
    long milliseconds = in.i64(name);
    if (milliseconds < 0 || milliseconds > Value.Moment.LIMIT_MILLISECONDS) {
      throw new DecodeException(
          name + " is a date beyond the year 9999: " + Long.toUnsignedString(milliseconds) + " ms");
    }
    return Value.Moment.ofMilliseconds(milliseconds);
  }

  /// Without the zero bytes that fill it up.
  private static String fixed(int sizeBytes, String name, ByteReader in) throws DecodeException {
    byte[] all = in.bytes(sizeBytes, name).unsafeArray();
    int used = sizeBytes;
    while (used > 0 && all[used - 1] == 0) {
      used--;
    }
    return ByteReader.of(all, 0, used).text(used, name);
  }

  /// Writes every value of the service.
  ///
  /// @throws IllegalArgumentException if one is missing: the form has no way to leave one out
  static void write(ServiceMessage message, ByteWriter out) {
    for (Service.Field field : message.service().fields()) {
      Value value = message.values().get(field.identifier());
      if (value == null) {
        throw new IllegalArgumentException(
            message.service().identifier() + " needs " + field.identifier());
      }
      write(field.property().type(), value, out);
    }
  }

  private static void write(DataType type, Value value, ByteWriter out) {
    switch (value) {
      case Value.Whole(long number) -> {
        switch (((DataType.Whole) type).width().sizeBytes()) {
          case 1 -> out.u8((int) number & 0xff);
          case 2 -> out.u16((int) number & 0xffff);
          default -> out.i32(number);
        }
      }
      case Value.Single(float number) -> out.i32(Float.floatToRawIntBits(number));
      case Value.Real(double number) -> out.i64(Double.doubleToRawLongBits(number));
      case Value.Choice(int number) -> out.u8(number);
      case Value.Flag(boolean set) -> out.u8(set ? 1 : 0);
      case Value.Moment moment -> out.i64(moment.at().toEpochMilli());
      case Value.Text(String text) -> {
        if (type instanceof DataType.FixedText(int sizeBytes)) {
          out.bytes(Bytes.wrap(Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), sizeBytes)));
        } else {
          out.sized(text);
        }
      }
    }
  }
}
