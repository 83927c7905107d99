package io.openaep.platform.access.lwm2m.coap;

import io.openaep.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A CoAP message written and read by hand (RFC 7252, 3), so that the tests do not believe the
/// library under test.
public final class CoapBytes {
  public static final int CON = 0;
  public static final int NON = 1;
  public static final int ACK = 2;
  public static final int RST = 3;
  public static final int OBSERVE = 6;
  public static final int LOCATION_PATH = 8;
  public static final int URI_PATH = 11;
  public static final int CONTENT_FORMAT = 12;
  public static final int MAX_AGE = 14;
  public static final int URI_QUERY = 15;
  public static final int BLOCK2 = 23;
  public static final int BLOCK1 = 27;
  public static final int SIZE2 = 28;

  public final int type;

  /// Class × 100 + detail: 205 is 2.05, 0 an empty message, 2 POST.
  public final int code;

  public final int mid;
  public final byte[] token;
  private final List<Option> options = new ArrayList<>();
  private byte[] payload = {};

  private record Option(int number, Bytes value) {}

  public CoapBytes(int type, int code, int mid, byte[] token) {
    this.type = type;
    this.code = code;
    this.mid = mid;
    this.token = token;
  }

  /// Options must be added in the order of their numbers.
  public CoapBytes option(int number, byte... value) {
    options.add(new Option(number, Bytes.copyOf(value)));
    return this;
  }

  public CoapBytes option(int number, String value) {
    return option(number, value.getBytes(StandardCharsets.UTF_8));
  }

  public CoapBytes uint(int number, int value) {
    byte[] four = ByteBuffer.allocate(4).putInt(value).array();
    int zeros = 0;
    while (zeros < 4 && four[zeros] == 0) {
      zeros++;
    }
    return option(number, Arrays.copyOfRange(four, zeros, 4));
  }

  /// Block option value: number, more, size exponent (RFC 7959, 2.2).
  public CoapBytes block(int number, int num, boolean more, int szx) {
    return uint(number, (num << 4) | (more ? 8 : 0) | szx);
  }

  public CoapBytes payload(byte[] bytes) {
    payload = bytes.clone();
    return this;
  }

  public CoapBytes payload(String text) {
    return payload(text.getBytes(StandardCharsets.UTF_8));
  }

  public byte[] payload() {
    return payload.clone();
  }

  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  public List<String> texts(int number) {
    return options.stream()
        .filter(it -> it.number() == number)
        .map(it -> it.value().toUtf8())
        .toList();
  }

  public boolean has(int number) {
    return options.stream().anyMatch(it -> it.number() == number);
  }

  public int number(int option) {
    Bytes value =
        options.stream().filter(it -> it.number() == option).findFirst().orElseThrow().value();
    return value.isEmpty() ? 0 : Integer.parseInt(value.toHex(), 16);
  }

  public byte[] encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0x40 | (type << 4) | token.length);
    out.write(((code / 100) << 5) | (code % 100));
    out.write(mid >> 8);
    out.write(mid);
    out.writeBytes(token);
    int previous = 0;
    for (Option option : options) {
      int delta = option.number() - previous;
      int length = option.value().size();
      out.write((nibble(delta) << 4) | nibble(length));
      extended(out, delta);
      extended(out, length);
      out.writeBytes(option.value().toArray());
      previous = option.number();
    }
    if (payload.length > 0) {
      out.write(0xff);
      out.writeBytes(payload);
    }
    return out.toByteArray();
  }

  private static int nibble(int value) {
    return value < 13 ? value : value < 269 ? 13 : 14;
  }

  private static void extended(ByteArrayOutputStream out, int value) {
    if (value >= 269) {
      out.write((value - 269) >> 8);
      out.write(value - 269);
    } else if (value >= 13) {
      out.write(value - 13);
    }
  }

  public static CoapBytes decode(byte[] datagram, int size) {
    ByteBuffer in = ByteBuffer.wrap(datagram, 0, size);
    int first = in.get() & 0xff;
    int code = in.get() & 0xff;
    int mid = in.getShort() & 0xffff;
    byte[] token = new byte[first & 0xf];
    in.get(token);
    CoapBytes message =
        new CoapBytes((first >> 4) & 3, (code >> 5) * 100 + (code & 0x1f), mid, token);
    int number = 0;
    while (in.hasRemaining()) {
      int head = in.get() & 0xff;
      if (head == 0xff) {
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        message.payload = payload;
        break;
      }
      number += extended(in, head >> 4);
      byte[] value = new byte[extended(in, head & 0xf)];
      in.get(value);
      message.options.add(new Option(number, Bytes.wrap(value)));
    }
    return message;
  }

  private static int extended(ByteBuffer in, int nibble) {
    return switch (nibble) {
      case 13 -> (in.get() & 0xff) + 13;
      case 14 -> (in.getShort() & 0xffff) + 269;
      default -> nibble;
    };
  }

  @Override
  public String toString() {
    List<String> shown = new ArrayList<>();
    for (Option option : options) {
      shown.add(option.number() + "=" + option.value().toHex());
    }
    return "%s %d.%02d mid=%d token=%s %s payload=%s"
        .formatted(
            List.of("CON", "NON", "ACK", "RST").get(type),
            code / 100,
            code % 100,
            mid,
            HexFormat.of().formatHex(token),
            shown,
            HexFormat.of().formatHex(payload));
  }
}
