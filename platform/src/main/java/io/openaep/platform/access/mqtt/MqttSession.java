package io.openaep.platform.access.mqtt;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.KeptMqttSession;
import io.openaep.platform.access.KeptMqttSession.Outgoing;
import io.openaep.platform.access.KeptMqttSession.Subscription;
import io.openaep.platform.access.MqttReceived;
import io.openaep.platform.access.MqttSessionStore;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.SessionChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What one device and the platform owe each other beyond a connection (MQTT 3.1.1, 4.1):
/// subscriptions, commands on their way, packet ids of QoS 2 that were stored and not released. If
/// the session is kept, every change is in the journal's state before it is acted upon.
///
/// One connection owns it at a time. An older one that has not noticed that it was replaced gets
/// {@link Replaced}. Thread-safe: owners run on different event loops.
final class MqttSession {
  private static final int PACKET_ID_LIMIT = 65_535;

  private final DeviceRef device;
  private final MqttSessionStore store;
  private final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
  private final List<Outgoing> outgoing = new ArrayList<>();
  private final Map<Integer, Received> received = new HashMap<>();

  /// Commands that were under way in a session which this one has replaced.
  private final Set<Long> givenUpCommands;

  private Object owner;
  private boolean kept;
  private boolean givenUp;
  private Duration expiry;
  private Optional<Instant> endedAt = Optional.empty();
  private int lastPacketId;

  /// @param stored completes when the message is on disk; empty if it was there at start
  private record Received(long hash, Optional<CompletableFuture<Receipt>> stored) {}

  /// A packet id that is free again.
  ///
  /// @param stored when that is on disk; empty if it need not be
  record Released(Optional<? extends CompletionStage<Receipt>> stored) {}

  /// A newer connection owns the session.
  static final class Replaced extends Exception {
    private static final long serialVersionUID = 1L;

    Replaced() {
      super("a newer connection has the session");
    }
  }

  /// What a PUBLISH of QoS 2 is.
  sealed interface Arrival {
    /// The same message was stored, or is being stored.
    ///
    /// @param stored empty if that was long ago
    record Again(Optional<? extends CompletionStage<Receipt>> stored) implements Arrival {}

    /// @param stored to be completed with its append
    record First(List<SessionChange> changes, CompletableFuture<Receipt> stored)
        implements Arrival {}

    /// Too many wait for their PUBREL.
    record TooMany() implements Arrival {}
  }

  /// A command that is about to leave.
  ///
  /// @param again it left before, on this connection or an older one
  /// @param stored when its packet id is; empty if it need not be
  /// @param gaveWay older messages whose PUBCOMP is no longer awaited, because too many wait
  record Departure(
      Outgoing message,
      boolean again,
      Optional<? extends CompletionStage<Receipt>> stored,
      int gaveWay) {}

  /// @param givenUpCommands see {@link #hasGivenUp}
  MqttSession(
      DeviceRef device,
      MqttSessionStore store,
      Object owner,
      boolean kept,
      Duration expiry,
      Set<Long> givenUpCommands) {
    this.givenUpCommands = Set.copyOf(givenUpCommands);
    this.device = device;
    this.store = store;
    this.owner = owner;
    this.kept = kept;
    this.expiry = expiry;
  }

  /// A session found at start, owned by nobody.
  static MqttSession restored(KeptMqttSession from, MqttSessionStore store, Instant startedAt) {
    MqttSession session =
        new MqttSession(from.device(), store, new Object(), true, from.expiry(), Set.of());
    from.subscriptions().forEach(it -> session.subscriptions.put(it.filter(), it));
    session.outgoing.addAll(from.outgoing());
    session.lastPacketId = from.lastPacketId();
    session.endedAt = Optional.of(from.endedAt().orElse(startedAt));
    return session;
  }

  synchronized void restore(MqttReceived found) {
    received.put(found.packetId(), new Received(found.hash(), Optional.empty()));
  }

