package io.openaep.platform.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The JSON of the server's own small answers.
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static byte[] bytes(Map<String, ? extends @Nullable Object> members) {
    return MAPPER.writeValueAsBytes(members);
  }
}
