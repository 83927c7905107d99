package io.openaep.wire.payload;

import io.openaep.wire.model.InvalidModel;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One object of a model's JSON, read member by member: each mistake is a sentence that names the
/// place. What nobody asked for can be told at the end. Not thread-safe.
final class Members {
  /// More than any double has as plain digits.
  private static final int DECIMAL_CHARACTERS = 500;

  private final ObjectNode object;
  private final String place;
  private final Set<String> asked = new HashSet<>();

  /// @param place where in the file, such as `services[2]`; empty at the top
  Members(ObjectNode object, String place) {
    this.object = object;
    this.place = place;
  }

  /// The path of a member, for sentences.
  String at(String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  /// A text; a missing or null one is empty.
  String text(String name) {
    return scalar(name).orElse("");
  }

  String requiredText(String name) {
    return scalar(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> new InvalidModel(at(name) + " is missing"));
  }

  /// A text or number as text; empty where it is missing, null or empty.
  Optional<String> scalar(String name) {
    JsonNode node = node(name);
    if (node == null) {
      return Optional.empty();
    }
    if (!node.isString() && !node.isNumber()) {
      throw new InvalidModel(at(name) + " must be a text or a number");
    }
    return Optional.of(node.asString()).filter(text -> !text.isEmpty());
  }

  /// A bool, also as 0 or 1 or text; a missing one is false.
  boolean flag(String name) {
    JsonNode node = node(name);
    if (node != null && node.isBoolean()) {
      return node.booleanValue();
    }
    return switch (scalar(name).orElse("0")) {
      case "0", "false" -> false;
      case "1", "true" -> true;
      default -> throw new InvalidModel(at(name) + " must be true or false");
    };
  }

  /// An integer, also as text.
  Optional<Integer> integer(String name) {
    return scalar(name)
        .map(text -> {
          try {
            return Integer.valueOf(text);
          } catch (NumberFormatException notOne) {
            throw new InvalidModel(at(name) + " must be an integer");
          }
        });
  }

  /// A decimal number, also as text. {@link io.openaep.wire.model.Bounds} says how long it may be.
  Optional<BigDecimal> decimal(String name) {
    return scalar(name)
        .map(text -> {
          if (text.length() > DECIMAL_CHARACTERS) {
            throw new InvalidModel(
                at(name) + " has more than " + DECIMAL_CHARACTERS + " characters");
          }
          try {
            return new BigDecimal(text);
          } catch (NumberFormatException notOne) {
            throw new InvalidModel(at(name) + " must be a number");
          }
        });
  }

  /// Texts by name; empty where it is missing or null.
  Map<String, String> texts(String name) {
    Map<String, String> texts = new TreeMap<>();
    JsonNode node = node(name);
    if (node != null) {
      Members inner = of(node, at(name));
      inner.object.propertyNames().forEach(key -> texts.put(key, inner.text(key)));
    }
    return texts;
  }

  /// The objects of an array; none where it is missing or null.
  List<Members> list(String name) {
    List<Members> members = new ArrayList<>();
    JsonNode node = node(name);
    if (node == null) {
      return members;
    }
    if (!node.isArray()) {
      throw new InvalidModel(at(name) + " must be an array");
    }
    for (int i = 0; i < node.size(); i++) {
      members.add(of(node.get(i), at(name) + "[" + i + "]"));
    }
    return members;
  }

  private static Members of(JsonNode node, String place) {
    if (node instanceof ObjectNode inner) {
      return new Members(inner, place);
    }
    throw new InvalidModel(place + " must be an object");
  }

  private @Nullable JsonNode node(String name) {
    asked.add(name);
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? null : node;
  }

  /// Refuses a member that nobody asked for: it would be lost without a word.
  void end() {
    for (String name : object.propertyNames()) {
      if (!asked.contains(name)) {
        throw new InvalidModel(at(name) + " is no member of a thing model");
      }
    }
  }
}
