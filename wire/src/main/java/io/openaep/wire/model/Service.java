package io.openaep.wire.model;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One message of a thing model (服务): which values it carries, in which order.
///
/// @param id serviceId: 16 bits in the binary forms
/// @param identifier 服务标识; on MQTT also the topic
/// @param level of an event report; empty for the other kinds
/// @param fields in the order of the payload (`serial`)
/// @param answers of a command response: the identifier of its command, where the model says it
public record Service(
    int id,
    String identifier,
    String name,
    ServiceKind kind,
    Optional<EventLevel> level,
    String description,
    List<Field> fields,
    Optional<String> answers) {
  private static final int FIELDS = 200;
  private static final int COMPACT_BYTES = 65_535;
  private static final int TEXT_CHARACTERS = 500;

  /// A value of the payload.
  ///
  /// @param shared it is one of the product's properties rather than a parameter of this service
  public record Field(Property property, boolean shared) {
    public String identifier() {
      return property.identifier();
    }
  }

  /// @throws InvalidModel if it breaks a rule of its kind
  public Service {
    Property.checkIdentifier(identifier);
    fields = List.copyOf(fields);
    InvalidModel.unless(id > 0, "the serviceId of " + identifier + " is not above 0");
    InvalidModel.unless(
        fields.size() <= FIELDS, identifier + " has more than " + FIELDS + " parameters");
    InvalidModel.unless(
        level.isPresent() == (kind == ServiceKind.EVENT_REPORT),
        "eventType belongs to event reports, and each has one: see " + identifier);
    InvalidModel.unless(
        answers.isEmpty() || kind == ServiceKind.COMMAND_RESPONSE,
        "only a command response names a command: see " + identifier);
    InvalidModel.unless(
        name.length() <= TEXT_CHARACTERS && description.length() <= TEXT_CHARACTERS,
        "name and description of %s have at most %d characters"
            .formatted(identifier, TEXT_CHARACTERS));
    checkFields(identifier, kind, fields);
  }

  private static void checkFields(String identifier, ServiceKind kind, List<Field> fields) {
    Set<String> seen = new HashSet<>();
    int bytes = 0;
    for (Field field : fields) {
      InvalidModel.unless(
          seen.add(field.identifier()), identifier + " has " + field.identifier() + " twice");
      InvalidModel.unless(
          field.shared() || kind != ServiceKind.DATA_REPORT,
          "a data report carries properties only: %s of %s is a parameter"
              .formatted(field.identifier(), identifier));
      bytes += field.property().type().leastBytes();
      InvalidModel.unless(
          bytes <= COMPACT_BYTES, identifier + " does not fit a payload of 65535 bytes");
    }
  }

  public Optional<Field> field(String wanted) {
    return fields.stream().filter(it -> it.identifier().equals(wanted)).findFirst();
  }
}
