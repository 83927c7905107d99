package io.openaep.platform.access.mqtt;

import io.openaep.wire.DecodeException;
import io.openaep.wire.topic.TopicFilter;
import io.openaep.wire.topic.TopicName;

/// What a device subscribed to. A shared subscription (5.0, 4.8.2) has a group of one here: a
/// device sees only its own messages.
record SubscribedFilter(TopicFilter filter) {
  private static final String SHARED = "$share/";

  /// A peer's text.
  ///
  /// @throws DecodeException if it is no filter (MQTT 3.1.1, 4.7.1; 5.0, 4.8.2)
  static SubscribedFilter parse(String text) throws DecodeException {
    if (!text.startsWith(SHARED)) {
      return new SubscribedFilter(TopicFilter.parse(text));
    }
    int slash = text.indexOf('/', SHARED.length());
    String group = slash < 0 ? "" : text.substring(SHARED.length(), slash);
    if (group.isEmpty() || group.indexOf('+') >= 0 || group.indexOf('#') >= 0) {
      throw new DecodeException("shared subscription without a group (5.0, 4.8.2-1)");
    }
    return new SubscribedFilter(TopicFilter.parse(text.substring(slash + 1)));
  }

  /// One that was accepted before.
  static SubscribedFilter of(String accepted) {
    try {
      return parse(accepted);
    } catch (DecodeException impossible) {
      throw new IllegalStateException("an accepted filter is valid", impossible);
    }
  }

  boolean matches(TopicName topic) {
    return filter.matches(topic);
  }
}
