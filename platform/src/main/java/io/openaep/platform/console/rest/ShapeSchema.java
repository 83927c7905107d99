package io.openaep.platform.console.rest;

import io.openaep.platform.console.rest.Shape.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Shapes as JSON Schema 2020-12, as OpenAPI 3.1 takes it; named objects become components. Not
/// thread-safe.
final class ShapeSchema {
  private final Map<String, Object> components = new TreeMap<>();
  private final Map<String, Shape> named = new LinkedHashMap<>();

  /// Every named object that was met.
  Map<String, Object> components() {
    return components;
  }

  Map<String, Object> of(Shape shape) {
    return switch (shape) {
      case Shape.Text(int least, int most, Optional<Pattern> form, String formWords) ->
          text(least, most, form, formWords);
      case Shape.Whole(long least, long most) ->
          ordered("type", "integer", "minimum", least, "maximum", most);
      case Shape.Decimal() -> ordered("type", "number");
      case Shape.Flag() -> ordered("type", "boolean");
      case Shape.Choice(List<String> words) -> ordered("type", "string", "enum", words);
      case Shape.Time() -> ordered("type", "string", "format", "date-time");
      case Shape.Base64() -> ordered("type", "string", "contentEncoding", "base64");
      case Shape.ListOf(Shape items, int least, int most) ->
          ordered("type", "array", "items", of(items), "minItems", least, "maxItems", most);
      case Shape.Obj object -> reference(object);
      case Shape.MapOf(Shape values, int most) ->
          ordered("type", "object", "additionalProperties", of(values), "maxProperties", most);
      case Shape.Any() -> new LinkedHashMap<>();
    };
  }

  private static Map<String, Object> text(
      int least, int most, Optional<Pattern> form, String formWords) {
    if (form.isPresent()) {
      return ordered(
          "type",
          "string",
          "pattern",
          "^(?:" + form.get().pattern() + ")$",
          "description",
          formWords);
    }
    return ordered("type", "string", "minLength", least, "maxLength", most);
  }

  private Map<String, Object> reference(Shape.Obj object) {
    Shape known = named.putIfAbsent(object.name(), object);
    if (known == null) {
      components.put(object.name(), object(object));
    } else if (!known.equals(object)) {
      throw new IllegalStateException("two shapes are named " + object.name());
    }
    return ordered("$ref", "#/components/schemas/" + object.name());
  }

  private Map<String, Object> object(Shape.Obj object) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Member member : object.members()) {
      Map<String, Object> schema = of(member.shape());
      schema.put("description", member.says());
      properties.put(member.name(), schema);
    }
    Map<String, Object> schema =
        ordered("type", "object", "properties", properties, "additionalProperties", false);
    List<String> required =
        object.members().stream().filter(Member::required).map(Member::name).toList();
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    return schema;
  }

  static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return members;
  }
}
