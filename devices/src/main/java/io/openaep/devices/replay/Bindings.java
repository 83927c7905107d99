package io.openaep.devices.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values of a transcript's `{names}` while it is played. One thread.
final class Bindings {
  private static final Pattern NAME = Pattern.compile("\\{([a-z0-9_]+)}");

  private final Map<String, String> values = new HashMap<>();

  Bindings(Map<String, String> initial) {
    values.putAll(initial);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  void bind(String name, String value) {
    values.put(name, value);
  }

  /// Replaces each `{name}` by its value; names without one stay, for JSON may hold braces.
  String fill(String text) {
    return NAME.matcher(text)
        .replaceAll(it -> Matcher.quoteReplacement(value(it.group(1)).orElse(it.group())));
  }
}
