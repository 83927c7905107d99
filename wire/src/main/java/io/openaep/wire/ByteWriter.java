package io.openaep.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes big-endian fields into a buffer that grows as needed, and refuses values that their field
/// cannot hold: an encoder that cut a length short would send a frame that its reader takes for
/// two. Not thread-safe.
public final class ByteWriter {
  private byte[] buffer;
  private int size;

  /// @param expectedBytes a guess; too small costs a copy, too large some memory
  public ByteWriter(int expectedBytes) {
    this.buffer = new byte[Math.max(expectedBytes, 16)];
  }

  /// @param value 0…255
  /// @throws IllegalArgumentException for any other value
  public ByteWriter u8(int value) {
    check(value, 0xff);
    room(1);
    buffer[size++] = (byte) value;
    return this;
  }

  /// @param value 0…65535
  /// @throws IllegalArgumentException for any other value
  public ByteWriter u16(int value) {
    check(value, 0xffff);
    room(2);
    buffer[size++] = (byte) (value >> 8);
    buffer[size++] = (byte) value;
    return this;
  }

  /// The lower four bytes, whatever the rest.
  public ByteWriter i32(long value) {
    return u16((int) (value >> 16) & 0xffff).u16((int) value & 0xffff);
  }

  public ByteWriter i64(long value) {
    return i32(value >> 32).i32(value);
  }

  public ByteWriter bytes(Bytes value) {
    room(value.size());
    System.arraycopy(value.unsafeArray(), 0, buffer, size, value.size());
    size += value.size();
    return this;
  }

  /// A two-byte length and the bytes.
  ///
  /// @throws IllegalArgumentException if there are more than 65535
  public ByteWriter sized(Bytes value) {
    return u16(value.size()).bytes(value);
  }

  /// A two-byte length and the text in UTF-8.
  ///
  /// @throws IllegalArgumentException if that takes more than 65535 bytes
  public ByteWriter sized(String text) {
    return sized(Bytes.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /// All that was written, as a copy.
  public Bytes toBytes() {
    return Bytes.wrap(Arrays.copyOf(buffer, size));
  }

  private void room(int moreBytes) {
    int needed = Math.addExact(size, moreBytes);
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(needed, buffer.length * 2));
    }
  }

  private static void check(int value, int highest) {
    if (value < 0 || value > highest) {
      throw new IllegalArgumentException(value + " does not fit 0…" + highest);
    }
  }
}
