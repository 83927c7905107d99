package io.openaep.wire.payload;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import java.util.Comparator;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// LwM2M's JSON (payloadFormat 1; AEP device protocols, 1.8): one flat object in which values,
/// serviceId and taskId stand side by side, in any order. What we write has its members in
/// descending order of name, as every command captured from AEP has, and a bool as 0 or 1.
/// Stateless.
public final class FlatJson {
  private static final String SERVICE_ID = "serviceId";
  private static final String TASK_ID = "taskId";

  private FlatJson() {}

  /// What a device sent: a report or a response.
  ///
  /// @throws DecodeException if the bytes are none that the model knows
  public static ServiceMessage decodeUplink(ThingModel model, Bytes bytes) throws DecodeException {
    ServiceMessage message = decode(model, bytes);
    if (message.service().kind() == ServiceKind.COMMAND) {
      throw new DecodeException(
          "serviceId %d is %s, a command: the platform's to send"
              .formatted(message.service().id(), message.service().identifier()));
    }
    return message;
  }

  /// Any message, as either end sends it.
  ///
  /// @throws DecodeException if the bytes are none that the model knows
  public static ServiceMessage decode(ThingModel model, Bytes bytes) throws DecodeException {
    ObjectNode object = StrictJson.object(bytes);
    long id = number(object, SERVICE_ID);
    Service service =
        CompactBinary.known(model, Math.clamp(id, Integer.MIN_VALUE, Integer.MAX_VALUE));
    return switch (service.kind()) {
      case DATA_REPORT, EVENT_REPORT -> TopicJson.report(service, JsonValues.read(service, object));
      case COMMAND, COMMAND_RESPONSE -> {
        long taskId = number(object, TASK_ID);
        yield ServiceMessage.task(service, taskId, JsonValues.read(service, object));
      }
    };
  }

  /// Takes a bookkeeping member out.
  static long number(ObjectNode object, String name) throws DecodeException {
    JsonNode node = object.remove(name);
    if (node == null) {
      throw new DecodeException(name + " is missing");
    }
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new DecodeException(name + " is no integer");
    }
    return node.longValue();
  }

  public static Bytes encode(ServiceMessage message) {
    ObjectNode object = StrictJson.newObject();
    message.values().forEach((name, value) -> JsonValues.put(object, name, value, true));
    message.taskId().ifPresent(taskId -> object.put(TASK_ID, taskId));
    object.put(SERVICE_ID, message.service().id());
    TreeMap<String, JsonNode> members = new TreeMap<>(Comparator.reverseOrder());
    object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return Bytes.utf8(StrictJson.text(StrictJson.newObject().setAll(members)));
  }
}
