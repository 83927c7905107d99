package io.openaep.wire.payload;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON as it must be: one object in UTF-8, no member twice, nothing after it. The parser bounds
/// nesting and the length of numbers. Thread-safe.
final class StrictJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();
  private static final int REASON_CHARACTERS = 200;

  private StrictJson() {}

  static ObjectNode newObject() {
    return MAPPER.createObjectNode();
  }

  static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /// With line breaks, for files that people open.
  static String pretty(JsonNode node) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }

  static ObjectNode object(Bytes payload) throws DecodeException {
    try {
      return object(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(payload.unsafeArray()))
              .toString());
    } catch (CharacterCodingException malformed) {
      throw new DecodeException("the payload is not JSON: it is not UTF-8");
    }
  }

  static ObjectNode object(String text) throws DecodeException {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException malformed) {
      String why = String.valueOf(malformed.getOriginalMessage());
      String bounded =
          why.length() > REASON_CHARACTERS ? why.substring(0, REASON_CHARACTERS) + "…" : why;
      throw new DecodeException("the payload is not JSON: " + bounded);
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new DecodeException("the payload is not a JSON object");
  }
}
