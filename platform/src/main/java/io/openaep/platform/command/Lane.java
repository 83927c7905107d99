package io.openaep.platform.command;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.command.CommandStore.OpenCommand;
import io.openaep.platform.command.DeliveryPolicy.Waiting;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The open commands of one device, in the order in which they were saved, and what was learned
/// while sending them. At most one is in flight. Changed by the dispatcher's thread alone; what
/// other threads may see is volatile. Not final: the simulation of the delivery plants one that
/// lets two fly.
class Lane {
  private static final long UNKNOWN_TASK = -1;

  private final long device;
  private final TreeMap<Long, Held> held = new TreeMap<>();
  private @Nullable Held inFlight;
  private int creating;
  private long lastTask = UNKNOWN_TASK;
  private boolean removed;
  private String name;
  private volatile long contactClosed;
  private volatile Instant lastAnswer = Instant.MIN;
  private volatile @Nullable DeviceSession deaf;
  private volatile long inFlightId;

  Lane(long device) {
    this.device = device;
    this.name = "#" + device;
  }

  long device() {
    return device;
  }

  /// For logs: the device id, once it has been looked up.
  String name() {
    return name;
  }

  void name(String deviceId) {
    name = deviceId;
  }

  Held add(OpenCommand command, Cargo cargo) {
    Held added = new Held(command, cargo);
    held.put(command.id(), added);
    return added;
  }

  Optional<Held> find(long id) {
    return Optional.ofNullable(held.get(id));
  }

  /// It has ended: takes it out, and frees the lane if it was in flight.
  void remove(Held ended) {
    held.remove(ended.id());
    land(ended);
  }

  Collection<Held> all() {
    return List.copyOf(held.values());
  }

  /// The oldest whose fate is not settled yet.
  Optional<Held> next() {
    return held.values().stream().filter(it -> !it.settled()).findFirst();
  }

  int size() {
    return held.size();
  }

  /// Counted against the bound: also those whose CommandSaved is on its way to the journal.
  int load() {
    return held.size() + creating;
  }

  void creating(int change) {
    creating += change;
  }

  /// The next taskId, 1…65535 and round again. A lane lives while a command of it is on its way
  /// into the store, so the store knows the last one when a lane is made.
  long nextTask(LongUnaryOperator stored) {
    if (lastTask == UNKNOWN_TASK) {
      lastTask = stored.applyAsLong(device);
    }
    lastTask = lastTask % ServiceCall.LAST_TASK_ID + 1;
    return lastTask;
  }

  boolean idle() {
    return held.isEmpty() && creating == 0;
  }

  boolean busy() {
    return inFlight != null;
  }

  boolean isInFlight(Held command) {
    return inFlight == command;
  }

  /// The command takes the lane, from before SENT is appended until its end is folded.
  void takeOff(Held command) {
    if (inFlight != null) {
      throw new IllegalStateException(
          "device " + device + " has command " + inFlight.id() + " in flight");
    }
    inFlight = command;
    inFlightId = command.id();
  }

  /// Frees the lane if this command has it.
  void land(Held command) {
    if (inFlight == command) {
      inFlight = null;
      inFlightId = 0;
    }
  }

  /// The command that has the lane, or 0; for any thread.
  long inFlightId() {
    return inFlightId;
  }

  long contactClosed() {
    return contactClosed;
  }

  void closeContact(long position) {
    contactClosed = position;
  }

  Instant lastAnswer() {
    return lastAnswer;
  }

  void answered(Instant at) {
    lastAnswer = at;
  }

  /// A session that took a command and said that it was already closed is not asked again until the
  /// device is heard: it may stay listed a moment longer.
  void deaf(@Nullable DeviceSession session) {
    deaf = session;
  }

  boolean isDeaf(DeviceSession session) {
    return session.equals(deaf);
  }

  /// The device was deleted: whatever still comes back for this lane is void.
  void markRemoved() {
    removed = true;
  }

  boolean isRemoved() {
    return removed;
  }

  /// One open command. `sent` means that SENT is on disk, not that a byte left: if the session had
  /// gone by then, it waits for the next contact as SENT, and needs no second intent.
  static final class Held {
    private final long id;
    private final Cargo cargo;
    private final Waiting waiting;
    private boolean sent;
    private boolean left;
    private boolean settled;
    private Agenda.@Nullable Entry deadline;

    Held(OpenCommand command, Cargo cargo) {
      this.id = command.id();
      this.cargo = cargo;
      this.waiting = new Waiting(command.position(), command.createdAt(), command.ttl());
      this.sent = command.sent();
    }

    long id() {
      return id;
    }

    Cargo cargo() {
      return cargo;
    }

    Waiting waiting() {
      return waiting;
    }

    boolean sent() {
      return sent;
    }

    void markSent() {
      sent = true;
    }

    /// A byte of it may have left, and it is to be sent again by a kept session: should its time
    /// run out now, nobody can say whether it arrived.
    boolean left() {
      return left;
    }

    void markLeft() {
      left = true;
    }

    /// Its last event is on the way to the journal: it must not be decided again.
    boolean settled() {
      return settled;
    }

    void settle(boolean now) {
      settled = now;
    }

    Optional<Agenda.Entry> deadline() {
      return Optional.ofNullable(deadline);
    }

    void deadline(Agenda.@Nullable Entry entry) {
      deadline = entry;
    }
  }
}
