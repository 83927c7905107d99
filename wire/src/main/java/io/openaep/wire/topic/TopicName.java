package io.openaep.wire.topic;

import io.openaep.wire.DecodeException;

/// The topic that one message is published to: a valid topic by construction, so that whoever holds
/// one need not check again. Immutable; compared character by character (MQTT 3.1.1, 4.7.3).
public record TopicName(String text) {
  /// @throws IllegalArgumentException if `text` is no topic name; use {@link #parse} for a peer's
  public TopicName {
    TopicText.requireValid(text, TopicName::check);
  }

  /// A peer's text as a topic name (MQTT 3.1.1, 4.7.1 and 4.7.3).
  ///
  /// @throws DecodeException if it is empty, too long, holds U+0000 or a wildcard
  public static TopicName parse(String text) throws DecodeException {
    check(text);
    return new TopicName(text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static void check(String text) throws DecodeException {
    TopicText.check(text, "topic");
    if (text.indexOf('+') >= 0 || text.indexOf('#') >= 0) {
      throw new DecodeException("topic holds a wildcard");
    }
  }
}
