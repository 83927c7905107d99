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

  /// The number of a report; empty if any byte is not as {@link #of} made it.
  static OptionalInt number(byte[] stored, int sizeBytes) {
    Matcher found = NUMBER.matcher(new String(stored, StandardCharsets.ISO_8859_1));
    if (!found.find()) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(found.group(1));
    return Arrays.equals(stored, of(number, sizeBytes))
        ? OptionalInt.of(number)
        : OptionalInt.empty();
  }
}