  /// A new connection goes on with it.
  synchronized void takeOver(Object newOwner, boolean keep, Duration newExpiry) {
    owner = newOwner;
    kept = keep;
    expiry = newExpiry;
    endedAt = Optional.empty();
  }

  /// The connection is over.
  ///
  /// @return what to store with its end; empty if a newer connection has the session
  synchronized List<SessionChange> end(Object of, Instant at) {
    if (!owner.equals(of)) {
      return List.of();
    }
    endedAt = Optional.of(at);
    if (kept) {
      return List.of(new SessionChange.SaveMqttSession(record()));
    }
    return givenUp ? List.of(new SessionChange.DropMqttSession(device.number())) : List.of();
  }

  synchronized boolean isOwnedBy(Object connection) {
    return owner.equals(connection);
  }

  synchronized boolean isKept() {
    return kept;
  }

  synchronized Duration expiry() {
    return kept ? expiry : Duration.ZERO;
  }

  /// MQTT 5.0, 3.14.2.2.2: a DISCONNECT may change it.
  synchronized void expiry(Duration changed) {
    givenUp = kept && changed.isZero();
    kept = !changed.isZero();
    expiry = changed;
  }

  /// Whether a connection at this time may go on with it.
  synchronized boolean isThere(Instant now) {
    return kept && endedAt.map(it -> now.isBefore(it.plus(expiry))).orElse(true);
  }

  /// Whether its time is over, with nobody connected.
  synchronized boolean isOver(Instant now) {
    return endedAt.filter(it -> !now.isBefore(it.plus(expiry))).isPresent();
  }

  /// Whether the command left in an older session that the device has discarded: then nobody can
  /// say whether it arrived, and it must not go out as a new message.
  boolean hasGivenUp(long commandId) {
    return givenUpCommands.contains(commandId);
  }

  Set<Long> givenUpCommands() {
    return givenUpCommands;
  }

  /// What a session that comes in the place of this one must not send as new.
  synchronized Set<Long> unresolved() {
    Set<Long> all = new HashSet<>(givenUpCommands);
    if (kept) {
      all.addAll(commandsUnderWay());
    }
    return all;
  }

  synchronized Set<Long> commandsUnderWay() {
    return outgoing.stream()
        .filter(it -> !it.released())
        .map(Outgoing::commandId)
        .collect(Collectors.toSet());
  }

  synchronized boolean sends(long commandId) {
    return outgoing.stream().anyMatch(it -> it.commandId() == commandId && !it.released());
  }

  synchronized KeptMqttSession record() {
    return new KeptMqttSession(
        device, expiry, endedAt, lastPacketId, List.copyOf(subscriptions.values()), outgoing);
  }

  // From the device.

  /// A PUBLISH of QoS 2 has come. A client that lost its own memory begins its packet ids anew: its
  /// new message is told from the old one by the content.
  synchronized Arrival arrive(Object of, int packetId, long hash, int limit) throws Replaced {
    check(of);
    Received same = received.get(packetId);
    if (same != null && same.hash() == hash) {
      return new Arrival.Again(same.stored());
    }
    if (same == null && received.size() >= limit) {
      return new Arrival.TooMany();
    }
    CompletableFuture<Receipt> stored = new CompletableFuture<>();
    Received first = new Received(hash, Optional.of(stored));
    received.put(packetId, first);
    var _ =
        stored.whenComplete((_, failure) -> {
          if (failure != null) {
            forget(packetId, first);
          }
        });
    List<SessionChange> changes =
        kept
            ? List.of(
                new SessionChange.SaveMqttReceived(
                    new MqttReceived(device.number(), packetId, hash)))
            : List.of();
    return new Arrival.First(changes, stored);
  }

  private synchronized void forget(int packetId, Received failed) {
    received.remove(packetId, failed);
  }

