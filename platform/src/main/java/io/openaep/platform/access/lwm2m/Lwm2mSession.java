package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.ObjectOutcome;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectRequest;
import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.SessionChange;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Token;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One registration while it is alive: where the device is, what is observed on it, and its lane
/// for requests. All state belongs to the protocol thread; {@link #source}, {@link #send} and
/// {@link #close} may be called from anywhere.
final class Lwm2mSession implements ObjectSession {
  private static final Logger LOG = LoggerFactory.getLogger(Lwm2mSession.class);

  private final Parts parts;
  private final Registrations registrations;
  private final RequestLane lane;
  private volatile Source source;
  private volatile Registration registration;
  private Peer peer;
  private Optional<Observation> observation;
  private @Nullable ObserveTask observing;
  private boolean renewing;
  private OptionalInt unstoredAnswer = OptionalInt.empty();
  private boolean over;
  private @Nullable ObjectObservations objects;
  private volatile List<String> observedPaths;

  /// The newest state that was handed to the journal, stored or not yet: what the next update
  /// changes.
  private Registration submitted;

  private int pendingUpdates;
  private int pendingReplacements;
  private boolean expiring;
  private Registrations.@Nullable Expiry expiry;

  Lwm2mSession(
      Parts parts,
      Registrations registrations,
      Door door,
      Registration registration,
      Optional<Observation> observation,
      Peer peer) {
    this.parts = parts;
    this.registrations = registrations;
    this.registration = registration;
    this.submitted = registration;
    this.observation = observation;
    this.peer = peer;
    this.observedPaths = observation.stream().map(Observation::path).toList();
    this.lane = new RequestLane(parts.protocol);
    this.source = new Source(registration.device(), door, registration.session(), peer.remote());
  }

  @Override
  public Source source() {
    return source;
  }

  @Override
  public CompletionStage<SendOutcome> send(Downlink downlink) {
    CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
    WriteTask write = new WriteTask(this, parts, downlink, outcome);
    boolean taken =
        parts.protocol.run(() -> {
          if (over) {
            write.never("the registration is over");
          } else {
            lane.add(write);
          }
        });
    if (!taken) {
      write.never("the platform stops");
    }
    return outcome;
  }

  @Override
  public CompletionStage<ObjectOutcome> operate(ObjectRequest request) {
    CompletableFuture<ObjectOutcome> outcome = new CompletableFuture<>();
    ObjectTask task = new ObjectTask(this, parts, request, outcome);
    boolean taken =
        parts.protocol.run(() -> {
          if (over) {
            task.never("the registration is over");
          } else {
            lane.add(task);
          }
        });
    if (!taken) {
      task.never("the platform stops");
    }
    return outcome;
  }

  @Override
  public void close(GoneCause cause) {
    parts.protocol.run(() -> registrations.close(this, cause));
  }

  @Override
  public Registration registration() {
    return registration;
  }

  @Override
  public List<String> observedPaths() {
    return observedPaths;
  }

  /// What is observed besides the device's reports.
  ObjectObservations objects() {
    if (objects == null) {
      objects = new ObjectObservations(this, registrations);
    }
    return objects;
  }

  /// Whether {@link #objects} has any: most devices have none, and there are many devices.
  boolean hasObjects() {
    return objects != null && !objects.all().isEmpty();
  }

  /// The observation with this token.
  Optional<Observation> observation(Bytes token) {
    Optional<Observation> reports = observation.filter(it -> it.token().equals(token));
    return reports.isPresent() || objects == null ? reports : objects.at(token);
  }

  /// Every observation of the device.
  List<Observation> observations() {
    List<Observation> all = new ArrayList<>(observation.stream().toList());
    if (objects != null) {
      all.addAll(objects.all());
    }
    return all;
  }

  void observationsChanged() {
    observedPaths = observations().stream().map(Observation::path).toList();
    if (observations().stream().allMatch(Observation::established)) {
      registrations.unobserved().settled(this);
    }
  }

  /// Reads an object after the registration, because the product wants to know.
  void readAfterRegistration(ObjectPath path) {
    lane.add(new FirstRead(this, parts, path));
  }

  Door door() {
    return source.door();
  }

  Optional<Observation> observation() {
    return observation;
  }

  Peer peer() {
    return peer;
  }

  /// Addresses a request to the device: to where it was heard last, retransmitted at the pace that
  /// its product sets (RFC 7252, 4.8). The option is asked for anew, so that a change counts at
  /// once.
  void address(Request request) {
    request.setDestinationContext(peer.context());
    parts
        .ports
        .authenticator()
        .profile(source.device().number())
        .flatMap(it -> it.options().ackTimeout())
        .ifPresent(it -> request.setReliabilityLayerParameters(parts.transmission(it)));
  }

  /// The socket to reach the device from; empty if its door is closed, or if another device has
  /// been heard from its address since (a network gives addresses to others after a while): what is
  /// meant for this one must not reach that one.
  Optional<CoapSocket> socket() {
    if (!registrations.isAtItsAddress(this)) {
      return Optional.empty();
    }
    return peer.socket().or(() -> parts.socketFor(door(), peer.address()));
  }

  /// Why {@link #socket} is empty.
  String unreachable() {
    return registrations.isAtItsAddress(this)
        ? "the door " + door().word() + " is closed"
        : "another device has its address now, or may have; waits until it is heard";
  }

