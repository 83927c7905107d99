package io.openaep.wire.payload;

import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.model.Value;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// MQTT's service topics (AEP device protocols, 2.3): the topic is the service's identifier, a
/// report is the object of its values, a command wraps them as `payload` beside its taskId, a
/// response as `resultPayload`. Stateless.
public final class TopicJson {
  private static final String TASK_ID = "taskId";
  private static final String COMMAND = "payload";
  private static final String RESPONSE = "resultPayload";

  private TopicJson() {}

  /// What a device published.
  ///
  /// @throws DecodeException if topic or bytes are none that the model knows
  public static ServiceMessage decodeUplink(ThingModel model, String topic, Bytes bytes)
      throws DecodeException {
    Service service = service(model, topic);
    return switch (service.kind()) {
      case DATA_REPORT, EVENT_REPORT ->
          report(service, JsonValues.read(service, StrictJson.object(bytes)));
      case COMMAND_RESPONSE -> task(service, StrictJson.object(bytes), RESPONSE);
      case COMMAND ->
          throw new DecodeException("topic " + topic + " is a command: the platform's to publish");
    };
  }

  /// What the platform published, as a device reads it.
  ///
  /// @throws DecodeException if topic or bytes are none that the model knows
  public static ServiceMessage decodeCommand(ThingModel model, String topic, Bytes bytes)
      throws DecodeException {
    Service service = service(model, topic);
    if (service.kind() != ServiceKind.COMMAND) {
      throw new DecodeException(
          "topic %s is a %s and no command".formatted(topic, service.kind().word()));
    }
    return task(service, StrictJson.object(bytes), COMMAND);
  }

  private static Service service(ThingModel model, String topic) throws DecodeException {
    return model
        .service(topic)
        .orElseThrow(
            () -> new DecodeException("the topic is no service identifier of the product"));
  }

  static ServiceMessage report(Service service, Map<String, Value> values) throws DecodeException {
    if (values.isEmpty() && !service.fields().isEmpty()) {
      throw new DecodeException("there is no value of " + service.identifier() + " in it");
    }
    return ServiceMessage.report(service, values);
  }

  private static ServiceMessage task(Service service, ObjectNode object, String member)
      throws DecodeException {
    long taskId = FlatJson.number(object, TASK_ID);
    JsonNode values = object.remove(member);
    if (!(values instanceof ObjectNode parameters)) {
      throw new DecodeException(member + " is " + (values == null ? "missing" : "no object"));
    }
    if (!object.isEmpty()) {
      throw new DecodeException("there is more than taskId and %s in it".formatted(member));
    }
    return ServiceMessage.task(service, taskId, JsonValues.read(service, parameters));
  }

  public static Bytes encode(ServiceMessage message) {
    ObjectNode values = StrictJson.newObject();
    message.values().forEach((name, value) -> JsonValues.put(values, name, value, false));
    String json =
        switch (message.service().kind()) {
          case DATA_REPORT, EVENT_REPORT -> StrictJson.text(values);
          case COMMAND -> wrapped(message, COMMAND, values);
          case COMMAND_RESPONSE -> wrapped(message, RESPONSE, values);
        };
    return Bytes.utf8(json);
  }

  private static String wrapped(ServiceMessage message, String member, ObjectNode values) {
    ObjectNode object = StrictJson.newObject().put(TASK_ID, message.taskId().orElseThrow());
    object.set(member, values);
    return StrictJson.text(object);
  }
}
