package io.openaep.platform.console;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Request bodies made from the description alone: what must be there, and everything that can name
/// a thing, with the names that the test gives.
final class SampleBody {
  /// Values that fit patterns.
  private static final Map<String, String> EXAMPLES =
      Map.of(
          "imei", "869000000000001", "imsi", "460001", "pskHex", "6162636465666768", "hex", "00");

  private final JsonNode description;
  private final Map<String, String> things;
  private final Set<String> named = new TreeSet<>();

  /// @param things by the names of members: `deviceId` is also the member of a list `deviceIds`
  SampleBody(JsonNode description, Map<String, String> things) {
    this.description = description;
    this.things = things;
  }

  /// The names of things that bodies until now had.
  Set<String> named() {
    return Set.copyOf(named);
  }

  /// Empty where an operation takes none.
  String of(JsonNode operation) {
    JsonNode schema =
        operation.path("requestBody").path("content").path("application/json").path("schema");
    return schema.isMissingNode() ? "" : sample(schema, "").toString();
  }

  private JsonNode sample(JsonNode schema, String name) {
    if (schema.has("$ref")) {
      // The only list of things that is not called after them is the `ids` of dead letters.
      String[] parts = schema.path("$ref").asString().split("/", -1);
      String last = parts[parts.length - 1];
      String plural = last.startsWith("DeadLetter") ? "deadLetterIds" : name;
      return sample(description.path("components").path("schemas").path(last), plural);
    }
    JsonMapper mapper = JsonMapper.shared();
    return switch (schema.path("type").asString("object")) {
      case "string" -> mapper.getNodeFactory().stringNode(text(schema, name));
      case "integer" -> number(schema, name);
      case "number" -> mapper.getNodeFactory().numberNode(1);
      case "boolean" -> mapper.getNodeFactory().booleanNode(true);
      case "array" -> list(schema, name);
      default -> object(schema, name);
    };
  }

  private JsonNode number(JsonNode schema, String name) {
    long number = thing(name).map(Long::valueOf).orElseGet(() -> schema.path("minimum").asLong());
    return JsonMapper.shared().getNodeFactory().numberNode(number);
  }

  private ArrayNode list(JsonNode schema, String name) {
    ArrayNode list = JsonMapper.shared().createArrayNode();
    String one = name.replaceFirst("s$", "");
    int items = things.containsKey(one) ? 1 : schema.path("minItems").asInt();
    for (int i = 0; i < items; i++) {
      list.add(sample(schema.path("items"), one));
    }
    return list;
  }

  private ObjectNode object(JsonNode schema, String name) {
    ObjectNode object = JsonMapper.shared().createObjectNode();
    Set<String> required = new TreeSet<>();
    schema.path("required").forEach(it -> required.add(it.asString()));
    schema
        .path("properties")
        .properties()
        .forEach(member -> {
          String called = member.getKey().equals("ids") && !name.isEmpty() ? name : member.getKey();
          if (required.contains(member.getKey())
              || things.containsKey(called)
              || things.containsKey(called.replaceFirst("s$", ""))) {
            object.set(member.getKey(), sample(member.getValue(), called));
          }
        });
    return object;
  }

  private Optional<String> thing(String name) {
    Optional<String> found = Optional.ofNullable(things.get(name));
    found.ifPresent(_ -> named.add(name));
    return found;
  }

  private String text(JsonNode schema, String name) {
    if (schema.has("enum")) {
      return schema.path("enum").path(0).asString();
    }
    if (schema.path("format").asString("").equals("date-time")) {
      return "2030-01-01T00:00:00Z";
    }
    String shortest = "x".repeat(Math.max(1, schema.path("minLength").asInt(1)));
    return thing(name).orElseGet(() -> EXAMPLES.getOrDefault(name, shortest));
  }
}
