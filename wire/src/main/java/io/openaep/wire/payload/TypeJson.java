package io.openaep.wire.payload;

import io.openaep.wire.model.Bounds;
import io.openaep.wire.model.DataType;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.Unit;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/// A data type with its length, range, unit and texts, in AEP's member names (AEP northbound, 4.8):
/// numbers of a range are texts. Stateless.
final class TypeJson {
  private TypeJson() {}

  static DataType read(Members members) {
    String word = members.requiredText("dataType");
    Optional<Integer> sizeBytes = members.integer("len");
    Map<String, String> enumTexts = members.texts("enumDetail");
    Map<String, String> boolTexts = members.texts("boolDetail");
    Bounds bounds =
        new Bounds(members.decimal("min"), members.decimal("max"), members.decimal("step"));
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "float" -> new DataType.Single(bounds);
      case "double" -> new DataType.Real(bounds);
      case "enum" -> choice(members, enumTexts);
      case "bool", "boolean" ->
          new DataType.Flag(
              boolTexts.getOrDefault("false", ""), boolTexts.getOrDefault("true", ""));
      case "date" -> new DataType.Moment();
      case "string" -> new DataType.Text();
      case "fix-string" ->
          new DataType.FixedText(
              sizeBytes.orElseThrow(() ->
                  new InvalidModel(members.at("len") + " is missing: a fix-string needs one")));
      default ->
          new DataType.Whole(
              TypeWords.width(word, sizeBytes).orElseThrow(() -> unknown(members)), bounds);
    };
  }

  private static InvalidModel unknown(Members members) {
    return new InvalidModel(
        members.at("dataType")
            + " must be int8, uint8, int16, uint16, int32, uint32, float, double, enum, bool, date,"
            + " string or fix-string");
  }

  private static DataType choice(Members members, Map<String, String> texts) {
    TreeMap<Integer, String> byNumber = new TreeMap<>();
    for (Map.Entry<String, String> text : texts.entrySet()) {
      try {
        byNumber.put(Integer.valueOf(text.getKey()), text.getValue());
      } catch (NumberFormatException notOne) {
        throw new InvalidModel(
            members.at("enumDetail") + " must have numbers for names, such as \"1\"");
      }
    }
    return new DataType.Choice(byNumber);
  }

  static Unit unit(Members members) {
    return new Unit(members.text("unit"), members.text("unitName"));
  }

  /// Adds dataType, and what of the rest the type has.
  static void write(ObjectNode object, DataType type, Unit unit) {
    object.put("dataType", TypeWords.of(type));
    detail(object, type, unit);
  }

  /// What of len, unit, range and texts the type has.
  static void detail(ObjectNode object, DataType type, Unit unit) {
    TypeWords.sizeBytes(type).ifPresent(sizeBytes -> object.put("len", sizeBytes));
    if (!unit.symbol().isEmpty()) {
      object.put("unit", unit.symbol());
    }
    if (!unit.name().isEmpty()) {
      object.put("unitName", unit.name());
    }
    switch (type) {
      case DataType.Whole whole -> bounds(object, whole.bounds());
      case DataType.Single single -> bounds(object, single.bounds());
      case DataType.Real real -> bounds(object, real.bounds());
      case DataType.Choice(var texts) -> {
        if (!texts.isEmpty()) {
          ObjectNode detail = object.putObject("enumDetail");
          texts.forEach((number, text) -> detail.put(String.valueOf(number), text));
        }
      }
      case DataType.Flag(String falseText, String trueText) -> {
        if (!falseText.isEmpty() || !trueText.isEmpty()) {
          object.putObject("boolDetail").put("false", falseText).put("true", trueText);
        }
      }
      case DataType.Moment _, DataType.FixedText _, DataType.Text _ -> {}
    }
  }

  private static void bounds(ObjectNode object, Bounds bounds) {
    put(object, "min", bounds.least());
    put(object, "max", bounds.most());
    put(object, "step", bounds.step());
  }

  private static void put(ObjectNode object, String name, Optional<BigDecimal> number) {
    number.ifPresent(it -> object.put(name, Bounds.text(it)));
  }
}
