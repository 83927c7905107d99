package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectBody;
import io.openaep.platform.access.ObjectOutcome;
import io.openaep.platform.access.ObjectRequest;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.coap.Observations;
import io.openaep.platform.access.lwm2m.object.ObjectDecoder;
import io.openaep.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One operation on the device's objects (LwM2M 1.0, 5.4 and 5.5). Bodies larger than a datagram go
/// block by block, both ways. An observation is on disk before its request leaves, so that no
/// notification can come on a token that a crash made unknown. On the protocol thread.
final class ObjectTask implements RequestLane.Task {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectTask.class);

  private final Lwm2mSession session;
  private final Parts parts;
  private final ObjectRequest operation;
  private final CompletableFuture<ObjectOutcome> outcome;

  ObjectTask(
      Lwm2mSession session,
      Parts parts,
      ObjectRequest operation,
      CompletableFuture<ObjectOutcome> outcome) {
    this.session = session;
    this.parts = parts;
    this.operation = operation;
    this.outcome = outcome;
  }

  @Override
  public void begin(Runnable done) {
    if (!parts.now().isBefore(operation.leavesBefore())) {
      end(new SendOutcome.Overdue(), done); // the lane was taken until its time was over
      return;
    }
    String path = operation.path().toString();
    switch (operation.action()) {
      case READ, WRITE, EXECUTE, DISCOVER ->
          send(ObjectRequests.of(operation, parts.tokens.next()), done, (_, _) -> {});
      case OBSERVE -> observe(path, done);
      case CANCEL -> {
        Optional<Observation> observed = observed(path);
        if (observed.isPresent()) {
          cancel(observed.get(), done);
        } else {
          end(new SendOutcome.Refused("the platform does not observe " + path), done);
        }
      }
    }
  }

  private Optional<Observation> observed(String path) {
    return session.hasObjects() ? session.objects().of(path) : Optional.empty();
  }

  /// With the token of an observation that there is already, so that a device has one of each path.
  private void observe(String path, Runnable done) {
    if (path.equals(RegistrationResource.REPORTS)) {
      end(
          new SendOutcome.Refused(
              "the platform observes " + path + " by itself when autoObserver is 0"),
          done);
      return;
    }
    Optional<Observation> before = observed(path);
    if (before.isPresent()) {
      sendObserve(before.get(), done);
      return;
    }
    if (session.objects().isFull()) {
      end(
          new SendOutcome.Refused(
              "the platform observes "
                  + ObjectObservations.LIMIT
                  + " paths of this device already; cancel one"),
          done);
      return;
    }
    Observation observation =
        new Observation(
            Bytes.wrap(parts.tokens.next().getBytes()),
            session.source().device(),
            session.source().session(),
            path,
            session.peer().host(),
            session.peer().port(),
            session.peer().pskIdentity(),
            false);
    parts
        .ports
        .store()
        .save(List.of(new SessionChange.SaveObservation(observation)))
        .whenComplete((_, failure) ->
            parts.protocol.run(() -> {
              if (failure != null) {
                end(new SendOutcome.NotSent("the observation could not be stored"), done);
              } else if (session.isOver()) {
                end(new SendOutcome.NotSent("the registration is over"), done);
              } else {
                session.objects().add(observation);
                sendObserve(observation, done);
              }
            }));
  }

  private void sendObserve(Observation observation, Runnable done) {
    Token token = new Token(observation.token().toArray());
    Request request = Observations.observe(token, observation.path(), session.peer().context());
    operation.contentFormat().ifPresent(request.getOptions()::setAccept);
    send(
        request,
        done,
        (success, refused) -> {
          if (refused) {
            session.objects().forget(observation);
          }
        });
  }

  private void cancel(Observation observation, Runnable done) {
    Request request = ObjectRequests.of(operation, new Token(observation.token().toArray()));
    request.setObserveCancel();
    send(
        request,
        done,
        (success, refused) -> {
          if (success || refused) {
            session.objects().forget(observation);
          }
        });
  }

  /// @param then told whether the device said yes, and whether it said no
  private void send(Request request, Runnable done, BiConsumer<Boolean, Boolean> then) {
    Optional<CoapSocket> socket = session.socket();
    if (socket.isEmpty()) {
      end(new SendOutcome.NotSent(session.unreachable()), done);
      return;
    }
    request.setConfirmable(true);
    session.address(request);
    new OutgoingRequest(
            request,
            socket.get(),
            session,
            parts,
            operation.patience(),
            result -> {
              boolean success = result instanceof RequestResult.Answered yes && yes.success();
              boolean refused =
                  result instanceof RequestResult.Rejected
                      || (result instanceof RequestResult.Answered no && !no.success());
              then.accept(success, refused);
              end(outcome(result));
              done.run();
            })
        .send();
  }

  private ObjectOutcome outcome(RequestResult result) {
    return switch (result) {
      case RequestResult.Answered answered when answered.success() ->
          new ObjectOutcome.Answered(answered.code(), body(answered));
      case RequestResult.Answered answered ->
          unfulfilled(new SendOutcome.Refused(refusal(answered)));
      case RequestResult.Rejected() -> unfulfilled(new SendOutcome.Refused("RST"));
      case RequestResult.Silent(String reason) -> unfulfilled(new SendOutcome.Unanswered(reason));
      case RequestResult.NotSent(String reason) -> unfulfilled(new SendOutcome.NotSent(reason));
    };
  }

  /// A device may say in words what it does not like (RFC 7252, 5.5.2: diagnostic payload).
  private static String refusal(RequestResult.Answered answered) {
    boolean words =
        answered.contentFormat().isEmpty()
            && answered.payload().size() <= 200
            && answered.payload().toUtf8().chars().noneMatch(Character::isISOControl);
    return words && !answered.payload().isEmpty()
        ? answered.code() + " " + answered.payload().toUtf8()
        : answered.code();
  }

  private ObjectBody body(RequestResult.Answered answered) {
    return switch (operation.action()) {
      case READ, OBSERVE, CANCEL ->
          answered.payload().isEmpty() && operation.action() == ObjectAction.CANCEL
              ? ObjectBody.NONE
              : ObjectDecoder.decode(
                  operation.path().toString(), answered.contentFormat(), answered.payload());
      case DISCOVER -> ObjectDecoder.decodeLinks(answered.contentFormat(), answered.payload());
      case WRITE, EXECUTE -> new ObjectBody(answered.contentFormat(), answered.payload(), "", "");
    };
  }

  private static ObjectOutcome unfulfilled(SendOutcome why) {
    return new ObjectOutcome.Unfulfilled(why);
  }

  @Override
  public void never(String reason) {
    end(unfulfilled(new SendOutcome.NotSent(reason)));
  }

  private void end(SendOutcome why, Runnable done) {
    end(unfulfilled(why));
    done.run();
  }

  private void end(ObjectOutcome ended) {
    LOG.debug(
        "operation device={} id={} action={} path={} outcome={}",
        session.source().device().deviceId(),
        operation.operation(),
        operation.action(),
        operation.path(),
        ended instanceof ObjectOutcome.Answered answered ? answered.code() : ended);
    outcome.complete(ended);
  }
}
