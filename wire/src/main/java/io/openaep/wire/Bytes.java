package io.openaep.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// Immutable bytes with value equality: payloads, tokens, frames. A plain array in a record would
/// compare by identity and could be changed by whoever holds it.
public final class Bytes {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  public static Bytes copyOf(byte[] value) {
    return value.length == 0 ? EMPTY : new Bytes(value.clone());
  }

  /// Takes over `value` without a copy; the caller must not keep or change the array.
  public static Bytes wrap(byte[] value) {
    return value.length == 0 ? EMPTY : new Bytes(value);
  }

  public static Bytes utf8(String text) {
    return wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /// @param hex an even number of hexadecimal digits of either case
  /// @throws IllegalArgumentException if `hex` is anything else
  public static Bytes hex(String hex) {
    return wrap(HexFormat.of().parseHex(hex));
  }

  public int size() {
    return value.length;
  }

  public boolean isEmpty() {
    return value.length == 0;
  }

  /// The byte at `index` as 0…255.
  public int at(int index) {
    return value[index] & 0xff;
  }

  public byte[] toArray() {
    return value.clone();
  }

  /// The array itself, for callers that only read it and hand it to code that only reads it.
  public byte[] unsafeArray() {
    return value;
  }

  public String toHex() {
    return HexFormat.of().formatHex(value);
  }

  public String toBase64() {
    return Base64.getEncoder().encodeToString(value);
  }

  /// The bytes as UTF-8; malformed sequences become U+FFFD.
  public String toUtf8() {
    return new String(value, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /// Length and the first 32 bytes as hex: fit for a log line, not for secrets.
  @Override
  public String toString() {
    int shown = Math.min(value.length, 32);
    return "Bytes["
        + value.length
        + ": "
        + HexFormat.of().formatHex(value, 0, shown)
        + (shown < value.length ? "…]" : "]");
  }
}
