package io.openaep.wire.payload;

import io.openaep.wire.model.Bounds;
import io.openaep.wire.model.DataType;
import io.openaep.wire.model.EventLevel;
import io.openaep.wire.model.Property;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.model.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Models for tests, in few words.
final class Given {
  static final DataType INT32 = new DataType.Whole(DataType.Width.INT32, Bounds.NONE);
  static final DataType INT16 = new DataType.Whole(DataType.Width.INT16, Bounds.NONE);
  static final DataType FLOAT = new DataType.Single(Bounds.NONE);
  static final DataType DOUBLE = new DataType.Real(Bounds.NONE);
  static final DataType ENUM = DataType.Choice.of(Map.of());
  static final DataType BOOL = new DataType.Flag("关", "开");
  static final DataType DATE = new DataType.Moment();
  static final DataType TEXT = new DataType.Text();

  private final List<Property> properties = new ArrayList<>();
  private final List<Service> services = new ArrayList<>();

  /// A property or parameter by name.
  record Named(String name, DataType type) {}

  static Named named(String name, DataType type) {
    return new Named(name, type);
  }

  static DataType percent() {
    return new DataType.Single(
        new Bounds(
            Optional.of(BigDecimal.ZERO), Optional.of(new BigDecimal(100)), Optional.empty()));
  }

  Given service(ServiceKind kind, int id, String identifier, Named... fields) {
    List<Service.Field> all = new ArrayList<>();
    for (Named field : fields) {
      Property property =
          new Property(properties.size() + 1, field.name(), "", field.type(), Unit.NONE, "");
      boolean shared = kind == ServiceKind.DATA_REPORT;
      if (shared) {
        properties.add(property);
      }
      all.add(new Service.Field(property, shared));
    }
    services.add(
        new Service(
            id,
            identifier,
            "",
            kind,
            kind == ServiceKind.EVENT_REPORT ? Optional.of(EventLevel.INFO) : Optional.empty(),
            "",
            all,
            Optional.empty()));
    return this;
  }

  ThingModel model() {
    return new ThingModel(properties, services);
  }
}
