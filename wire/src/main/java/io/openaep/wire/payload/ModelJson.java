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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A thing model as JSON in the member names of AEP's answers (AEP northbound, 4.8, with `serial`
/// as QueryStandardModel has it): the form in which it is stored, and in which the REST API takes
/// and gives it. Numbers that are left out are given. One member is our own: `commandFlag` of a
/// command response names its command. Stateless.
public final class ModelJson {
  private ModelJson() {}

  /// @throws InvalidModel with a sentence that names the place
  public static ThingModel read(String json) {
    try {
      return read(new Members(StrictJson.object(json), ""));
    } catch (DecodeException notJson) {
      throw new InvalidModel("the model cannot be read: " + notJson.reason());
    }
  }

  private static ThingModel read(Members top) {
    List<Members> propertyList = top.list("properties");
    List<Members> serviceList = top.list("services");
    top.end();
    ModelNumbers numbers = new ModelNumbers();
    propertyList.forEach(it -> numbers.takeProperty(it.integer("propertyId")));
    serviceList.forEach(it -> numbers.takeService(it.integer("serviceId")));
    List<Property> properties = new ArrayList<>();
    Map<String, Property> known = new HashMap<>();
    for (Members each : propertyList) {
      Property property = field(each, "property", numbers.property(each.integer("propertyId")));
      each.end();
      properties.add(property);
      known.put(property.identifier(), property);
    }
    List<Service> services = new ArrayList<>();
    for (Members each : serviceList) {
      services.add(service(each, known, numbers));
    }
    return new ThingModel(properties, services);
  }

  /// @param prefix `property` or `parameter`, as its members' names begin
  private static Property field(Members members, String prefix, int id) {
    return new Property(
        id,
        members.requiredText(prefix + "Flag"),
        members.text(prefix + "Name"),
        TypeJson.read(members),
        TypeJson.unit(members),
        members.text("description"));
  }

  private record Placed(int serial, Service.Field field) {}

  private static Service service(
      Members members, Map<String, Property> known, ModelNumbers numbers) {
    int number =
        members
            .integer("serviceType")
            .orElseThrow(() -> new InvalidModel(members.at("serviceType") + " is missing"));
    ServiceKind kind =
        ServiceKind.ofNumber(number)
            .orElseThrow(() ->
                new InvalidModel(
                    members.at("serviceType")
                        + " must be 1 (data report), 2 (event report), 6 (command) or 7 (command"
                        + " response)"));
    Service service =
        new Service(
            numbers.service(members.integer("serviceId"), kind),
            members.requiredText("serviceFlag"),
            members.text("serviceName"),
            kind,
            members.integer("eventType").map(level -> level(members, level)),
            members.text("description"),
            fields(members, known),
            members.scalar("commandFlag"));
    members.end();
    return service;
  }

  private static EventLevel level(Members members, int number) {
    return EventLevel.ofNumber(number)
        .orElseThrow(() ->
            new InvalidModel(
                members.at("eventType") + " must be 1 (info), 2 (warning) or 3 (fault)"));
  }

  /// In the order of `serial`; what has none stands behind, in the order of the file.
  private static List<Service.Field> fields(Members service, Map<String, Property> known) {
    List<Placed> placed = new ArrayList<>();
    for (Members each : service.list("properties")) {
      String identifier = each.requiredText("propertyFlag");
      Property property = known.get(identifier);
      if (property == null) {
        throw new InvalidModel(
            each.at("propertyFlag") + ": the model has no property " + identifier);
      }
      placed.add(new Placed(serial(each), new Service.Field(property, true)));
      each.end();
    }
    ModelNumbers numbers = new ModelNumbers();
    List<Members> parameters = service.list("parameters");
    parameters.forEach(it -> numbers.takeProperty(it.integer("parameterId")));
    for (Members each : parameters) {
      Property parameter = field(each, "parameter", numbers.property(each.integer("parameterId")));
      placed.add(new Placed(serial(each), new Service.Field(parameter, false)));
      each.end();
    }
    return placed.stream()
        .sorted(Comparator.comparingInt(Placed::serial))
        .map(Placed::field)
        .toList();
  }

  private static int serial(Members members) {
    return members.integer("serial").orElse(Integer.MAX_VALUE);
  }

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
    return StrictJson.text(top);
  }

  private static void field(ObjectNode object, String prefix, Property property) {
    object
        .put(prefix + "Id", property.id())
        .put(prefix + "Flag", property.identifier())
        .put(prefix + "Name", property.name());
    TypeJson.write(object, property.type(), property.unit());
    object.put("description", property.description());
  }

  private static void service(ObjectNode object, Service service) {
    object
        .put("serviceId", service.id())
        .put("serviceFlag", service.identifier())
        .put("serviceName", service.name())
        .put("serviceType", service.kind().number());
    service.level().ifPresent(level -> object.put("eventType", level.number()));
    service.answers().ifPresent(command -> object.put("commandFlag", command));
    object.put("description", service.description());
    ArrayNode properties = object.putArray("properties");
    ArrayNode parameters = object.putArray("parameters");
    int serial = 0;
    for (Service.Field field : service.fields()) {
      serial++;
      if (field.shared()) {
        properties.addObject().put("propertyFlag", field.identifier()).put("serial", serial);
      } else {
        ObjectNode parameter = parameters.addObject();
        field(parameter, "parameter", field.property());
        parameter.put("serial", serial);
      }
    }
  }
}
