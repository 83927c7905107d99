package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Admission;
import io.openaep.platform.access.DeviceProfile;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SessionChange;
import io.openaep.wire.ByteReader;
import io.openaep.wire.Bytes;
import io.openaep.wire.DecodeException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;

/// The registration interface (LwM2M 1.0, 5.3; AEP device protocols, 1.1 and 1.2). Each request
/// becomes one event; its answer leaves when event and registration are stored, in one transaction.
/// On the protocol thread.
final class RegistrationResource {
  static final String REPORTS = "/19/0/0";
  private static final int LOCATION_BYTES = 9; // 72 random bits: on plain CoAP all that protects it

  private final Parts parts;
  private final Registrations registrations;
  private final RegistrationPace pace;
  private final SecureRandom random = new SecureRandom();

  RegistrationResource(Parts parts, Registrations registrations) {
    this.parts = parts;
    this.registrations = registrations;
    this.pace = new RegistrationPace(parts.config.limits().registrationsPerMinute());
  }

  /// `POST /rd?ep=…&lt=…&lwm2m=…&b=…` with the list of objects.
  void register(DeviceRequest request) {
    if (!takesObjects(request, "-")) {
      return;
    }
    RegistrationQuery query;
    String objects;
    try {
      query = RegistrationQuery.parse(request.options().getUriQuery());
      objects = objects(request);
    } catch (DecodeException e) {
      refuse(request, ResponseCode.BAD_REQUEST, "malformed", "-", e.reason());
      return;
    }
    if (query.endpoint().isEmpty()) {
      refuse(request, ResponseCode.BAD_REQUEST, "malformed", "-", "ep is missing");
      return;
    }
    String endpoint = query.endpoint().get();
    if (!query.versionSupported()) {
      refuse(
          request,
          ResponseCode.PRECONDITION_FAILED,
          "version",
          endpoint,
          "LwM2M " + query.version().orElse("") + " is not supported; 1.0 and 1.1 are");
      return;
    }
    Optional<String> identity = request.peer().pskIdentity();
    switch (parts.ports.authenticator().byEndpoint(request.door(), endpoint, identity)) {
      case Admission.Granted(DeviceProfile profile) -> admit(request, query, objects, profile);
      case Admission.Refused(Admission.Cause cause, String reason) -> {
        count(request, cause.name().toLowerCase(Locale.ROOT), endpoint, reason);
        request.respond(ResponseCode.FORBIDDEN, "Refused; the platform's log says why.");
      }
    }
  }

  private void admit(
      DeviceRequest request, RegistrationQuery query, String objects, DeviceProfile profile) {
    parts.inHand.belongsTo(profile.device());
    long number = profile.device().number();
    Optional<Lwm2mSession> before = registrations.of(number);
    if (before.isEmpty() && registrations.isFull()) {
      unavailable(request, "too_many_registrations", profile.device().deviceId());
      return;
    }
    if (!pace.takes(number, request.peer().host(), parts.now())) {
      unavailable(request, "registration_flood", profile.device().deviceId());
      return;
    }
    if (!parts.pending.begin()) {
      unavailable(request, "overloaded", profile.device().deviceId());
      return;
    }
    registrations.registers(request.peer(), number);
    Registration registration = registration(request, query, objects, profile);
    Optional<Observation> observation =
        profile.autoObserve() ? Optional.of(observation(registration)) : Optional.empty();
    Lwm2mSession session =
        new Lwm2mSession(
            parts, registrations, request.door(), registration, observation, request.peer());
    List<Observation> wanted = registrations.wanted().of(number, before);
    List<Bytes> dropped =
        before.map(Lwm2mSession::observations).orElse(wanted).stream()
            .map(Observation::token)
            .toList();
    List<Observation> renewed =
        WantedObservations.renewed(
            wanted, registration, () -> Bytes.wrap(parts.tokens.next().getBytes()));
    renewed.forEach(it -> session.objects().restored(it));
    List<SessionChange> changes = changes(session, dropped);
    before.ifPresent(Lwm2mSession::replacementBegan);
    session.uplinkBegan();
    PendingAnswer answer = new PendingAnswer(request.exchange(), parts);
    parts
        .uplinks
        .store(
            new Inbound.Connected(
                session.source(),
                registration.registeredAt(),
                Optional.of(registration.lifetime()),
                changes))
        .whenComplete((receipt, failure) -> {
          parts.pending.end();
          if (failure != null) {
            parts.protocol.run(() -> {
              before.ifPresent(Lwm2mSession::replacementFailed);
              answer.unavailable();
            });
            return;
          }
          // before the tails wake: a command that the registration calls must find the session
          Optional<DeviceSession> older = parts.ports.sessions().attach(session);
          parts.protocol.run(() -> registered(session, profile, older, dropped, answer));
        });
  }