  /// Another device is heard from where a request of this one is open: it ends. If it was to
  /// observe something, that device may have taken it and would report on it in this one's name:
  /// its token is given up, and the device asked on another when it is heard.
  ///
  /// @return whether it was to observe something
  boolean displaced(OutgoingRequest open) {
    open.displaced();
    boolean observe = open.request().isObserve();
    if (observe && !over) {
      observation(Bytes.wrap(open.request().getToken().getBytes()))
          .ifPresent(asked -> GivenUpToken.replace(this, parts, registrations, asked));
    }
    return observe;
  }

  boolean isOver() {
    return over;
  }

  /// It is replaced, left or expired: nothing is sent any more.
  void end(String reason) {
    over = true;
    lane.end(reason);
  }

  /// Whether an update or deregistration may still change it: not while its successor or its end is
  /// on the way to the journal.
  boolean isSettled() {
    return !over && !expiring && pendingReplacements == 0;
  }

  void replacementBegan() {
    pendingReplacements++;
  }

  void replacementFailed() {
    pendingReplacements--;
  }

  /// Whether its lifetime has run out and nothing that would change that is on its way.
  boolean isExpired(Instant now) {
    return isSettled() && pendingUpdates == 0 && !registration.expiresAt().isAfter(now);
  }

  Optional<Registrations.Expiry> expiry() {
    return Optional.ofNullable(expiry);
  }

  void expiry(Registrations.@Nullable Expiry next) {
    expiry = next;
  }

  void expiring(boolean begun) {
    expiring = begun;
  }

  /// Takes note of a change that was handed to the journal.
  void updateBegan(Registration changed) {
    submitted = changed;
    pendingUpdates++;
  }

  void updateStored(Registration changed) {
    pendingUpdates--;
    registration = changed;
  }

  void updateFailed() {
    pendingUpdates--;
    if (pendingUpdates == 0) {
      submitted = registration;
    }
  }

  Registration submitted() {
    return submitted;
  }

  void uplinkBegan() {
    lane.uplinkBegan();
  }

  /// Any thread.
  void uplinkAnswered() {
    lane.uplinkAnswered();
  }

  /// The device was heard: what is sent to it goes to where it was heard from.
  void heard(Peer newest) {
    boolean moved = !newest.address().equals(peer.address());
    if (moved) {
      LOG.info(
          "moved device={} from={} to={}",
          source.device().deviceId(),
          peer.remote(),
          newest.remote());
      source = new Source(source.device(), source.door(), source.session(), newest.remote());
    }
    Peer before = peer;
    peer = newest;
    registrations.heard(this, before);
  }

  /// Keeps the address of a device that moved and said so by a mere notification. Best effort: a
  /// lost one costs a command its way until the next message.
  void rememberAddress() {
    boolean kept = registration.host().equals(peer.host()) && registration.port() == peer.port();
    if (kept || !isSettled() || pendingUpdates > 0) {
      return;
    }
    registration = registration.at(peer.host(), peer.port());
    submitted = registration;
    save(List.of(new SessionChange.SaveRegistration(registration)));
  }

  /// Asks to be told of reports, before anything else that waits.
  void observe() {
    observation.ifPresent(it -> {
      observing =
          new ObserveTask(
              this, parts, new Token(it.token().toArray()), it.path(), this::notObserved);
      lane.addFirst(observing);
    });
  }

  /// An observe request was in vain.
  void notObserved(String reason) {
    if (over) {
      return;
    }
    registrations.unobserved().failed(this, reason);
    parts
        .ports
        .tap()
        .noted(
            new Tap.Party.Device(source.device()),
            source.door(),
            peer.remote(),
            "not observed, will be asked again: " + reason);
  }

  /// Asks again, at a contact or after a while, if the device has never answered and is not being
  /// asked already.
  void observeUnlessEstablished() {
    boolean asking = observing != null && !observing.isEnded();
    if (!asking && observation.filter(it -> !it.established()).isPresent()) {
      observe();
    }
    observeObjects();
  }

  /// Asks for what is wanted besides the reports and was never answered: after a registration, and
  /// again at each update.
  void observeObjects() {
    if (!hasObjects() || renewing) {
      return;
    }
    List<Observation> open = objects().all().stream().filter(it -> !it.established()).toList();
    if (!open.isEmpty()) {
      renewing = true;
      lane.add(new RenewTask(this, parts, lane, open, () -> renewing = false));
    }
  }

  boolean observeAcknowledged() {
    return observing != null && observing.isAcknowledged();
  }

  void observationChanged(Optional<Observation> changed) {
    observation = changed;
    observationsChanged();
  }

  /// The answer under this message id could not be stored: when it comes again it is still the
  /// answer and not a report.
  void answerNotStored(int messageId) {
    unstoredAnswer = OptionalInt.of(messageId);
  }

  boolean isUnstoredAnswer(int messageId) {
    return unstoredAnswer.equals(OptionalInt.of(messageId));
  }

  void answerStored() {
    unstoredAnswer = OptionalInt.empty();
    if (observing != null && observing.isEnded()) {
      observing = null; // no other answer comes to it, and there may be a million of them
    }
  }

  /// Commits changes that no answer waits for.
  void save(List<SessionChange> changes) {
    parts
        .ports
        .store()
        .save(changes)
        .whenComplete((receipt, failure) -> {
          if (failure != null) {
            LOG.warn(
                "not kept device={} reason=\"{}\"",
                source.device().deviceId(),
                failure.getMessage());
          }
        });
  }
}
