package io.openaep.platform.command;

import io.openaep.platform.journal.Content.ServiceRef;
import io.openaep.platform.journal.Event.Task;
import io.openaep.platform.registry.PayloadForm;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import io.openaep.wire.model.ThingModel;
import io.openaep.wire.model.Value;
import io.openaep.wire.payload.CompactBinary;
import io.openaep.wire.payload.FlatJson;
import io.openaep.wire.payload.JsonValues;
import io.openaep.wire.payload.ServiceMessage;
import io.openaep.wire.payload.TcpService;
import io.openaep.wire.payload.TopicJson;
import java.util.List;
import java.util.Map;

/// A command service of a thing model with checked parameters, ready to be written with any taskId.
/// Immutable.
///
/// @param answer as in {@link Task}
public record ServiceCall(
    PayloadForm form, Service service, Map<String, Value> parameters, int answer) {
  /// AEP device protocols, 1.7: taskIds have 16 bits. 0 is not used.
  static final int LAST_TASK_ID = 65_535;

  public ServiceCall {
    parameters = Map.copyOf(parameters);
  }

  /// Checks an application's parameters against the model.
  ///
  /// @param parameters one JSON object
  /// @throws CommandRefused if there is no such command, or a parameter is missing, unknown, of
  ///   another kind or out of range
  public static ServiceCall of(
      PayloadForm form, ThingModel model, String identifier, String parameters) {
    Service service =
        model
            .service(identifier)
            .filter(it -> it.kind() == ServiceKind.COMMAND)
            .orElseThrow(
                () -> new CommandRefused("the product has no command service " + identifier));
    try {
      return new ServiceCall(
          form, service, JsonValues.readComplete(service, parameters), answer(model, service));
    } catch (DecodeException misfit) {
      throw new CommandRefused("the parameters do not fit the service: " + misfit.reason());
    }
  }

  private static int answer(ThingModel model, Service command) {
    List<Service> responses =
        model.services().stream()
            .filter(it -> it.kind() == ServiceKind.COMMAND_RESPONSE)
            .filter(it -> model.commandOf(it).map(command::equals).orElse(true))
            .toList();
    return switch (responses.size()) {
      case 0 -> Task.NONE;
      case 1 -> responses.getFirst().id();
      default -> Task.ANY;
    };
  }

  Task task(long taskId) {
    return new Task(taskId, new ServiceRef(service.id(), service.identifier()), answer);
  }

  /// What the device gets.
  Bytes payload(long taskId) {
    ServiceMessage message = ServiceMessage.task(service, taskId, parameters);
    return switch (form) {
      case COMPACT_BINARY -> CompactBinary.encode(message);
      case FLAT_JSON -> FlatJson.encode(message);
      case SERVICE_TOPICS -> TopicJson.encode(message);
      case TCP_SERVICES -> TcpService.encode(message);
      case BYTES, ANY_JSON ->
          throw new IllegalStateException("a transparent product has no services");
    };
  }
}
