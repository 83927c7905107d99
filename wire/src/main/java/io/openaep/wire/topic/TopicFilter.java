package io.openaep.wire.topic;

import io.openaep.wire.DecodeException;

/// What a client subscribes to: levels parted by `/`, of which one may be `+` (any one level) and
/// the last may be `#` (itself, its parent and all below). Valid by construction; immutable.
public record TopicFilter(String text) {
  /// @throws IllegalArgumentException if `text` is no filter; use {@link #parse} for a peer's
  public TopicFilter {
    TopicText.requireValid(text, TopicFilter::check);
  }

  /// A peer's text as a filter (MQTT 3.1.1, 4.7.1 to 4.7.3).
  ///
  /// @throws DecodeException if it is empty, too long, holds U+0000, or a wildcard stands where
  ///   none may
  public static TopicFilter parse(String text) throws DecodeException {
    check(text);
    return new TopicFilter(text);
  }

  /// Whether a message to `name` is for this filter. A leading wildcard does not reach names that
  /// begin with `$` (MQTT 3.1.1, 4.7.2).
  public boolean matches(TopicName name) {
    String topic = name.text();
    if (topic.charAt(0) == '$' && text.charAt(0) != '$') {
      return false;
    }
    int inFilter = 0;
    int inTopic = 0;
    while (true) {
      int filterEnd = levelEnd(text, inFilter);
      if (filterEnd == inFilter + 1 && text.charAt(inFilter) == '#') {
        return true;
      }
      int topicEnd = levelEnd(topic, inTopic);
      boolean any = filterEnd == inFilter + 1 && text.charAt(inFilter) == '+';
      if (!any && !text.substring(inFilter, filterEnd).equals(topic.substring(inTopic, topicEnd))) {
        return false;
      }
      boolean filterOver = filterEnd == text.length();
      boolean topicOver = topicEnd == topic.length();
      if (filterOver || topicOver) {
        // "sport/#" is also for "sport" itself (4.7.1.2).
        return filterOver ? topicOver : text.substring(filterEnd).equals("/#");
      }
      inFilter = filterEnd + 1;
      inTopic = topicEnd + 1;
    }
  }

  @Override
  public String toString() {
    return text;
  }

  private static int levelEnd(String text, int from) {
    int slash = text.indexOf('/', from);
    return slash < 0 ? text.length() : slash;
  }

  private static void check(String text) throws DecodeException {
    TopicText.check(text, "topic filter");
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit == '#' || unit == '+') {
        boolean startsLevel = at == 0 || text.charAt(at - 1) == '/';
        boolean last = at + 1 == text.length();
        if (!startsLevel || !(last || text.charAt(at + 1) == '/')) {
          throw new DecodeException("topic filter has a " + unit + " beside other characters");
        }
        if (unit == '#' && !last) {
          throw new DecodeException("topic filter goes on after #");
        }
      }
    }
  }
}
