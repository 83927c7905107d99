package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.RepeatKey;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.lwm2m.coap.Notification;
import io.openaep.platform.access.lwm2m.coap.NotificationSink;
import io.openaep.platform.access.lwm2m.door.Remotes;
import io.openaep.platform.access.lwm2m.object.ObjectDecoder;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.elements.EndpointContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what comes on an observation into events: reports, the answer to the platform's own
/// observe request (shown, but no report), or the end of the observation. On the protocol thread.
final class Reports implements NotificationSink {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private final Parts parts;
  private final Registrations registrations;
  private final Door door;

  Reports(Parts parts, Registrations registrations, Door door) {
    this.parts = parts;
    this.registrations = registrations;
    this.door = door;
  }

  @Override
  public CompletionStage<Receipt> arrived(Notification notification) {
    Lwm2mSession session = registrations.observing(notification.token()).orElse(null);
    Observation observation =
        session == null ? null : session.observation(token(notification)).orElse(null);
    if (session == null || observation == null) {
      return CompletableFuture.failedFuture(new NotStored("the observation has just ended"));
    }
    session.heard(Peer.of(notification.peer(), notification.socket()));
    session.uplinkBegan();
    CompletionStage<Receipt> stored;
    if (!notification.success() && isForNow(observation, notification)) {
      stored = parts.ports.store().save(List.of(new SessionChange.SaveObservation(observation)));
    } else if (!notification.success()) {
      stored = refusedByDevice(session, observation, notification);
    } else if (!observation.path().equals(RegistrationResource.REPORTS)) {
      stored = objectReported(session, observation, notification);
    } else if (isAnswer(session, notification)) {
      stored = answered(session, observation, notification);
    } else {
      stored = reported(session, observation, notification);
    }
    // The layer's acknowledgement hangs on the copy: it leaves before the lane is told.
    CompletableFuture<Receipt> result = new CompletableFuture<>();
    stored.whenComplete((receipt, failure) -> {
      if (failure == null) {
        result.complete(receipt);
      } else {
        result.completeExceptionally(failure);
      }
      session.uplinkAnswered();
    });
    return result;
  }

  /// The answer to the observe request comes in its acknowledgement, or by itself after an empty
  /// one. Anything else on an open request is taken for a report whose predecessor was lost: rather
  /// a first value too many in history than a reading too few.
  private static boolean isAnswer(Lwm2mSession session, Notification notification) {
    boolean opening =
        notification.opening() && (notification.piggybacked() || session.observeAcknowledged());
    return opening || session.isUnstoredAnswer(notification.messageId());
  }

  /// The device could not take the observe request now, be it that it says so after the platform
  /// has given up: it is asked again ({@link Unobserved}), so nothing is dropped.
  private static boolean isForNow(Observation observation, Notification notification) {
    return !observation.established() && ObserveTask.isForNow(notification.code());
  }

  private CompletionStage<Receipt> answered(
      Lwm2mSession session, Observation observation, Notification notification) {
    boolean observing = notification.observe().isPresent();
    Observation established = established(observation);
    List<SessionChange> changes =
        List.of(
            observing
                ? new SessionChange.SaveObservation(established)
                : new SessionChange.DropObservation(
                    observation.device().number(), observation.token()));
    CompletionStage<Receipt> stored =
        parts.uplinks.store(
            new Inbound.Observed(
                session.source(),
                parts.now(),
                observation.path(),
                notification.contentFormat(),
                payload(session.source(), notification),
                changes));
    return stored.whenComplete((receipt, failure) ->
        parts.protocol.run(() -> {
          if (failure != null) {
            session.answerNotStored(notification.messageId());
          } else if (!session.isOver()) {
            session.answerStored();
            if (observing) {
              session.observationChanged(Optional.of(established));
            } else {
              LOG.info(
                  "observe not established device={} path={}",
                  session.source().device().deviceId(),
                  observation.path());
              registrations.dropObservation(session);
            }
          }
        }));
  }

