package io.openaep.platform.northbound.module;

import io.openaep.wire.model.Bounds;
import io.openaep.wire.model.DataType;
import io.openaep.wire.model.EventLevel;
import io.openaep.wire.model.Property;
import io.openaep.wire.model.Service;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A thing model as AEP answers it (AEP northbound, 4.8). Pure.
final class ModelViews {
  private ModelViews() {}

  /// A property of a product.
  static Map<String, @Nullable Object> property(Property property) {
    return described("property", property, true);
  }

  /// A property of a standard model, which has no number there.
  static Map<String, @Nullable Object> standardProperty(Property property) {
    return described("property", property, false);
  }

  /// A service of a product, with its properties and parameters in full.
  static Map<String, @Nullable Object> service(Service service) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("serviceId", service.id());
    head(members, service);
    List<Map<String, @Nullable Object>> properties = new ArrayList<>();
    List<Map<String, @Nullable Object>> parameters = new ArrayList<>();
    for (Service.Field field : service.fields()) {
      if (field.shared()) {
        properties.add(property(field.property()));
      } else {
        parameters.add(described("parameter", field.property(), true));
      }
    }
    members.put("properties", properties);
    members.put("parameters", parameters);
    return members;
  }

  /// A service of a standard model: properties by name; `serial` is the place in the payload.
  static Map<String, @Nullable Object> standardService(Service service) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    head(members, service);
    List<Map<String, @Nullable Object>> properties = new ArrayList<>();
    List<Map<String, @Nullable Object>> parameters = new ArrayList<>();
    int serial = 0;
    for (Service.Field field : service.fields()) {
      serial++;
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      if (field.shared()) {
        row.put("propertyFlag", field.identifier());
        properties.add(row);
      } else {
        row.putAll(described("parameter", field.property(), false));
        parameters.add(row);
      }
      row.put("serial", serial);
    }
    members.put("properties", properties);
    members.put("parameters", parameters);
    return members;
  }

  private static void head(Map<String, @Nullable Object> members, Service service) {
    members.put("serviceFlag", service.identifier());
    members.put("serviceName", service.name());
    members.put("serviceType", service.kind().number());
    service.level().map(EventLevel::number).ifPresent(level -> members.put("eventType", level));
    members.put("description", service.description());
  }

  /// @param what `property` or `parameter`, with which the names begin
  private static Map<String, @Nullable Object> described(
      String what, Property property, boolean numbered) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (numbered) {
      members.put(what + "Id", property.id());
    }
    members.put(what + "Flag", property.identifier());
    members.put(what + "Name", property.name());
    members.put("dataType", word(property.type()));
    members.put("len", len(property.type()));
    members.put("unit", property.unit().symbol());
    members.put("unitName", property.unit().name());
    Bounds bounds = bounds(property.type());
    members.put("min", text(bounds.least()));
    members.put("max", text(bounds.most()));
    members.put("step", text(bounds.step()));
    switch (property.type()) {
      case DataType.Choice(var texts) -> {
        Map<String, Object> detail = new LinkedHashMap<>();
        texts.forEach((number, text) -> detail.put(String.valueOf(number), text));
        members.put("enumDetail", detail);
      }
      case DataType.Flag(var falseText, var trueText) -> {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("false", falseText);
        detail.put("true", trueText);
        members.put("boolDetail", detail);
      }
      case DataType.Whole _,
          DataType.Single _,
          DataType.Real _,
          DataType.Moment _,
          DataType.FixedText _,
          DataType.Text _ -> {}
    }
    members.put("description", property.description());
    return members;
  }

  private static String word(DataType type) {
    return switch (type) {
      case DataType.Whole _ -> "integer";
      case DataType.Single _ -> "float";
      case DataType.Real _ -> "double";
      case DataType.Choice _ -> "enum";
      case DataType.Flag _ -> "bool";
      case DataType.Moment _ -> "date";
      case DataType.FixedText _ -> "fix-string";
      case DataType.Text _ -> "string";
    };
  }

  /// Null for texts of any length.
  private static @Nullable Integer len(DataType type) {
    return type instanceof DataType.Text ? null : (Integer) type.leastBytes();
  }

  private static Bounds bounds(DataType type) {
    return switch (type) {
      case DataType.Whole(_, var bounds) -> bounds;
      case DataType.Single(var bounds) -> bounds;
      case DataType.Real(var bounds) -> bounds;
      case DataType.Choice _,
          DataType.Flag _,
          DataType.Moment _,
          DataType.FixedText _,
          DataType.Text _ ->
          Bounds.NONE;
    };
  }

  private static @Nullable String text(Optional<BigDecimal> number) {
    return number.map(Bounds::text).orElse(null);
  }
}
