package io.openaep.platform.http;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of the server's own small answers.
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static byte[] bytes(Map<String, ?> members) {
    return MAPPER.writeValueAsBytes(members);
  }
}
