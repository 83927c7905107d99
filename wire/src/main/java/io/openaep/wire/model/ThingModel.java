package io.openaep.wire.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What a non-transparent product's devices can say and be told (AEP northbound, 4.8). Immutable;
/// services are found by number and by identifier without a search.
public final class ThingModel {
  public static final ThingModel EMPTY = new ThingModel(List.of(), List.of());

  private static final int PROPERTIES = 500;
  private static final int SERVICES = 300;

  /// How far apart a command and its response are numbered: 8001 and 9001.
  private static final int RESPONSE_DISTANCE =
      ServiceKind.COMMAND_RESPONSE.firstId() - ServiceKind.COMMAND.firstId();

  private final List<Property> properties;
  private final List<Service> services;
  private final Map<Integer, Service> byId = new HashMap<>();
  private final Map<String, Service> byIdentifier = new HashMap<>();

  /// @throws InvalidModel if a number or identifier is there twice, or a service carries a property
  ///   that is not one of these
  public ThingModel(List<Property> properties, List<Service> services) {
    this.properties = List.copyOf(properties);
    this.services = List.copyOf(services);
    InvalidModel.unless(
        properties.size() <= PROPERTIES, "a model has at most " + PROPERTIES + " properties");
    InvalidModel.unless(
        services.size() <= SERVICES, "a model has at most " + SERVICES + " services");
    Map<String, Property> known = new HashMap<>();
    Set<Integer> ids = new HashSet<>();
    for (Property property : properties) {
      InvalidModel.unless(
          known.put(property.identifier(), property) == null,
          "two properties are called " + property.identifier());
      InvalidModel.unless(ids.add(property.id()), "two properties have the id " + property.id());
    }
    for (Service service : services) {
      InvalidModel.unless(
          byIdentifier.put(service.identifier(), service) == null,
          "two services are called " + service.identifier());
      InvalidModel.unless(
          byId.put(service.id(), service) == null,
          "two services have the serviceId " + service.id());
      for (Service.Field field : service.fields()) {
        InvalidModel.unless(
            !field.shared() || field.property().equals(known.get(field.identifier())),
            "%s carries %s, which is no property of this model"
                .formatted(service.identifier(), field.identifier()));
      }
    }
    services.forEach(this::checkAnswers);
  }

  private void checkAnswers(Service service) {
    if (service.answers().isPresent()) {
      String command = service.answers().get();
      InvalidModel.unless(
          Optional.ofNullable(byIdentifier.get(command))
              .filter(it -> it.kind() == ServiceKind.COMMAND)
              .isPresent(),
          "%s answers %s, which is no command of this model"
              .formatted(service.identifier(), command));
    }
  }

  public List<Property> properties() {
    return properties;
  }

  public List<Service> services() {
    return services;
  }

  public Optional<Service> service(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Optional<Service> service(String identifier) {
    return Optional.ofNullable(byIdentifier.get(identifier));
  }

  public Optional<Property> property(String identifier) {
    return properties.stream().filter(it -> it.identifier().equals(identifier)).findFirst();
  }

  /// The command that a response belongs to: the one it names, else the one numbered 1000 lower;
  /// empty if neither is there, and then the response may answer any.
  public Optional<Service> commandOf(Service response) {
    return response
        .answers()
        .flatMap(this::service)
        .or(() -> service(response.id() - RESPONSE_DISTANCE))
        .filter(it -> it.kind() == ServiceKind.COMMAND);
  }

  /// The services that carry a property.
  public List<Service> users(String property) {
    return services.stream()
        .filter(service -> service.field(property).filter(Service.Field::shared).isPresent())
        .toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ThingModel that
        && properties.equals(that.properties)
        && services.equals(that.services);
  }

  @Override
  public int hashCode() {
    return Objects.hash(properties, services);
  }

  @Override
  public String toString() {
    return "ThingModel[%d properties, %d services]".formatted(properties.size(), services.size());
  }
}
