package io.openaep.wire.topic;

import io.openaep.wire.DecodeException;

/// What names and filters have in common (MQTT 3.1.1, 4.7.3 and 1.5.3).
final class TopicText {
  private static final int LIMIT_BYTES = 65_535;

  private TopicText() {}

  /// One rule set over one text.
  @FunctionalInterface
  interface Rule {
    void check(String text) throws DecodeException;
  }

  /// The same rules for our own side: there a bad text is the caller's mistake.
  static void requireValid(String text, Rule rule) {
    try {
      rule.check(text);
    } catch (DecodeException refusal) {
      throw new IllegalArgumentException(refusal.reason(), refusal);
    }
  }

  static void check(String text, String what) throws DecodeException {
    if (text.isEmpty()) {
      throw new DecodeException(what + " is empty");
    }
    int sizeBytes = 0;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit == 0) {
        throw new DecodeException(what + " holds U+0000");
      }
      if (Character.isHighSurrogate(unit)
          && at + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(at + 1))) {
        at++;
        sizeBytes += 4;
      } else if (Character.isSurrogate(unit)) {
        throw new DecodeException(what + " holds half a surrogate pair");
      } else {
        sizeBytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
      }
    }
    if (sizeBytes > LIMIT_BYTES) {
      throw new DecodeException(what + " has " + sizeBytes + " bytes, the limit is " + LIMIT_BYTES);
    }
  }
}
