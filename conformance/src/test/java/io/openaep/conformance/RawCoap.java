package io.openaep.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A CoAP message in literal bytes (RFC 7252, section 3).
///
/// @param type 0 CON, 1 NON, 2 ACK, 3 RST
/// @param code such as 0x45 for 2.05
@SuppressWarnings("ArrayRecordComponent") // read by the tests that made it, never compared
record RawCoap(int type, int code, int mid, byte[] token, List<Option> options, byte[] payload) {
  static final int CON = 0;
  static final int ACK = 2;
  static final int RST = 3;
  static final int OBSERVE = 6;
  static final int LOCATION_PATH = 8;
  static final int URI_PATH = 11;
  static final int CONTENT_FORMAT = 12;
  static final int URI_QUERY = 15;
  static final int BLOCK2 = 23;

  /// An option; options stand in ascending order of their numbers.
  @SuppressWarnings("ArrayRecordComponent")
  record Option(int number, byte[] value) {
    static Option text(int number, String value) {
      return new Option(number, value.getBytes(StandardCharsets.UTF_8));
    }

    static Option number(int number, int value) {
      return new Option(
          number,
          value < 256 ? new byte[] {(byte) value} : new byte[] {(byte) (value >> 8), (byte) value});
    }
  }

  byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x40 | type << 4 | token.length);
    out.write(code);
    out.write(mid >> 8);
    out.write(mid);
    out.writeBytes(token);
    int last = 0;
    for (Option option : options) {
      int delta = nibble(option.number() - last);
      int length = nibble(option.value().length);
      out.write(delta << 4 | length);
      if (delta == 13) {
        out.write(option.number() - last - 13);
      }
      if (length == 13) {
        out.write(option.value().length - 13);
      }
      out.writeBytes(option.value());
      last = option.number();
    }
    if (payload.length > 0) {
      out.write(0xff);
      out.writeBytes(payload);
    }
    return out.toByteArray();
  }

  private static int nibble(int value) {
    return Math.min(value, 13);
  }

  static RawCoap decode(byte[] bytes, int length) {
    int tokenEnd = 4 + (bytes[0] & 0x0f);
    List<Option> options = new ArrayList<>();
    int at = tokenEnd;
    int number = 0;
    while (at < length && bytes[at] != (byte) 0xff) {
      int head = bytes[at++] & 0xff;
      int delta = head >> 4;
      int size = head & 0x0f;
      if (delta == 13) {
        delta = 13 + (bytes[at++] & 0xff);
      }
      if (size == 13) {
        size = 13 + (bytes[at++] & 0xff);
      }
      number += delta;
      options.add(new Option(number, Arrays.copyOfRange(bytes, at, at + size)));
      at += size;
    }
    return new RawCoap(
        bytes[0] >> 4 & 3,
        bytes[1] & 0xff,
        (bytes[2] & 0xff) << 8 | bytes[3] & 0xff,
        Arrays.copyOfRange(bytes, 4, tokenEnd),
        options,
        at < length ? Arrays.copyOfRange(bytes, at + 1, length) : new byte[0]);
  }

  List<String> texts(int number) {
    return options.stream()
        .filter(it -> it.number() == number)
        .map(it -> new String(it.value(), StandardCharsets.UTF_8))
        .toList();
  }

  /// Whether it is a request and not a response, an empty message or a reset.
  boolean isRequest() {
    return code > 0 && code < 0x20;
  }

  /// What a retransmission has in common with its first transmission, and two messages have not: a
  /// platform that was started again may use a message id again, but no token.
  String identity() {
    return mid + "/" + HexFormat.of().formatHex(token);
  }

  @Override
  public String toString() {
    return "%s %d.%02d mid=%d path=%s payload=%s"
        .formatted(
            List.of("CON", "NON", "ACK", "RST").get(type),
            code >> 5,
            code & 0x1f,
            mid,
            texts(URI_PATH),
            new String(payload, StandardCharsets.UTF_8));
  }

  /// The number that an option holds, most significant byte first; 0 if it is empty.
  int value(int number) {
    int value = 0;
    for (Option option : options) {
      if (option.number() == number) {
        for (byte each : option.value()) {
          value = value << 8 | each & 0xff;
        }
      }
    }
    return value;
  }

  boolean has(int number) {
    return options.stream().anyMatch(it -> it.number() == number);
  }
}
