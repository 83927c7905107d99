package io.openaep.platform.console.resource;

import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.account.Area;
import io.openaep.platform.command.CommandRefused;
import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.NewOperation;
import io.openaep.platform.command.Operations;
import io.openaep.platform.command.Operations.Operation;
import io.openaep.platform.command.StoredOperation;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Paging;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.journal.Event.Reported;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// `/api/devices/{deviceId}/operations…`: what was asked of a device's objects and what became of
/// it.
public final class OperationResource implements Resource {
  private static final String OPERATIONS = "/devices/{deviceId}/operations";

  static final Shape.Obj OPERATION =
      Shape.object(
          "Operation",
          Shape.must(
              "operationId", Shape.text(1, 20), "From the row of commands; a string, as those"),
          Shape.must("action", Shape.choice(ObjectAction.class), "What is done"),
          Shape.must("path", Shape.text(1, 24), "On what"),
          Shape.must(
              "status",
              Shape.choice("saved", "sent", "answered", "cancelled", "failed"),
              "Where it is in its life"),
          Shape.must("reason", Shape.text(0, 1_000), "Why it waits, or why it failed"),
          Shape.must("createdAt", Shape.time(), "When it was asked for"),
          Shape.must("createdBy", Shape.text(0, 128), "Who asked"),
          Shape.must("ttlSeconds", Shape.whole(0, 864_000), "How long it may wait"),
          Shape.may("sentAt", Shape.time(), "When it left"),
          Shape.may("finishedAt", Shape.time(), "When it ended"),
          Shape.may("code", Shape.text(0, 8), "The device's answer, such as 2.05"),
          Shape.may("contentFormat", Shape.whole(0, 65_535), "Of the answer"),
          Shape.may("payload", Shape.base64(), "The answer as it came"),
          Shape.may("values", Shape.any(), "The answer decoded: values, or links of a discover"),
          Shape.may("problem", Shape.text(0, 300), "Why it could not be decoded"));

  private final Lookup lookup;
  private final Operations operations;

  public OperationResource(Registry registry, Operations operations) {
    this.lookup = new Lookup(registry);
    this.operations = operations;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.get(OPERATIONS, "Lists the operations on a device's objects, newest first.")
            .in(Area.COMMANDS)
            .pages(OPERATION)
            .by(this::list),
        Route.get(OPERATIONS + "/{operationId}", "Shows an operation and its result.")
            .in(Area.COMMANDS)
            .gives(200, OPERATION)
            .by(call -> Reply.ok(view(find(call)))),
        Route.delete(OPERATIONS + "/{operationId}", "Cancels an operation that has not left.")
            .in(Area.COMMANDS)
            .by(this::cancel));
  }

  private Reply list(Call call) {
    Device device = lookup.device(call);
    Paging paging = call.paging();
    long before = paging.afterNumber(Long.MAX_VALUE);
    return paging.page(
        operations.list(device.ref().number(), before, paging.toRead()),
        it -> it.stored().id(),
        OperationResource::view);
  }

  private Operation find(Call call) {
    Device device = lookup.device(call);
    return operations
        .find(device.ref().number(), call.number("operationId"))
        .orElseThrow(() ->
            Problem.notFound(
                "There is no operation %s of this device.".formatted(call.path("operationId"))));
  }

  private Reply cancel(Call call) {
    StoredOperation found = find(call).stored();
    CancelResult result =
        Waiting.onDisk(operations.cancel(found.device(), found.id(), call.caller().name()));
    return switch (result) {
      case CANCELLED -> Reply.done();
      case TOO_LATE ->
          throw new Problem(
              ProblemKind.CONFLICT, "The operation has left or ended; nothing was cancelled.");
      case UNKNOWN -> throw Problem.notFound("There is no such operation of this device.");
    };
  }

  /// Stores an operation and, if asked to, waits for its end.
  static Reply accepted(Operations operations, Device device, NewOperation wanted, Duration wait) {
    Operation operation;
    try {
      operation = Waiting.onDisk(operations.create(wanted));
    } catch (CommandRefused refused) {
      throw new Problem(ProblemKind.CONFLICT, sentence(String.valueOf(refused.getMessage())));
    }
    Operation ended = awaited(operations, operation, wait);
    String own =
        "/api/devices/%s/operations/%d".formatted(device.ref().deviceId(), ended.stored().id());
    return Reply.accepted(view(ended)).with("Location", own);
  }

  private static Operation awaited(Operations operations, Operation operation, Duration wait) {
    if (wait.isZero()) {
      return operation;
    }
    long device = operation.stored().device();
    long id = operation.stored().id();
    Waiting.atMost(wait, operations.ended(device, id));
    return operations.find(device, id).orElse(operation);
  }

  private static String sentence(String reason) {
    return reason.substring(0, 1).toUpperCase(Locale.ROOT) + reason.substring(1) + ".";
  }

  static Map<String, Object> view(Operation operation) {
    StoredOperation stored = operation.stored();
    boolean answered = stored.status() == CommandStatus.DELIVERED;
    Optional<StoredOperation> answer = answered ? Optional.of(stored) : Optional.empty();
    return Reply.members(
        "operationId",
        Long.toString(stored.id()),
        "action",
        ObjectAction.valueOf(stored.action()),
        "path",
        stored.path(),
        "status",
        answered ? "answered" : stored.status().name().toLowerCase(Locale.ROOT),
        "reason",
        operation.reason(),
        "createdAt",
        stored.createdAt(),
        "createdBy",
        stored.createdBy(),
        "ttlSeconds",
        stored.ttl().toSeconds(),
        "sentAt",
        stored.sentAt(),
        "finishedAt",
        stored.finishedAt(),
        "code",
        answer.map(StoredOperation::code),
        "contentFormat",
        answer
            .map(it -> it.content().contentFormat())
            .filter(it -> it != Reported.NO_CONTENT_FORMAT),
        "payload",
        answer.map(it -> it.content().raw()).filter(it -> !it.isEmpty()).map(it -> it.toBase64()),
        "values",
        answer
            .map(it -> it.content().values())
            .filter(it -> !it.isEmpty())
            .map(JsonMapper.shared()::readTree),
        "problem",
        answer.map(it -> it.content().problem()).filter(it -> !it.isEmpty()));
  }
}
