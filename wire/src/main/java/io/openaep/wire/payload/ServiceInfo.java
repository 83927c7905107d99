package io.openaep.wire.payload;

import io.openaep.wire.DecodeException;
import io.openaep.wire.model.EventLevel;
import io.openaep.wire.model.InvalidModel;
import io.openaep.wire.model.Property;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `service_info.json`, the file from which the vendor's code generator works (AEP device
/// protocols, 2.4). `dataSchema` is a text that holds the members of an object without its braces.
/// Beyond what the samples show, we write `serial`, `eventType` and `commandIdentifier`, without
/// which order, event level and the command of a response would be lost; a file without them is
/// read as well, with properties before parameters and events as information. Stateless.
public final class ServiceInfo {
  /// Both of AEP's files begin with one.
  static final String BYTE_ORDER_MARK = "\ufeff";

  private ServiceInfo() {}

  /// @throws InvalidModel with a sentence that names the place
  public static ThingModel read(String file) {
    try {
      return read(new Members(StrictJson.object(withoutMark(file)), ""));
    } catch (DecodeException notJson) {
      throw new InvalidModel("service_info.json cannot be read: " + notJson.reason());
    }
  }

  static String withoutMark(String file) {
    return file.startsWith(BYTE_ORDER_MARK) ? file.substring(BYTE_ORDER_MARK.length()) : file;
  }

  private static ThingModel read(Members top) throws DecodeException {
    List<Members> propertyList = top.list("properties");
    List<Members> serviceList = top.list("services");
    ModelNumbers numbers = new ModelNumbers();
    propertyList.forEach(it -> numbers.takeProperty(it.integer("propertyId")));
    serviceList.forEach(it -> numbers.takeService(it.integer("serviceId")));
    List<Property> properties = new ArrayList<>();
    Map<Integer, Property> known = new HashMap<>();
    for (Members each : propertyList) {
      Property property = field(each, "property", numbers.property(each.integer("propertyId")));
      properties.add(property);
      known.put(property.id(), property);
    }
    List<Service> services = new ArrayList<>();
    for (Members each : serviceList) {
      services.add(service(each, known, numbers));
    }
    return new ThingModel(properties, services);
  }

  private static Property field(Members members, String prefix, int id) throws DecodeException {
    String schema = "{" + members.text("dataSchema") + "}";
    ObjectNode type = StrictJson.object(schema).put("dataType", members.requiredText("dataType"));
    Members detail = new Members(type, members.at("dataSchema"));
    return new Property(
        id,
        members.requiredText("identifier"),
        members.text(prefix + "Name"),
        TypeJson.read(detail),
        TypeJson.unit(detail),
        members.text("description"));
  }

  private record Placed(int serial, Service.Field field) {}

  private static Service service(
      Members members, Map<Integer, Property> known, ModelNumbers numbers) throws DecodeException {
    ServiceKind kind =
        ServiceKind.ofWord(members.requiredText("serviceType"))
            .orElseThrow(() ->
                new InvalidModel(
                    members.at("serviceType")
                        + " must be DataReport, EventReport, Command or CommandResponse"));
    Optional<EventLevel> level =
        kind == ServiceKind.EVENT_REPORT
            ? Optional.of(
                members.integer("eventType").flatMap(EventLevel::ofNumber).orElse(EventLevel.INFO))
            : Optional.empty();
    return new Service(
        numbers.service(members.integer("serviceId"), kind),
        members.requiredText("identifier"),
        members.text("serviceName"),
        kind,
        level,
        members.text("description"),
        fields(members, known),
        members.scalar("commandIdentifier"));
  }

  private static List<Service.Field> fields(Members service, Map<Integer, Property> known)
      throws DecodeException {
    List<Placed> placed = new ArrayList<>();
    for (Members each : service.list("properties")) {
      int id =
          each.integer("propertyId")
              .orElseThrow(() -> new InvalidModel(each.at("propertyId") + " is missing"));
      Property property = known.get(id);
      if (property == null) {
        throw new InvalidModel(each.at("propertyId") + ": the file has no property " + id);
      }
      placed.add(new Placed(serial(each), new Service.Field(property, true)));
    }
    ModelNumbers numbers = new ModelNumbers();
    List<Members> parameters = service.list("parameters");
    parameters.forEach(it -> numbers.takeProperty(it.integer("parameterId")));
    for (Members each : parameters) {
      Property parameter = field(each, "parameter", numbers.property(each.integer("parameterId")));
      placed.add(new Placed(serial(each), new Service.Field(parameter, false)));
    }
    return placed.stream()
        .sorted(Comparator.comparingInt(Placed::serial))
        .map(Placed::field)
        .toList();
  }

  private static int serial(Members members) {
    return members.integer("serial").orElse(Integer.MAX_VALUE);
  }

  /// The file, with its byte-order mark.
  public static String write(ThingModel model) {
    ObjectNode top = StrictJson.newObject();
    ArrayNode properties = top.putArray("properties");
    for (Property property : model.properties()) {
      field(properties.addObject(), "property", property);
    }
    ArrayNode services = top.putArray("services");
    for (Service service : model.services()) {
      service(services.addObject(), service);
    }
    return BYTE_ORDER_MARK + StrictJson.pretty(top);
  }

  private static void field(ObjectNode object, String prefix, Property property) {
    ObjectNode schema = StrictJson.newObject();
    TypeJson.detail(schema, property.type(), property.unit());
    String text = StrictJson.text(schema);
    object
        .put(prefix + "Id", property.id())
        .put("identifier", property.identifier())
        .put(prefix + "Name", property.name())
        .put("description", property.description())
        .put("dataType", TypeWords.of(property.type()))
        .put("dataSchema", text.substring(1, text.length() - 1));
  }

  private static void service(ObjectNode object, Service service) {
    object
        .put("serviceId", service.id())
        .put("identifier", service.identifier())
        .put("serviceName", service.name())
        .put("serviceType", service.kind().word())
        .put("description", service.description());
    service.level().ifPresent(level -> object.put("eventType", level.number()));
    service.answers().ifPresent(command -> object.put("commandIdentifier", command));
    ArrayNode properties = object.putArray("properties");
    ArrayNode parameters = object.putArray("parameters");
    int serial = 0;
    for (Service.Field field : service.fields()) {
      serial++;
      if (field.shared()) {
        properties.addObject().put("propertyId", field.property().id()).put("serial", serial);
      } else {
        ObjectNode parameter = parameters.addObject();
        field(parameter, "parameter", field.property());
        parameter.put("serial", serial);
      }
    }
  }
}