  private CompletionStage<Receipt> reported(
      Lwm2mSession session, Observation observation, Notification notification) {
    if (!observation.established()) {
      Observation established = established(observation);
      session.observationChanged(Optional.of(established));
      session.save(List.of(new SessionChange.SaveObservation(established)));
    }
    session.rememberAddress();
    Optional<RepeatKey> repeat =
        notification.confirmable() ? Optional.of(RepeatHash.of(notification)) : Optional.empty();
    return parts.uplinks.store(
        new Inbound.Report(
            session.source(),
            parts.now(),
            observation.path(),
            notification.contentFormat(),
            payload(session.source(), notification),
            notification.confirmable(),
            repeat));
  }

  /// The value of an object that the platform observes, be it the first answer or a change.
  private CompletionStage<Receipt> objectReported(
      Lwm2mSession session, Observation observation, Notification notification) {
    boolean observing = notification.observe().isPresent();
    List<SessionChange> changes = List.of();
    if (!observing) {
      changes =
          List.of(
              new SessionChange.DropObservation(
                  observation.device().number(), observation.token()));
    } else if (!observation.established()) {
      changes = List.of(new SessionChange.SaveObservation(established(observation)));
    }
    session.rememberAddress();
    CompletionStage<Receipt> stored =
        parts.uplinks.store(
            new Inbound.ObjectReport(
                session.source(),
                parts.now(),
                observation.path(),
                ObjectDecoder.decode(
                    observation.path(), notification.contentFormat(), notification.payload()),
                changes));
    return stored.whenComplete((receipt, failure) ->
        parts.protocol.run(() -> {
          if (failure == null && !session.isOver()) {
            session.objects().answered(observation, observing);
          }
        }));
  }

  private static Bytes token(Notification notification) {
    return Bytes.wrap(notification.token().getBytes());
  }

  /// 4.04 and its like: the device does not observe, or no longer (RFC 7641, 4.2).
  private CompletionStage<Receipt> refusedByDevice(
      Lwm2mSession session, Observation observation, Notification notification) {
    LOG.info(
        "observation ended by device={} path={} code={}",
        session.source().device().deviceId(),
        observation.path(),
        notification.code());
    return parts
        .ports
        .store()
        .save(
            List.of(
                new SessionChange.DropObservation(
                    observation.device().number(), observation.token())))
        .whenComplete((receipt, failure) -> {
          if (failure == null) {
            parts.protocol.run(() -> dropIfStill(session, observation));
          }
        });
  }

  private void dropIfStill(Lwm2mSession session, Observation observation) {
    if (session.observation().filter(it -> it.token().equals(observation.token())).isPresent()) {
      registrations.dropObservation(session);
    } else if (session.hasObjects()) {
      session.objects().drop(observation);
    }
  }

  static Observation established(Observation observation) {
    return new Observation(
        observation.token(),
        observation.device(),
        observation.session(),
        observation.path(),
        observation.host(),
        observation.port(),
        observation.pskIdentity(),
        true);
  }

  /// The application's bytes. A TLV that cannot be unwrapped is passed on as it is: it is stored
  /// and shown as undecodable, never refused, or the device would repeat it for ever.
  private Bytes payload(Source source, Notification notification) {
    Bytes payload = notification.payload();
    if (!notification.contentFormat().map(TlvValue::isTlv).orElse(false)) {
      return payload;
    }
    try {
      return TlvValue.unwrap(payload);
    } catch (DecodeException e) {
      parts
          .ports
          .refusals()
          .refused(door, "bad_tlv", source.device().deviceId(), source.remote(), e.reason());
      return payload;
    }
  }

  @Override
  public void refused(Token token, EndpointContext peer, String kind, String reason) {
    String who =
        registrations
            .observing(token)
            .or(() ->
                registrations.of(
                    new Peer(peer.getPeerAddress(), Peer.identity(peer), Optional.empty())))
            .map(it -> it.source().device().deviceId())
            .or(() -> Peer.identity(peer))
            .orElse("-");
    parts.inHand.refused(kind);
    parts.ports.refusals().refused(door, kind, who, Remotes.text(peer.getPeerAddress()), reason);
  }
}