  /// PUBREL: the packet id is free when the stage completes.
  ///
  /// @return empty if it was not taken
  synchronized Optional<Released> release(Object of, int packetId) throws Replaced {
    check(of);
    Received released = received.remove(packetId);
    if (released == null) {
      return Optional.empty();
    }
    if (!kept) {
      return Optional.of(new Released(Optional.empty()));
    }
    CompletionStage<Receipt> stored =
        store.save(List.of(new SessionChange.DropMqttReceived(device.number(), packetId)));
    stored.whenComplete((_, failure) -> {
      if (failure != null) {
        putBack(packetId, released);
      }
    });
    return Optional.of(new Released(Optional.of(stored)));
  }

  private synchronized void putBack(int packetId, Received released) {
    received.putIfAbsent(packetId, released);
  }

  /// @return when it is stored; empty if it changed nothing that must be
  synchronized Optional<CompletionStage<Receipt>> subscribe(Object of, List<Subscription> wanted)
      throws Replaced {
    check(of);
    boolean changed = false;
    for (Subscription one : wanted) {
      changed |= !one.equals(subscriptions.put(one.filter(), one));
    }
    return changed ? saved() : Optional.empty();
  }

  synchronized boolean hasSubscription(String filter) {
    return subscriptions.containsKey(filter);
  }

  synchronized int subscriptionCount() {
    return subscriptions.size();
  }

  /// @return when it is stored; empty if it changed nothing that must be
  synchronized Optional<CompletionStage<Receipt>> unsubscribe(Object of, List<String> filters)
      throws Replaced {
    check(of);
    return subscriptions.keySet().removeAll(filters) ? saved() : Optional.empty();
  }

  synchronized List<Subscription> subscriptions(Predicate<Subscription> wanted) {
    return subscriptions.values().stream().filter(wanted).toList();
  }

  // To the device.

  /// A command is to leave: the same message again if the session has it on its way, else a new
  /// one. Others that were given up make room.
  ///
  /// @param releasedLimit messages that may wait for their PUBCOMP; the oldest gives way
  synchronized Departure depart(Object of, long commandId, int qos, int releasedLimit)
      throws Replaced {
    check(of);
    for (Outgoing known : outgoing) {
      if (known.commandId() == commandId) {
        return new Departure(known, true, Optional.empty(), 0);
      }
    }
    outgoing.removeIf(it -> !it.released());
    int gaveWay = Math.max(outgoing.size() - releasedLimit + 1, 0);
    outgoing.subList(0, gaveWay).clear();
    Outgoing message = new Outgoing(freePacketId(), commandId, qos, false);
    outgoing.add(message);
    return new Departure(message, false, saved(), gaveWay);
  }

  private int freePacketId() {
    do {
      lastPacketId = lastPacketId % PACKET_ID_LIMIT + 1;
    } while (find(lastPacketId).isPresent());
    return lastPacketId;
  }

  /// Messages that the device has not fully acknowledged.
  synchronized List<Outgoing> outgoing() {
    return List.copyOf(outgoing);
  }

  synchronized Optional<Outgoing> find(int packetId) {
    return outgoing.stream().filter(it -> it.packetId() == packetId).findFirst();
  }

  /// PUBREC: from now on PUBREL is what is sent again.
  ///
  /// @return when that is stored; empty if it need not be
  synchronized Optional<CompletionStage<Receipt>> received(Object of, Outgoing message)
      throws Replaced {
    check(of);
    outgoing.replaceAll(it ->
        it.packetId() == message.packetId()
            ? new Outgoing(it.packetId(), it.commandId(), it.qos(), true)
            : it);
    return saved();
  }

  /// PUBACK or PUBCOMP, or a refusal: the message is done.
  synchronized void finished(Object of, Outgoing message) throws Replaced {
    check(of);
    outgoing.removeIf(it -> it.packetId() == message.packetId());
    // Should this not get to the disk, the message goes out once more, as QoS 1 allows; of QoS 2
    // only a PUBREL does.
    saved();
  }

  private Optional<CompletionStage<Receipt>> saved() {
    return kept
        ? Optional.of(store.save(List.of(new SessionChange.SaveMqttSession(record()))))
        : Optional.empty();
  }

  private void check(Object of) throws Replaced {
    if (!owner.equals(of)) {
      throw new Replaced();
    }
  }
}
