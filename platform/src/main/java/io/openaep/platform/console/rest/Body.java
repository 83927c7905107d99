package io.openaep.platform.console.rest;

import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The members of a body that fits its {@link Shape}, so that asking needs no further check: a
/// member of another type than asked for is a mistake of the resource. Immutable.
public final class Body {
  private static final int NESTING_LIMIT = 32;
  private static final int NUMBER_LIMIT_CHARS = 64;

  /// Strict: no member twice, nothing after the end; numbers stay as sent.
  static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(NESTING_LIMIT)
                          .maxNumberLength(NUMBER_LIMIT_CHARS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static final Body NONE = new Body(MAPPER.createObjectNode());

  private final JsonNode node;

  private Body(JsonNode node) {
    this.node = node;
  }

  /// Reads and checks; size is bounded by the HTTP server, depth and numbers here.
  ///
  /// @throws Problem that names every member that does not fit
  static Body parse(byte[] bytes, Shape shape) {
    if (bytes.length == 0) {
      throw new Problem(ProblemKind.INVALID, "The body is empty; send JSON.");
    }
    JsonNode read;
    try {
      read = MAPPER.readTree(bytes);
    } catch (JacksonException e) {
      throw new Problem(ProblemKind.INVALID, "The body is not JSON" + where(e) + ".");
    }
    List<Problem.Fault> faults = ShapeCheck.faults(read, shape);
    if (!faults.isEmpty()) {
      throw Problem.of(faults);
    }
    return new Body(read);
  }

  private static String where(JacksonException e) {
    @Nullable TokenStreamLocation at = e.getLocation();
    String reason = String.valueOf(e.getOriginalMessage());
    if (reason.startsWith("Duplicate")) {
      reason = ": a member comes twice";
    } else {
      reason = "";
    }
    return at == null
        ? ": nested deeper than %d, or a number of more than %d digits"
            .formatted(NESTING_LIMIT, NUMBER_LIMIT_CHARS)
        : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr()) + reason;
  }

  public boolean has(String name) {
    return node.has(name);
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> unchecked(name));
  }

  public Optional<String> optionalText(String name) {
    return any(name).map(JsonNode::asString);
  }

  public long whole(String name) {
    return optionalWhole(name).orElseThrow(() -> unchecked(name));
  }

  public Optional<Long> optionalWhole(String name) {
    return any(name).map(JsonNode::asLong);
  }

  public Optional<Boolean> optionalFlag(String name) {
    return any(name).map(JsonNode::asBoolean);
  }

  public boolean flag(String name, boolean otherwise) {
    return optionalFlag(name).orElse(otherwise);
  }

  public Optional<Instant> optionalTime(String name) {
    return optionalText(name).flatMap(ShapeCheck::instant);
  }

  public Optional<Bytes> optionalBytes(String name) {
    return optionalText(name).map(text -> Bytes.wrap(Base64.getDecoder().decode(text)));
  }

  public <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> type) {
    return optionalText(name).map(word -> Words.constant(type, word));
  }

  public <E extends Enum<E>> E choice(String name, Class<E> type) {
    return optionalChoice(name, type).orElseThrow(() -> unchecked(name));
  }

  /// Empty where the list is missing.
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    any(name).ifPresent(list -> list.forEach(each -> texts.add(each.asString())));
    return texts;
  }

  /// Empty where the list is missing.
  public List<Body> objects(String name) {
    List<Body> rows = new ArrayList<>();
    any(name).ifPresent(list -> list.forEach(each -> rows.add(new Body(each))));
    return rows;
  }

  public Optional<Body> optionalObject(String name) {
    return any(name).map(Body::new);
  }

  public Body object(String name) {
    return optionalObject(name).orElseThrow(() -> unchecked(name));
  }

  /// The value as it came, for shapes that leave it open.
  public Optional<JsonNode> any(String name) {
    return node instanceof ObjectNode object
        ? Optional.ofNullable(object.get(name))
        : Optional.empty();
  }

  /// The whole body as compact JSON text, with numbers as they were sent.
  public String json() {
    return MAPPER.writeValueAsString(node);
  }

  /// A value as compact JSON text.
  public static String json(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /// JSON text that the platform keeps, as a value to answer.
  public static JsonNode tree(String json) {
    return MAPPER.readTree(json);
  }

  private static IllegalStateException unchecked(String name) {
    return new IllegalStateException("the shape of this route does not require " + name);
  }
}
