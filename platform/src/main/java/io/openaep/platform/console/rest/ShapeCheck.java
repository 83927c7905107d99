package io.openaep.platform.console.rest;

import io.openaep.platform.console.rest.Problem.Fault;
import io.openaep.platform.console.rest.Shape.Member;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Holds a JSON value against a {@link Shape} and says everything that does not fit, with where it
/// is. Pure.
public final class ShapeCheck {
  private static final int FAULTS_TOLD = 20;

  private final List<Fault> faults = new ArrayList<>();

  private ShapeCheck() {}

  /// @return empty if it fits; at most some twenty
  public static List<Fault> faults(JsonNode value, Shape shape) {
    ShapeCheck check = new ShapeCheck();
    check.value(value, shape, "");
    return check.faults;
  }

  private void value(JsonNode value, Shape shape, String at) {
    if (faults.size() >= FAULTS_TOLD) {
      return;
    }
    switch (shape) {
      case Shape.Text text -> text(value, text, at);
      case Shape.Whole whole -> whole(value, whole, at);
      case Shape.Decimal() -> require(value.isNumber(), at, "must be a number");
      case Shape.Flag() -> require(value.isBoolean(), at, "must be true or false");
      case Shape.Choice(List<String> words) ->
          require(
              value.isString() && words.contains(value.asString()),
              at,
              "must be one of " + String.join(", ", words));
      case Shape.Time() ->
          require(
              value.isString() && instant(value.asString()).isPresent(),
              at,
              "must be a time such as 2026-11-22T08:30:00Z");
      case Shape.Base64() ->
          require(value.isString() && isBase64(value.asString()), at, "must be Base64");
      case Shape.ListOf list -> list(value, list, at);
      case Shape.Obj object -> object(value, object, at);
      case Shape.MapOf map -> map(value, map, at);
      case Shape.Any() -> {}
    }
  }

  private void text(JsonNode value, Shape.Text shape, String at) {
    if (!value.isString()) {
      fault(at, "must be text");
      return;
    }
    String text = value.asString();
    int length = text.codePointCount(0, text.length());
    if (shape.form().isPresent()) {
      require(shape.form().get().matcher(text).matches(), at, shape.formWords());
    } else if (length < shape.least()) {
      fault(
          at,
          shape.least() == 1
              ? "must not be empty"
              : "must have at least %d characters".formatted(shape.least()));
    } else {
      require(length <= shape.most(), at, "has more than %d characters".formatted(shape.most()));
    }
  }

  private void whole(JsonNode value, Shape.Whole shape, String at) {
    boolean fits =
        value.isIntegralNumber()
            && value.canConvertToLong()
            && value.asLong() >= shape.least()
            && value.asLong() <= shape.most();
    require(
        fits, at, "must be a whole number from %d to %d".formatted(shape.least(), shape.most()));
  }

  private void list(JsonNode value, Shape.ListOf shape, String at) {
    if (!value.isArray()) {
      fault(at, "must be a list");
      return;
    }
    if (value.size() < shape.least() || value.size() > shape.most()) {
      fault(at, "must have %d to %d entries".formatted(shape.least(), shape.most()));
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      value(value.get(i), shape.items(), at + "/" + i);
    }
  }

  private void object(JsonNode value, Shape.Obj shape, String at) {
    if (!value.isObject()) {
      fault(at, "must be a JSON object");
      return;
    }
    for (Member member : shape.members()) {
      JsonNode inner = value.get(member.name());
      if (inner != null) {
        value(inner, member.shape(), at + "/" + escaped(member.name()));
      } else if (member.required()) {
        fault(at + "/" + escaped(member.name()), "is missing");
      }
    }
    for (Map.Entry<String, JsonNode> each : value.properties()) {
      boolean known = shape.members().stream().anyMatch(it -> it.name().equals(each.getKey()));
      if (!known) {
        fault(
            at + "/" + escaped(each.getKey()),
            "is not a member that is known here; known are "
                + shape.members().stream().map(Member::name).collect(Collectors.joining(", ")));
      }
    }
  }

  private void map(JsonNode value, Shape.MapOf shape, String at) {
    if (!value.isObject() || value.size() > shape.most()) {
      fault(at, "must be a JSON object of at most %d members".formatted(shape.most()));
      return;
    }
    value
        .properties()
        .forEach(each -> value(each.getValue(), shape.values(), at + "/" + escaped(each.getKey())));
  }

  private void require(boolean holds, String at, String otherwise) {
    if (!holds) {
      fault(at, otherwise);
    }
  }

  private void fault(String at, String detail) {
    if (faults.size() < FAULTS_TOLD) {
      faults.add(new Fault(at.isEmpty() ? "the body" : at, detail));
    }
  }

  /// RFC 6901, 3. A member's name is the caller's, so it is bounded.
  private static String escaped(String name) {
    String bounded = name.length() > 64 ? name.substring(0, 64) + "…" : name;
    return bounded.replace("~", "~0").replace("/", "~1").replaceAll("\\p{Cntrl}", "?");
  }

  static Optional<Instant> instant(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static boolean isBase64(String text) {
    try {
      java.util.Base64.getDecoder().decode(text);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
