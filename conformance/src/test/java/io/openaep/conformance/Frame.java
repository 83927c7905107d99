package io.openaep.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Literal bytes, put one behind the other. Numbers are big-endian.
public final class Frame {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// One byte each.
  public static Frame of(int... bytes) {
    return new Frame().then(bytes);
  }

  Frame then(int... bytes) {
    for (int one : bytes) {
      out.write(one);
    }
    return this;
  }

  Frame then(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /// Two bytes.
  Frame number(int value) {
    return then(value >> 8, value);
  }

  Frame text(String text) {
    return then(text.getBytes(StandardCharsets.UTF_8));
  }

  /// A text behind its length in two bytes, as both the TCP protocol and MQTT write it.
  Frame counted(String text) {
    return number(text.getBytes(StandardCharsets.UTF_8).length).text(text);
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
