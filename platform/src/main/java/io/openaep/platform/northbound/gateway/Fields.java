package io.openaep.platform.northbound.gateway;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

/// The members of a JSON object that a caller sent. Unknown members are ignored, wrong types are
/// refused; numbers and strings stand for each other, because working clients send ids both ways.
///
/// A blank string counts as a missing member.
public final class Fields {
  private static final int NESTING_LIMIT = 32;
  private static final int NUMBER_LIMIT_CHARS = 64;
  private static final JsonMapper MAPPER =
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

  private final ObjectNode node;
  private final String path;

  private Fields(ObjectNode node, String path) {
    this.node = node;
    this.path = path;
  }

  static Fields none() {
    return new Fields(MAPPER.createObjectNode(), "");
  }

  /// Reads a body; size is bounded by the HTTP server, depth and numbers here.
  ///
  /// @throws CallRefused 8802 if it is not a JSON object
  static Fields parse(byte[] body) {
    if (body.length == 0) {
      throw CallRefused.aep(AepCode.UNPARSEABLE, "the body is empty; send a JSON object");
    }
    JsonNode read;
    try {
      read = MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw CallRefused.aep(AepCode.UNPARSEABLE, "the body is not JSON" + where(e));
    }
    if (read instanceof ObjectNode object) {
      return new Fields(object, "");
    }
    throw CallRefused.aep(AepCode.UNPARSEABLE, "the body is not a JSON object");
  }

  /// The members of an object that the platform itself has kept.
  public static Fields of(String json) {
    return parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /// The names of the members, in their order.
  public List<String> names() {
    return List.copyOf(node.propertyNames());
  }

  private static String where(JacksonException e) {
    @Nullable TokenStreamLocation at = e.getLocation();
    return at == null
        ? ": nested deeper than %d, or a number of more than %d digits"
            .formatted(NESTING_LIMIT, NUMBER_LIMIT_CHARS)
        : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  /// The JSON text of a value, compact, with numbers as they were sent.
  public static String json(JsonNode value) {
    return MAPPER.writeValueAsString(value);
  }

  /// A refusal that names a member of this object.
  public CallRefused invalid(String name, String problem) {
    return CallRefused.aep(AepCode.INVALID, path + name + " " + problem);
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) {
    return value(name)
        .map(value -> {
          if (value.isString() || value.isIntegralNumber()) {
            return value.asString();
          }
          throw invalid(name, "must be text");
        });
  }

  /// Text that a rule allows.
  ///
  /// @param rule what is said to the caller, such as `has 16 letters or digits`
  public Optional<String> optionalText(String name, Predicate<String> allowed, String rule) {
    return optionalText(name)
        .map(text -> {
          if (allowed.test(text)) {
            return text;
          }
          throw invalid(name, rule);
        });
  }

  public String text(String name, Predicate<String> allowed, String rule) {
    return optionalText(name, allowed, rule).orElseThrow(() -> missing(name));
  }

  public long whole(String name) {
    return optionalWhole(name).orElseThrow(() -> missing(name));
  }

  public Optional<Long> optionalWhole(String name) {
    return value(name)
        .map(value -> {
          if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.asLong();
          }
          if (value.isString() && value.asString().matches("-?\\d{1,18}")) {
            return Long.valueOf(value.asString());
          }
          throw invalid(name, "must be a whole number");
        });
  }

  /// One of AEP's small numbers.
  public Optional<Integer> optionalChoice(String name, int least, int most) {
    return optionalWhole(name)
        .map(value -> {
          if (value < least || value > most) {
            throw invalid(name, "must be a number from %d to %d".formatted(least, most));
          }
          return Math.toIntExact(value);
        });
  }

  public int choice(String name, int least, int most) {
    return optionalChoice(name, least, most).orElseThrow(() -> missing(name));
  }

  public Optional<BigDecimal> optionalDecimal(String name) {
    return value(name)
        .map(value -> {
          if (value.isNumber()) {
            return value.decimalValue();
          }
          if (value.isString() && value.asString().matches("\\d{1,9}(\\.\\d{1,9})?")) {
            return new BigDecimal(value.asString());
          }
          throw invalid(name, "must be a number");
        });
  }

  public Optional<Fields> optionalObject(String name) {
    return value(name)
        .map(value -> {
          if (value instanceof ObjectNode object) {
            return new Fields(object, path + name + ".");
          }
          throw invalid(name, "must be a JSON object");
        });
  }

  public Fields object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name));
  }

  /// @param limit the most rows a caller may send
  public List<Fields> objects(String name, int limit) {
    List<Fields> rows = new ArrayList<>();
    for (JsonNode row : array(name, limit)) {
      if (!(row instanceof ObjectNode object)) {
        throw invalid(name, "must be a list of JSON objects");
      }
      rows.add(new Fields(object, path + name + "[" + rows.size() + "]."));
    }
    return rows;
  }

  public List<String> texts(String name, int limit) {
    List<String> texts = new ArrayList<>();
    for (JsonNode row : array(name, limit)) {
      if (!row.isString() && !row.isIntegralNumber()) {
        throw invalid(name, "must be a list of texts");
      }
      texts.add(row.asString());
    }
    return texts;
  }

  /// A scalar as it was sent, whatever its type: for the log and for rows that are told back.
  public Optional<String> peek(String name) {
    return any(name).filter(JsonNode::isValueNode).map(JsonNode::asString);
  }

  /// Any JSON value that is there, also `null`.
  public Optional<JsonNode> any(String name) {
    return Optional.ofNullable(node.get(name));
  }

  /// The whole object as compact JSON text.
  public String json() {
    return json(node);
  }

  private JsonNode array(String name, int limit) {
    JsonNode array = value(name).orElseThrow(() -> missing(name));
    if (!array.isArray() || array.isEmpty()) {
      throw invalid(name, "must be a list with at least one entry");
    }
    if (array.size() > limit) {
      throw invalid(name, "has %d entries; at most %d".formatted(array.size(), limit));
    }
    return array;
  }

  private Optional<JsonNode> value(String name) {
    return any(name)
        .filter(value -> !value.isNull())
        .filter(value -> !(value.isString() && value.asString().isBlank()));
  }

  private CallRefused missing(String name) {
    return invalid(name, "is missing");
  }
}