  /// A new registration with what is observed on it, and the end of what was before.
  private static List<SessionChange> changes(Lwm2mSession session, List<Bytes> dropped) {
    long device = session.source().device().number();
    List<SessionChange> changes = new ArrayList<>();
    changes.add(new SessionChange.SaveRegistration(session.registration()));
    dropped.forEach(it -> changes.add(new SessionChange.DropObservation(device, it)));
    session.observations().forEach(it -> changes.add(new SessionChange.SaveObservation(it)));
    return changes;
  }

  private void registered(
      Lwm2mSession session,
      DeviceProfile profile,
      Optional<DeviceSession> older,
      List<Bytes> dropped,
      PendingAnswer answer) {
    List<Observation> replaced =
        registrations
            .of(session.source().device().number())
            .map(Lwm2mSession::observations)
            .orElse(List.of())
            .stream()
            .filter(it -> !dropped.contains(it.token()))
            .toList();
    registrations.activate(session, older);
    registrations.wanted().taken(session.source().device().number());
    replaced.forEach(it ->
        session.save(List.of(new SessionChange.DropObservation(it.device().number(), it.token()))));
    Response created = new Response(ResponseCode.CREATED);
    created.getOptions().addLocationPath("rd");
    created.getOptions().addLocationPath(session.registration().location());
    if (answer.give(created)) {
      session.observe(); // waits in the lane until the answer has left
      profile.options().readAfterRegistration().stream()
          .flatMap(path -> ObjectPath.parse(path).stream())
          .forEach(session::readAfterRegistration);
      session.observeObjects();
    }
    session.uplinkAnswered();
  }

  private Registration registration(
      DeviceRequest request, RegistrationQuery query, String objects, DeviceProfile profile) {
    byte[] location = new byte[LOCATION_BYTES];
    random.nextBytes(location);
    Instant now = parts.now();
    return new Registration(
        profile.device(),
        Base64.getUrlEncoder().withoutPadding().encodeToString(location),
        random.nextLong(),
        query.endpoint().orElseThrow(),
        query.lifetime().orElse(parts.config.times().defaultLifetime()),
        query.binding().orElse("U"),
        query.version().orElse("1.0"),
        objects,
        request.peer().host(),
        request.peer().port(),
        request.peer().pskIdentity(),
        query.apn(),
        now,
        now);
  }

  private Observation observation(Registration registration) {
    return new Observation(
        Bytes.wrap(parts.tokens.next().getBytes()),
        registration.device(),
        registration.session(),
        REPORTS,
        registration.host(),
        registration.port(),
        registration.pskIdentity(),
        false);
  }

  /// `POST /rd/{location}`: lifetime, binding and objects as far as given, and the new address.
  void update(DeviceRequest request, String location) {
    Optional<Lwm2mSession> found = sessionAt(request, location);
    if (found.isEmpty()) {
      return;
    }
    Lwm2mSession session = found.get();
    String device = session.source().device().deviceId();
    if (!takesObjects(request, device)) {
      return;
    }
    Registration changed;
    try {
      RegistrationQuery query = RegistrationQuery.parse(request.options().getUriQuery());
      changed = changed(session.submitted(), request, query, objects(request));
    } catch (DecodeException e) {
      refuse(request, ResponseCode.BAD_REQUEST, "malformed", device, e.reason());
      return;
    }
    if (!parts.pending.begin()) {
      unavailable(request, "overloaded", device);
      return;
    }
    session.heard(request.peer());
    session.updateBegan(changed);
    session.uplinkBegan();
    PendingAnswer answer = new PendingAnswer(request.exchange(), parts);
    parts
        .uplinks
        .store(
            new Inbound.Updated(
                session.source(),
                changed.updatedAt(),
                Optional.of(changed.lifetime()),
                List.of(new SessionChange.SaveRegistration(changed))))
        .whenComplete((receipt, failure) -> {
          parts.pending.end();
          parts.protocol.run(() -> {
            if (failure != null) {
              session.updateFailed();
              answer.unavailable();
            } else {
              updated(session, changed, answer);
            }
            session.uplinkAnswered();
          });
        });
  }

