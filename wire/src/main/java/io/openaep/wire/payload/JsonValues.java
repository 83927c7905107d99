package io.openaep.wire.payload;

import io.openaep.wire.DecodeException;
import io.openaep.wire.model.DataType;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Values as members of a JSON object (AEP device protocols, 1.8 and 2.3): numbers for int, float,
/// double and enum, true and false for bool, milliseconds for date, strings for texts. Read as the
/// service says: a member that it does not have, or of another kind, is refused; a missing one is
/// left out. Not-a-number, which JSON cannot write, is a string. Stateless.
public final class JsonValues {
  private static final double EXACT = 9_007_199_254_740_992.0;
  private static final int SHOWN_CHARACTERS = 60;

  private JsonValues() {}

  /// The values as one JSON object, members in the service's order.
  public static String write(ServiceMessage message) {
    ObjectNode object = StrictJson.newObject();
    message.values().forEach((name, value) -> put(object, name, value, false));
    return StrictJson.text(object);
  }

  /// The parameters of a command as an application gives them.
  ///
  /// @param json one object
  /// @throws DecodeException with the reason if a parameter is missing, unknown, of another kind or
  ///   out of range
  public static Map<String, Value> readComplete(Service service, String json)
      throws DecodeException {
    Map<String, Value> values = read(service, StrictJson.object(json));
    for (Service.Field field : service.fields()) {
      Value value = values.get(field.identifier());
      if (value == null) {
        throw new DecodeException(
            field.identifier() + " of " + service.identifier() + " is missing");
      }
      Optional<String> oddity = field.property().type().oddity(value);
      if (oddity.isPresent()) {
        throw new DecodeException(field.identifier() + " " + oddity.get());
      }
    }
    return values;
  }

  static Map<String, Value> read(Service service, ObjectNode object) throws DecodeException {
    Map<String, Value> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = member.getKey();
      Service.Field field =
          service
              .field(name)
              .orElseThrow(() ->
                  new DecodeException(
                      "%s does not carry \"%s\"".formatted(service.identifier(), shown(name))));
      // Seen for strings (2.3): nothing to report.
      if (!member.getValue().isNull()) {
        values.put(name, value(field.property().type(), name, member.getValue()));
      }
    }
    return values;
  }

  private static Value value(DataType type, String name, JsonNode node) throws DecodeException {
    Optional<Value> value =
        switch (type) {
          case DataType.Whole _ -> whole(node).map(Value.Whole::new);
          case DataType.Single _ -> real(node).flatMap(JsonValues::single);
          case DataType.Real _ -> real(node).map(Value.Real::new);
          case DataType.Choice _ ->
              whole(node)
                  .filter(it -> it == it.intValue())
                  .map(it -> new Value.Choice(it.intValue()));
          case DataType.Flag _ -> flag(node).map(Value.Flag::new);
          case DataType.Moment _ -> whole(node).flatMap(JsonValues::moment);
          case DataType.FixedText _, DataType.Text _ ->
              node.isString() ? Optional.of(new Value.Text(node.stringValue())) : Optional.empty();
        };
    return value
        .filter(type::holds)
        .orElseThrow(() ->
            new DecodeException(
                "%s is %s, which is no %s"
                    .formatted(name, shown(node.toString()), TypeWords.of(type))));
  }

  /// Also written with a fraction of zero, as some devices do.
  private static Optional<Long> whole(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.canConvertToLong() ? Optional.of(node.longValue()) : Optional.empty();
    }
    if (node.isNumber()) {
      double number = node.doubleValue();
      return number == Math.rint(number) && Math.abs(number) <= EXACT
          ? Optional.of((long) number)
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static Optional<Double> real(JsonNode node) {
    if (node.isNumber()) {
      double number =
          node.isIntegralNumber() ? node.bigIntegerValue().doubleValue() : node.doubleValue();
      return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
    }
    return switch (node.isString() ? node.stringValue() : "") {
      case "NaN" -> Optional.of(Double.NaN);
      case "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> Optional.empty();
    };
  }

  private static Optional<Value> single(double number) {
    float narrowed = (float) number;
    return Double.isFinite(number) && Float.isInfinite(narrowed)
        ? Optional.empty()
        : Optional.of(new Value.Single(narrowed));
  }

  private static Optional<Value> moment(long milliseconds) {
    return milliseconds >= 0 && milliseconds <= Value.Moment.LIMIT_MILLISECONDS
        ? Optional.of(Value.Moment.ofMilliseconds(milliseconds))
        : Optional.empty();
  }

  /// 0 and 1 as well (2.3).
  private static Optional<Boolean> flag(JsonNode node) {
    return node.isBoolean()
        ? Optional.of(node.booleanValue())
        : whole(node).filter(it -> it == 0 || it == 1).map(it -> it == 1);
  }

  /// @param flagsAsNumbers a bool as 0 or 1
  static void put(ObjectNode object, String name, Value value, boolean flagsAsNumbers) {
    var _ =
        switch (value) {
          case Value.Whole(long number) -> object.put(name, number);
          case Value.Single(float number) -> object.put(name, number);
          case Value.Real(double number) -> object.put(name, number);
          case Value.Choice(int number) -> object.put(name, number);
          case Value.Flag(boolean set) when flagsAsNumbers -> object.put(name, set ? 1 : 0);
          case Value.Flag(boolean set) -> object.put(name, set);
          case Value.Moment moment -> object.put(name, moment.at().toEpochMilli());
          case Value.Text(String text) -> object.put(name, text);
        };
  }

  private static String shown(String text) {
    return text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text;
  }
}
