package io.openaep.platform.access.lwm2m;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Observation;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SessionChange;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.californium.core.coap.Token;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All registrations that are alive: by location, device, token and by when they end. On the
/// protocol thread, but for {@link #size}.
final class Registrations {
  private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);

  private final Parts parts;
  private final Map<String, Lwm2mSession> byLocation = new HashMap<>();
  private final Map<Long, Lwm2mSession> byDevice = new HashMap<>();
  private final Map<Bytes, Lwm2mSession> byToken = new HashMap<>();

  /// By PSK identity, or by address where there is none. The trace looks here from other threads.
  private final Map<Object, Lwm2mSession> byPeer = new ConcurrentHashMap<>();

  private final TreeSet<Expiry> byExpiry =
      new TreeSet<>(Comparator.comparing(Expiry::at).thenComparing(Expiry::location));

  private final WantedObservations wanted = new WantedObservations();
  private final Unobserved unobserved;

  /// Ends that could not be stored yet, at most one a device.
  private final Map<Long, Inbound.Gone> untold = new HashMap<>();

  private volatile int size;

  /// When a session ends unless its device updates before.
  record Expiry(Instant at, Lwm2mSession session) {
    String location() {
      return session.registration().location();
    }
  }

  Registrations(Parts parts) {
    this.parts = parts;
    this.unobserved = new Unobserved(parts);
  }

  Optional<Lwm2mSession> at(String location) {
    return Optional.ofNullable(byLocation.get(location));
  }

  Optional<Lwm2mSession> of(long deviceNumber) {
    return Optional.ofNullable(byDevice.get(deviceNumber));
  }

  /// Any thread.
  Optional<Lwm2mSession> of(Peer peer) {
    return Optional.ofNullable(byPeer.get(key(peer)));
  }

  private static Object key(Peer peer) {
    return peer.pskIdentity().isPresent() ? peer.pskIdentity().get() : peer.address();
  }

  /// The device was heard, perhaps from another address: that one is its own now, whoever had it
  /// before.
  void heard(Lwm2mSession session, Peer before) {
    if (session.isOver() || !session.equals(byDevice.get(session.source().device().number()))) {
      return;
    }
    Object now = key(session.peer());
    if (!now.equals(key(before))) {
      byPeer.remove(key(before), session);
    }
    if (comes(session)) {
      session.observe(); // it may have taken the request that was meant for the other
    }
  }

  /// Whether nobody else has been heard from its address since.
  boolean isAtItsAddress(Lwm2mSession session) {
    return session.equals(byPeer.get(key(session.peer())));
  }

  /// It is the one at its address from now on: what another device was asked there ends, be that
  /// one's address still this or, after a move, another.
  ///
  /// @return whether a request to observe another device was open there
  private boolean comes(Lwm2mSession session) {
    byPeer.put(key(session.peer()), session);
    return session.door() == Door.LWM2M
        && endOthers(session.peer(), session.source().device().number());
  }

  /// A device registers on the plain door: while that is being stored, its address is nobody else's
  /// already, for it may answer what is sent there.
  void registers(Peer peer, long device) {
    if (peer.pskIdentity().isPresent()) {
      return;
    }
    Lwm2mSession other = byPeer.get(key(peer));
    if (other != null && other.source().device().number() != device) {
      byPeer.remove(key(peer), other);
    }
    boolean _ = endOthers(peer, device);
  }

  private boolean endOthers(Peer peer, long device) {
    boolean observe = false;
    for (OutgoingRequest open : parts.inFlight.at(peer.address())) {
      if (open.session().source().device().number() != device) {
        observe |= open.session().displaced(open);
      }
    }
    return observe;
  }

  Optional<Lwm2mSession> observing(Token token) {
    return Optional.ofNullable(byToken.get(Bytes.wrap(token.getBytes())));
  }

  Collection<Lwm2mSession> all() {
    return List.copyOf(byDevice.values());
  }

  /// Any thread.
  int size() {
    return size;
  }

  boolean isFull() {
    return byDevice.size() >= parts.config.limits().registrations();
  }

  /// Loads what earlier runs have left; before the first socket is bound.
  void restore() {
    Map<Long, Observation> observations = new HashMap<>();
    Map<Long, List<Observation>> objects = new HashMap<>();
    List<SessionChange> orphans = new ArrayList<>();
    List<Registration> registrations = parts.ports.store().registrations();
    Map<Long, Registration> known = new HashMap<>();
    registrations.forEach(it -> known.put(it.device().number(), it));
    for (Observation observation : parts.ports.store().observations()) {
      Registration of = known.get(observation.device().number());
      boolean reports = observation.path().equals(RegistrationResource.REPORTS);
      if (of == null && !reports && exists(observation.device())) {
        wanted.restored(observation);
      } else if (of == null || of.session() != observation.session()) {
        orphans.add(
            new SessionChange.DropObservation(observation.device().number(), observation.token()));
      } else if (reports) {
        observations.put(observation.device().number(), observation.of(of));
      } else {
        objects
            .computeIfAbsent(observation.device().number(), _ -> new ArrayList<>())
            .add(observation.of(of));
      }
    }
    Set<Object> addresses = new HashSet<>();
    Set<Object> contested = new HashSet<>();
    for (Registration registration : registrations) {
      Lwm2mSession session =
          new Lwm2mSession(
              parts,
              this,
              registration.pskIdentity().isPresent() ? Door.LWM2MS : Door.LWM2M,
              registration,
              Optional.ofNullable(observations.get(registration.device().number())),
              Peer.of(registration));
      objects
          .getOrDefault(registration.device().number(), List.of())
          .forEach(it -> session.objects().restored(it));
      if (session.isExpired(parts.now())) {
        wanted.left(session);
        // at once: a held command that found the session would be spent on a device long gone
        tell(gone(session, parts.now(), GoneCause.SILENT));
      } else {
        if (!addresses.add(key(session.peer()))) {
          contested.add(key(session.peer()));
        }
        add(session);
        parts.ports.sessions().attach(session);
      }
    }
    // of two with one address nobody knows who was heard last: no row tells of every message
    contested.forEach(byPeer::remove);
    if (!orphans.isEmpty()) {
      parts.ports.store().save(orphans);
    }
    LOG.info(
        "restored registrations={} observations={}", registrations.size(), observations.size());
  }

  private boolean exists(DeviceRef device) {
    return parts.ports.authenticator().profile(device.number()).isPresent();
  }

  /// What is to be observed on devices, whether they are registered or not.
  WantedObservations wanted() {
    return wanted;
  }

  /// Who has not answered an observe request.
  Unobserved unobserved() {
    return unobserved;
  }

  /// Makes a stored registration the device's own; the one before it ends without a word.
  ///
  /// @param older what {@link io.openaep.platform.access.Sessions#attach} gave back
  void activate(Lwm2mSession session, Optional<DeviceSession> older) {
    Lwm2mSession before = byDevice.get(session.source().device().number());
    if (before != null) {
      remove(before, "replaced by a new registration");
    }
    older.filter(it -> !(it instanceof Lwm2mSession)).ifPresent(it -> it.close(GoneCause.CLOSED));
    add(session);
  }

  private void add(Lwm2mSession session) {
    byLocation.put(session.registration().location(), session);
    byDevice.put(session.source().device().number(), session);
    session.observations().forEach(it -> addObservation(session, it));
    schedule(session);
    size = byDevice.size();
    comes(session); // its own observe request follows
  }

  void addObservation(Lwm2mSession session, Observation observation) {
    byToken.put(observation.token(), session);
    parts
        .observations(session.door())
        .add(
            new Token(observation.token().toArray()),
            observation.path(),
            () -> session.peer().context());
  }

  /// From now on notifications on this token are answered RST.
  void dropToken(Lwm2mSession session, Bytes token) {
    byToken.remove(token);
    parts.observations(session.door()).drop(new Token(token.toArray()));
  }

  /// From now on its notifications are answered RST.
  void dropObservation(Lwm2mSession session) {
    session.observation().ifPresent(it -> dropToken(session, it.token()));
    session.observationChanged(Optional.empty());
  }

  /// Looks at the lifetime anew.
  void schedule(Lwm2mSession session) {
    unschedule(session);
    Expiry expiry = new Expiry(session.registration().expiresAt(), session);
    session.expiry(expiry);
    byExpiry.add(expiry);
  }

  private void unschedule(Lwm2mSession session) {
    session.expiry().ifPresent(byExpiry::remove);
    session.expiry(null);
  }

  /// Forgets a registration; its rows are the caller's business.
  void remove(Lwm2mSession session, String reason) {
    session.end(reason);
    unschedule(session);
    session.observations().forEach(it -> dropToken(session, it.token()));
    dropObservation(session);
    unobserved.settled(session);
    byLocation.remove(session.registration().location(), session);
    byDevice.remove(session.source().device().number(), session);
    byPeer.remove(key(session.peer()), session);
    size = byDevice.size();
  }

  /// Ends registrations whose lifetime has run out, and tries again to tell ends that could not be
  /// stored.
  void expire(Instant now) {
    List<Expiry> due = new ArrayList<>();
    for (Expiry next : byExpiry) {
      if (next.at().isAfter(now)) {
        break;
      }
      due.add(next);
    }
    for (Expiry next : due) {
      // if not expired something on its way to the journal decides: looked at again next time
      if (next.session().isExpired(now)) {
        expire(next.session(), now);
      }
    }
    tellAgain();
  }

  private void expire(Lwm2mSession session, Instant now) {
    session.expiring(true);
    parts
        .uplinks
        .store(gone(session, now, GoneCause.SILENT))
        .whenComplete((receipt, failure) -> {
          if (failure == null) {
            parts.ports.sessions().detach(session);
          }
          parts.protocol.run(() -> {
            session.expiring(false);
            if (failure == null) {
              wanted.left(session);
              remove(session, "the lifetime is over");
            }
          });
        });
  }

  /// Its end with what is dropped and what is kept.
  static Inbound.Gone gone(Lwm2mSession session, Instant at, GoneCause cause) {
    List<SessionChange> changes = new ArrayList<>();
    changes.add(new SessionChange.DropRegistration(session.source().device().number()));
    if (cause != GoneCause.REMOVED) {
      changes.addAll(WantedObservations.kept(session)); // the drop has taken them with it
    }
    return new Inbound.Gone(session.source(), at, cause, changes);
  }

  /// Ended from the platform's side: the device was deleted, or has come back elsewhere.
  void close(Lwm2mSession session, GoneCause cause) {
    if (session.isOver()) {
      return;
    }
    List<Observation> observations = session.observations();
    boolean current = parts.ports.sessions().detach(session);
    Inbound.Gone gone = gone(session, parts.now(), cause);
    if (current && cause != GoneCause.REMOVED) {
      wanted.left(session);
    }
    remove(session, "closed by the platform");
    if (current) {
      tell(gone);
    } else {
      observations.forEach(it ->
          session.save(
              List.of(new SessionChange.DropObservation(it.device().number(), it.token()))));
    }
  }

  private void tell(Inbound.Gone gone) {
    long device = gone.source().device().number();
    parts
        .uplinks
        .store(gone)
        .whenComplete((receipt, failure) -> {
          if (failure != null) {
            parts.protocol.run(() -> untold.put(device, gone));
          }
        });
  }

  private void tellAgain() {
    for (Inbound.Gone gone : List.copyOf(untold.values())) {
      long device = gone.source().device().number();
      untold.remove(device);
      if (!byDevice.containsKey(device)) {
        tell(gone);
      }
    }
  }
}