  private void updated(Lwm2mSession session, Registration changed, PendingAnswer answer) {
    session.updateStored(changed);
    if (!session.isOver()) {
      registrations.schedule(session);
      session.observeUnlessEstablished();
    }
    answer.give(new Response(ResponseCode.CHANGED));
  }

  private Registration changed(
      Registration base, DeviceRequest request, RegistrationQuery query, String objects) {
    return base.at(request.peer().host(), request.peer().port())
        .updated(
            query.lifetime().orElse(base.lifetime()),
            query.binding().orElse(base.binding()),
            objects.isEmpty() ? base.objects() : objects,
            parts.now());
  }

  /// `DELETE /rd/{location}`.
  void deregister(DeviceRequest request, String location) {
    Optional<Lwm2mSession> found = sessionAt(request, location);
    if (found.isEmpty()) {
      return;
    }
    Lwm2mSession session = found.get();
    if (!parts.pending.begin()) {
      unavailable(request, "overloaded", session.source().device().deviceId());
      return;
    }
    session.heard(request.peer());
    session.expiring(true);
    PendingAnswer answer = new PendingAnswer(request.exchange(), parts);
    parts
        .uplinks
        .store(Registrations.gone(session, parts.now(), GoneCause.LEFT))
        .whenComplete((receipt, failure) -> {
          parts.pending.end();
          if (failure == null) {
            parts.ports.sessions().detach(session);
          }
          parts.protocol.run(() -> {
            session.expiring(false);
            if (failure == null) {
              registrations.wanted().left(session);
              registrations.remove(session, "the device has deregistered");
              answer.give(new Response(ResponseCode.DELETED));
            } else {
              answer.unavailable();
            }
          });
        });
  }

  /// The registration at a location if the peer may touch it; else the request is answered here.
  private Optional<Lwm2mSession> sessionAt(DeviceRequest request, String location) {
    Optional<Lwm2mSession> found =
        registrations
            .at(location)
            .filter(it -> it.door() == request.door())
            .filter(Lwm2mSession::isSettled);
    if (found.isEmpty()) {
      refuse(
          request,
          ResponseCode.NOT_FOUND,
          "unknown_location",
          "-",
          "No registration at this location; register anew.");
      return Optional.empty();
    }
    Optional<String> owner = found.get().registration().pskIdentity();
    if (request.door() == Door.LWM2MS && !owner.equals(request.peer().pskIdentity())) {
      count(
          request,
          "wrong_identity",
          found.get().source().device().deviceId(),
          "PSK identity %s asked for another device's registration"
              .formatted(request.peer().pskIdentity().orElse("(none)")));
      request.respond(ResponseCode.FORBIDDEN, "Not your registration.");
      return Optional.empty();
    }
    return found;
  }

  /// Whether the list of objects is not too long; if it is, the request is answered here.
  private boolean takesObjects(DeviceRequest request, String who) {
    int limit = parts.config.limits().objectListBytes();
    boolean takes = request.exchange().getRequest().getPayloadSize() <= limit;
    if (!takes) {
      String reason = "the object list exceeds " + limit + " bytes";
      refuse(request, ResponseCode.REQUEST_ENTITY_TOO_LARGE, "too_large", who, reason);
    }
    return takes;
  }

  /// The list of objects, as sent; empty if there is none.
  private static String objects(DeviceRequest request) throws DecodeException {
    Bytes payload = request.payload();
    String objects = ByteReader.of(payload).text(payload.size(), "the object list");
    LinkFormat.check(objects);
    return objects;
  }

  private void unavailable(DeviceRequest request, String kind, String device) {
    count(request, kind, device, "answered 5.03; the device will try again");
    request.exchange().sendResponse(PendingAnswer.unavailable(parts.config.times().retryAfter()));
  }

  private void refuse(
      DeviceRequest request, ResponseCode code, String kind, String who, String reason) {
    count(request, kind, who, reason);
    request.respond(code, reason);
  }

  private void count(DeviceRequest request, String kind, String who, String reason) {
    parts.inHand.refused(kind);
    parts.ports.refusals().refused(request.door(), kind, who, request.peer().remote(), reason);
  }
}
