package io.openaep.platform.northbound.gateway;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The decoded query parameters of a call; a name may have several values.
///
/// @param values by name, each in the order sent
public record Query(Map<String, List<String>> values) {
  public static final Query NONE = new Query(Map.of());

  /// Decodes `a=b&c=%E4%B8%AD` as `application/x-www-form-urlencoded` (a plus sign is a space).
  ///
  /// @throws CallRefused with HTTP 400 for a broken percent sign
  public static Query parse(String raw) {
    if (raw.isEmpty()) {
      return NONE;
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      if (!name.isEmpty()) {
        values.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
      }
    }
    return new Query(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw CallRefused.http(400, "The query has a broken percent sign in " + text + ".");
    }
  }

  /// The first value of a name; empty if it was not sent or sent without content.
  public Optional<String> first(String name) {
    return all(name).stream().findFirst().filter(value -> !value.isBlank());
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }
}
