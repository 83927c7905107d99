package io.openaep.platform.data;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Takes the one-level objects of decoded values apart. Thread-safe.
final class JsonMembers {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonMembers() {}

  /// Each member's value as plain text, in the object's order.
  static Map<String, String> texts(String object) {
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : MAPPER.readTree(object).properties()) {
      members.put(member.getKey(), member.getValue().asString());
    }
    return members;
  }

  /// A value as plain text.
  static String text(String json) {
    return MAPPER.readTree(json).asString();
  }

  /// Each member's value as JSON text, in the object's order.
  static Map<String, String> of(String object) {
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : MAPPER.readTree(object).properties()) {
      members.put(member.getKey(), MAPPER.writeValueAsString(member.getValue()));
    }
    return members;
  }
}
