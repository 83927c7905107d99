package io.openaep.devices.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The payload of a report: JSON, so that every protocol takes it, with a number that is unique
/// among the reports of its device, padded to a size.
final class Report {
  static final int SMALLEST_BYTES = 32;

  private static final Pattern NUMBER = Pattern.compile("\"n\":(\\d{1,9}),");

  private Report() {}

  static byte[] of(int number, int sizeBytes) {
    byte[] text = new byte[sizeBytes];
    Arrays.fill(text, (byte) 'x');
    byte[] head = ("{\"n\":" + number + ",\"x\":\"").getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(head, 0, text, 0, head.length);
    text[sizeBytes - 2] = '"';
    text[sizeBytes - 1] = '}';
    return text;
  }

  /// The number of a report; empty if the bytes are none of ours.
  static OptionalInt number(byte[] stored) {
    Matcher found = NUMBER.matcher(new String(stored, StandardCharsets.ISO_8859_1));
    return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
  }
}
