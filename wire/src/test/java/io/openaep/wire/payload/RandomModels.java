package io.openaep.wire.payload;

import io.openaep.wire.model.Bounds;
import io.openaep.wire.model.DataType;
import io.openaep.wire.model.DataType.Width;
import io.openaep.wire.model.EventLevel;
import io.openaep.wire.model.Property;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.model.Unit;
import io.openaep.wire.model.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Any model, and any message of it.
public final class RandomModels {
  private RandomModels() {}

  /// One service of each kind, with up to six values of any type.
  public static Arbitrary<ThingModel> models() {
    Arbitrary<List<DataType>> types = types().list().ofMaxSize(6);
    return Combinators.combine(types, types, types, types).as(RandomModels::model);
  }

  private static ThingModel model(
      List<DataType> report,
      List<DataType> event,
      List<DataType> command,
      List<DataType> response) {
    List<Property> properties = new ArrayList<>();
    List<Service> services = new ArrayList<>();
    for (ServiceKind kind : ServiceKind.values()) {
      List<DataType> types =
          switch (kind) {
            case DATA_REPORT -> report;
            case EVENT_REPORT -> event;
            case COMMAND -> command;
            case COMMAND_RESPONSE -> response;
          };
      List<Service.Field> fields = new ArrayList<>();
      for (DataType type : types) {
        Property property = property(kind, fields.size() + 1, type);
        boolean shared = kind == ServiceKind.DATA_REPORT;
        if (shared) {
          properties.add(property);
        }
        fields.add(new Service.Field(property, shared));
      }
      services.add(service(kind, fields));
    }
    return new ThingModel(properties, services);
  }

  private static Property property(ServiceKind kind, int id, DataType type) {
    return new Property(
        id, kind.word() + "_" + id, "名 " + id, type, new Unit("°C", "摄氏度"), "description");
  }

  private static Service service(ServiceKind kind, List<Service.Field> fields) {
    return new Service(
        kind.firstId(),
        kind.word().toLowerCase(java.util.Locale.ROOT),
        "服务",
        kind,
        kind == ServiceKind.EVENT_REPORT ? Optional.of(EventLevel.FAULT) : Optional.empty(),
        "",
        fields,
        kind == ServiceKind.COMMAND_RESPONSE ? Optional.of("command") : Optional.empty());
  }

  private static Arbitrary<DataType> types() {
    Arbitrary<Bounds> bounds =
        Combinators.combine(decimal(-1_000, 0), decimal(0, 1_000), decimal(1, 1_000))
            .as(Bounds::new);
    return Arbitraries.oneOf(
        Combinators.combine(Arbitraries.of(Width.class), bounds).as(DataType.Whole::new),
        bounds.map(DataType.Single::new),
        bounds.map(DataType.Real::new),
        Arbitraries.maps(Arbitraries.integers().between(0, 255), Arbitraries.of("开", "off", "x y"))
            .ofMaxSize(3)
            .map(DataType.Choice::of),
        Arbitraries.just(new DataType.Flag("关", "开")),
        Arbitraries.just(new DataType.Moment()),
        Arbitraries.integers().between(1, 40).map(DataType.FixedText::new),
        Arbitraries.just(new DataType.Text()));
  }

  private static Arbitrary<Optional<BigDecimal>> decimal(int least, int most) {
    return Combinators.combine(
            Arbitraries.integers().between(least, most), Arbitraries.integers().between(-330, 330))
        .as((digits, scale) -> BigDecimal.valueOf(digits, scale))
        .optional();
  }

  /// Any message of a model, whole.
  public static Arbitrary<ServiceMessage> messages(ThingModel model) {
    return Arbitraries.of(model.services()).flatMap(RandomModels::messages);
  }

  public static Arbitrary<ServiceMessage> messages(Service service) {
    Arbitrary<Map<String, Value>> values = Arbitraries.just(Map.of());
    for (Service.Field field : service.fields()) {
      values =
          Combinators.combine(values, value(field.property().type()))
              .as((before, value) -> {
                Map<String, Value> with = new LinkedHashMap<>(before);
                with.put(field.identifier(), value);
                return with;
              });
    }
    boolean tasked =
        service.kind() == ServiceKind.COMMAND || service.kind() == ServiceKind.COMMAND_RESPONSE;
    return Combinators.combine(values, Arbitraries.integers().between(0, 65_535))
        .as((all, taskId) ->
            tasked
                ? ServiceMessage.task(service, taskId, all)
                : ServiceMessage.report(service, all));
  }

  private static Arbitrary<Value> value(DataType type) {
    return switch (type) {
      case DataType.Whole(var width, _) ->
          Arbitraries.longs().between(width.least(), width.most()).map(Value.Whole::new);
      case DataType.Single _ ->
          Arbitraries.integers().map(bits -> new Value.Single(plain(Float.intBitsToFloat(bits))));
      case DataType.Real _ ->
          Arbitraries.longs().map(bits -> new Value.Real(plain(Double.longBitsToDouble(bits))));
      case DataType.Choice _ -> Arbitraries.integers().between(0, 255).map(Value.Choice::new);
      case DataType.Flag _ -> Arbitraries.of(true, false).map(Value.Flag::new);
      case DataType.Moment _ ->
          Arbitraries.longs()
              .between(0, Value.Moment.LIMIT_MILLISECONDS)
              .map(Value.Moment::ofMilliseconds);
      case DataType.FixedText _, DataType.Text _ ->
          Arbitraries.strings()
              .all()
              .ofMaxLength(30)
              .map(text -> (Value) new Value.Text(text))
              .filter(type::holds);
    };
  }

  /// The one NaN that Java writes; its other bit patterns mean the same.
  private static float plain(float number) {
    return Float.isNaN(number) ? Float.NaN : number;
  }

  private static double plain(double number) {
    return Double.isNaN(number) ? Double.NaN : number;
  }
}
