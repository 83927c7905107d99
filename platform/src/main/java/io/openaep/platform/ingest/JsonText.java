package io.openaep.platform.ingest;

import io.openaep.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Whether bytes are one JSON text in UTF-8 (RFC 8259, 2 and 8.1), without building anything of it.
/// The parser bounds nesting and the length of numbers. Stateless.
final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int REASON_CHARS = 200;

  /// A pattern: from here on the library's reason speaks of its own settings.
  private static final String INSIDE_JACKSON = " \\(start marker at";

  private JsonText() {}

  /// @return what is wrong, in a sentence; empty if nothing is
  static Optional<String> problem(Bytes payload) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(payload.unsafeArray()))
              .toString();
    } catch (CharacterCodingException malformed) {
      return Optional.of("The payload is not JSON: it is not UTF-8.");
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      if (parser.nextToken() == null) {
        return Optional.of("The payload is not JSON: it is empty.");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        return Optional.of("The payload is not JSON: something follows the value.");
      }
      return Optional.empty();
    } catch (JacksonException malformed) {
      String why = malformed.getOriginalMessage().split(INSIDE_JACKSON, 2)[0];
      String bounded = why.length() > REASON_CHARS ? why.substring(0, REASON_CHARS) + "…" : why;
      return Optional.of("The payload is not JSON: " + bounded);
    }
  }
}
