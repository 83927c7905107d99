package io.openaep.platform.command;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectBody;
import io.openaep.platform.access.ObjectOutcome;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectRequest;
import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.OperationAnswered;
import io.openaep.platform.journal.Event.OperationCancelled;
import io.openaep.platform.journal.Event.OperationFailed;
import io.openaep.platform.journal.Event.OperationSent;
import io.openaep.platform.journal.Event.Reported;
import io.openaep.platform.journal.ObjectContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Operations on the objects of LwM2M devices.
record OperationCargo(OperationStore store) implements Cargo {
  @Override
  public Event sent(Instant at, long device, long id) {
    return new OperationSent(at, device, id);
  }

  @Override
  public Event failed(Instant at, long device, long id, Failure failure, String detail) {
    return new OperationFailed(at, device, id, failure.name(), detail);
  }

  @Override
  public Event cancelled(Instant at, long device, long id, String by) {
    return new OperationCancelled(at, device, id, by);
  }

  /// The product speaks of its commands; an execute or a write to any path is another matter.
  @Override
  public boolean mayRepeat() {
    return false;
  }

  /// The answer is the outcome itself.
  @Override
  public Optional<Event> answered(Instant at, long device, long id) {
    return Optional.empty();
  }

  @Override
  public Optional<Load> load(long device, long id, Duration patience, Instant leavesBefore) {
    return store
        .find(device, id)
        .map(stored -> request(stored, patience, leavesBefore))
        .map(request ->
            session ->
                operate(session, request).thenApply(outcome -> arrival(device, id, outcome)));
  }

  private static ObjectRequest request(
      StoredOperation stored, Duration patience, Instant leavesBefore) {
    return new ObjectRequest(
        stored.id(),
        ObjectAction.valueOf(stored.action()),
        ObjectPath.parse(stored.path()).orElseThrow(),
        stored.contentFormat() == Reported.NO_CONTENT_FORMAT
            ? Optional.empty()
            : Optional.of(stored.contentFormat()),
        stored.payload(),
        patience,
        leavesBefore);
  }

  private static CompletionStage<ObjectOutcome> operate(
      DeviceSession session, ObjectRequest request) {
    return session instanceof ObjectSession objects
        ? objects.operate(request)
        : CompletableFuture.completedStage(
            new ObjectOutcome.Unfulfilled(
                new SendOutcome.Refused("the device has no LwM2M objects")));
  }

  private static Arrival arrival(long device, long id, ObjectOutcome outcome) {
    return switch (outcome) {
      case ObjectOutcome.Answered(String code, ObjectBody body) ->
          new Arrival(
              new SendOutcome.Delivered(),
              at -> new OperationAnswered(at, device, id, code, content(body)));
      case ObjectOutcome.Unfulfilled(SendOutcome why) ->
          new Arrival(why, at -> new OperationAnswered(at, device, id, "", ObjectContent.NONE));
    };
  }

  private static ObjectContent content(ObjectBody body) {
    return new ObjectContent(
        body.contentFormat().orElse(Reported.NO_CONTENT_FORMAT),
        body.raw(),
        body.values(),
        body.problem());
  }
}
