package io.openaep.devices.module.lwm2m;

import io.openaep.devices.at.AtArguments;
import io.openaep.devices.at.AtException;
import io.openaep.devices.at.Octets;
import io.openaep.devices.link.lwm2m.Lwm2mValue;
import io.openaep.wire.Bytes;

/// `<value_type>,<len>,<value>` as the host writes it (AT reference, 7.2).
final class TypedValue {
  static final int VALUE_LIMIT_BYTES = 1024;

  private static final int STRING = 1;
  private static final int OPAQUE = 2;
  private static final int INTEGER = 3;
  private static final int FLOAT = 4;
  private static final int BOOLEAN = 5;

  private TypedValue() {}

  /// Reads the three values that begin at `index`.
  ///
  /// @throws AtException if the value is not of its type, or not as long as the host says
  static Lwm2mValue read(AtArguments values, int index) throws AtException {
    int type = values.number(index, STRING, BOOLEAN);
    int length = values.number(index + 1, 0, VALUE_LIMIT_BYTES);
    int at = index + 2;
    return switch (type) {
      case STRING -> {
        String octets = length == 0 && !values.has(at) ? "" : values.text(at);
        requireLength(octets.length(), length);
        yield new Lwm2mValue.Text(Bytes.wrap(Octets.bytes(octets)));
      }
      case OPAQUE -> {
        byte[] bytes = length == 0 && !values.has(at) ? new byte[0] : values.hex(at);
        requireLength(bytes.length, length);
        yield new Lwm2mValue.Opaque(Bytes.wrap(bytes));
      }
      case INTEGER -> new Lwm2mValue.Whole(values.longNumber(at, Long.MIN_VALUE, Long.MAX_VALUE));
      case FLOAT -> new Lwm2mValue.Decimal(decimal(values.text(at)));
      default -> {
        requireLength(1, length);
        yield new Lwm2mValue.Flag(values.flag(at));
      }
    };
  }

  private static double decimal(String text) throws AtException {
    if (!text.matches("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")) {
      throw AtException.syntax("the value is not a decimal number");
    }
    return Double.parseDouble(text);
  }

  private static void requireLength(int real, int said) throws AtException {
    if (real != said) {
      throw AtException.range("the value has " + real + " bytes, not " + said);
    }
  }
}
