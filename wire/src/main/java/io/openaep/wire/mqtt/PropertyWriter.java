package io.openaep.wire.mqtt;

import io.openaep.wire.ByteWriter;
import io.openaep.wire.Bytes;

/// The properties of one packet that a server sends (5.0, 2.2.2). Not thread-safe.
public final class PropertyWriter {
  private final ByteWriter out = new ByteWriter(32);

  /// @throws IllegalArgumentException if the property is no number or the number too large for it
  public PropertyWriter number(MqttProperty property, long value) {
    out.u8(property.id());
    switch (property.form()) {
      case BYTE -> out.u8((int) value);
      case TWO_BYTES -> out.u16((int) value);
      case FOUR_BYTES -> out.u16((int) (value >>> 16)).u16((int) (value & 0xffff));
      case VARIABLE -> variable(out, (int) value);
      case TEXT, BINARY, PAIR -> throw new IllegalArgumentException(property + " is no number");
    }
    return this;
  }

  public PropertyWriter text(MqttProperty property, String value) {
    out.u8(property.id()).sized(value);
    return this;
  }

  /// With their length before them.
  Bytes toBytes() {
    Bytes all = out.toBytes();
    ByteWriter counted = new ByteWriter(all.size() + 4);
    variable(counted, all.size());
    return counted.bytes(all).toBytes();
  }

  /// A variable byte integer (5.0, 1.5.5), such as a remaining length.
  public static void variable(ByteWriter out, int value) {
    int left = value;
    while (left > 127) {
      out.u8(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.u8(left);
  }
}
