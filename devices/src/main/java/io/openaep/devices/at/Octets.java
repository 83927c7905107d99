package io.openaep.devices.at;

import java.nio.charset.StandardCharsets;

/// Between bytes, the byte strings of the AT port (one char a byte) and real text. Pure.
public final class Octets {
  private Octets() {}

  /// The bytes of a byte string.
  public static byte[] bytes(String octets) {
    return octets.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The byte string of `bytes`, ready for an answer or an unsolicited code.
  public static String of(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// The byte string of `text` in UTF-8, which is what hosts send and expect today.
  public static String ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The text whose UTF-8 form is `octets`; malformed sequences become U+FFFD.
  public static String text(String octets) {
    return new String(bytes(octets), StandardCharsets.UTF_8);
  }
}
