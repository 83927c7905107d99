package io.openaep.platform.push;

import io.openaep.platform.push.post.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is under way to one receiver and what comes next: a bounded window of its queue on disk. It
/// decides, others read, send and delete.
///
/// Of each device only the oldest message is under way. A message that fails holds up its device
/// alone; the device's further messages stay on disk meanwhile. When it is the receiver that fails
/// (it cannot be reached, or messages of many devices fail in a row), everything to it waits, and
/// one message at a time tries whether it is back. Thread-safe.
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /// Messages held in memory, those of failing devices apart.
  private static final int WINDOW = 512;

  /// Devices whose oldest message fails; with more of them the receiver counts as failing.
  private static final int BLOCKED_LIMIT = 10_000;

  private static final int FAILURES_BEFORE_PAUSE = 3;

  /// Answers other than 200 in a row from fewer devices are the messages' fault, not the
  /// receiver's.
  private static final int DEVICES_BEFORE_PAUSE = 8;

  private static final int AEP_TRIES = 3;

  private final Receiver receiver;
  private final Backoff backoff;
  private final int limit;
  private final boolean aep;
  private final Predicate<Pending> neverDropped;
  private final FailureRate rate = new FailureRate();

  private final Map<Long, DeviceQueue> queues = new HashMap<>();
  private final ArrayDeque<DeviceQueue> ready = new ArrayDeque<>();
  private final PriorityQueue<DeviceQueue> delayed =
      new PriorityQueue<>(Comparator.comparing((DeviceQueue it) -> it.retryAt));

  /// In memory or delivered and not yet deleted on disk: not to be taken from disk again.
  private final Set<Pending> known = new HashSet<>();

  private int held;
  private int inFlight;
  private int allowed = 1;
  private Pending cursor;
  private boolean more = true;
  private boolean reading;
  private long givenUpTo;
  private long wakes;
  private int failuresInRow;
  private int pauses;
  private Instant pausedUntil = Instant.MIN;
  private Instant dropsUntil = Instant.MIN;

  /// @param neverDropped messages that AEP's protection spares
  Lane(Receiver receiver, PushSettings settings, Backoff backoff, Predicate<Pending> neverDropped) {
    this.receiver = receiver;
    this.backoff = backoff;
    this.limit = settings.receiverInFlight();
    this.aep = settings.dropsLikeAep();
    this.neverDropped = neverDropped;
    this.cursor = Pending.start(receiver.id());
  }

  Receiver receiver() {
    return receiver;
  }

  /// A message to be sent, or to be dropped without a try.
  record Take(Pending message, boolean dropped) {}

  /// What has become of a message.
  enum Fate {
    DONE,
    RETRIED,
    DROPPED
  }

  /// There is more on disk than before.
  synchronized void wake() {
    more = true;
    wakes++;
  }

  /// A message older than those that were read has come to the disk.
  synchronized void wake(Pending added) {
    wake();
    rescan(added);
  }

  /// From where on the disk is to be read now; empty if enough is in memory.
  synchronized Optional<Read> wanted() {
    if (!more || reading || held >= WINDOW / 2) {
      return Optional.empty();
    }
    reading = true;
    return Optional.of(new Read(cursor, WINDOW, wakes));
  }

  /// The disk could not be read.
  synchronized void unread() {
    reading = false;
  }

  /// A page of the queue to be read.
  record Read(Pending after, int limit, long wakes) {}

  /// What was read. Ignored if the place to read from has changed meanwhile.
  synchronized void offer(Read read, List<Pending> rows) {
    reading = false;
    if (!read.after().equals(cursor)) {
      return;
    }
    for (Pending row : rows) {
      boolean given = row.position() <= givenUpTo && row.dead() == 0;
      if (!given && !known.contains(row)) {
        admit(row);
      }
    }
    if (!rows.isEmpty()) {
      cursor = rows.getLast();
    }
    if (rows.size() < read.limit() && wakes == read.wakes()) {
      more = false;
    }
  }

  private void admit(Pending row) {
    DeviceQueue queue = queues.get(row.device());
    if (queue != null && (queue.blocked() || queue.parked.isPresent())) {
      queue.park(row);
      return;
    }
    known.add(row);
    held++;
    if (queue == null) {
      queue = new DeviceQueue();
      queues.put(row.device(), queue);
      ready.add(queue);
    }
    queue.entries.add(row);
  }

  /// The next message that may leave now; it is under way from here on until {@link #done}.
  synchronized Optional<Take> next(Instant now) {
    if (now.isBefore(pausedUntil) || inFlight >= allowed) {
      return Optional.empty();
    }
    while (!delayed.isEmpty() && !now.isBefore(delayed.element().retryAt)) {
      ready.add(delayed.remove());
    }
    DeviceQueue queue = ready.poll();
    if (queue == null) {
      return Optional.empty();
    }
    queue.inFlight = true;
    inFlight++;
    Pending message = queue.entries.element();
    return Optional.of(new Take(message, now.isBefore(dropsUntil) && !neverDropped.test(message)));
  }

  /// Whether the last message got through, so that this receiver may have its share of everything.
  synchronized boolean proven() {
    return allowed > 1;
  }

  /// Nothing is to be told any more by this message: it was delivered before, or nobody wants it.
  synchronized void finished(Pending message, boolean dropped) {
    finish(message);
    if (!dropped) {
      failuresInRow = 0;
    }
  }

  private void finish(Pending message) {
    inFlight--;
    DeviceQueue queue = queues.get(message.device());
    if (queue == null) {
      return;
    }
    queue.inFlight = false;
    leave(queue, message);
    if (!queue.entries.isEmpty()) {
      ready.add(queue);
    }
  }

  /// Takes the oldest message out of its queue.
  private void leave(DeviceQueue queue, Pending message) {
    queue.entries.remove();
    if (!queue.blocked()) {
      held--;
    }
    queue.attempts = 0;
    if (queue.entries.isEmpty()) {
      queues.remove(message.device());
      queue.parked.ifPresent(this::rescan);
    }
  }

  private void rescan(Pending from) {
    more = true;
    if (Pending.ORDER.compare(from, cursor) <= 0) {
      cursor = from.before();
    }
  }

  /// What came of a try.
  synchronized Fate done(Pending message, Outcome outcome, Instant now) {
    boolean accepted = outcome instanceof Outcome.Accepted;
    if (aep && rate.add(!accepted, now)) {
      dropsUntil = now.plus(FailureRate.PAUSE);
      LOG.warn(
          "push receiver fails, drops its messages receiver={} url={} for={} reason=\"{}\"",
          receiver.id(),
          receiver.destination().forLogs(),
          FailureRate.PAUSE,
          outcome.words());
    }
    if (accepted) {
      succeed(message);
      return Fate.DONE;
    }
    DeviceQueue queue = queues.get(message.device());
    if (queue == null || (aep && queue.attempts + 1 >= AEP_TRIES)) {
      finish(message);
      return Fate.DROPPED;
    }
    fail(queue, message, outcome, now);
    return Fate.RETRIED;
  }

  /// It could not be tried, through no fault of the receiver's.
  synchronized void postpone(Pending message, String reason, Instant now) {
    DeviceQueue queue = queues.get(message.device());
    if (queue != null) {
      fail(queue, message, new Outcome.Failed(reason), now);
    }
  }

  private void succeed(Pending message) {
    finish(message);
    if (pauses > 0) {
      LOG.info(
          "push receiver is back receiver={} url={} pauses={}",
          receiver.id(),
          receiver.destination().forLogs(),
          pauses);
    }
    failuresInRow = 0;
    pauses = 0;
    allowed = Math.min(limit, allowed * 2);
  }

  private void fail(DeviceQueue queue, Pending message, Outcome outcome, Instant now) {
    inFlight--;
    queue.inFlight = false;
    if (!queue.blocked()) {
      held -= queue.entries.size();
      queue.entries.remove();
      queue.entries.forEach(further -> {
        known.remove(further);
        queue.park(further);
      });
      queue.entries.clear();
      queue.entries.add(message);
    }
    queue.attempts++;
    queue.retryAt = now.plus(backoff.after(queue.attempts));
    delayed.add(queue);
    failuresInRow++;
    allowed = Math.max(1, allowed / 2);
    if (!aep && isTheReceivers(outcome)) {
      pause(outcome, now);
    }
  }

  /// Whether it is the receiver that fails rather than single messages.
  private boolean isTheReceivers(Outcome outcome) {
    boolean unreachable = outcome instanceof Outcome.Failed;
    boolean many = delayed.size() >= DEVICES_BEFORE_PAUSE;
    return pauses > 0
        || (failuresInRow >= FAILURES_BEFORE_PAUSE && (unreachable || many))
        || delayed.size() >= BLOCKED_LIMIT;
  }

  private void pause(Outcome outcome, Instant now) {
    allowed = 1;
    if (now.isBefore(pausedUntil)) {
      return;
    }
    pauses++;
    Duration pause = backoff.after(pauses);
    pausedUntil = now.plus(pause);
    // It is the receiver's fault: no device need wait longer than for the receiver.
    ready.addAll(delayed);
    delayed.clear();
    if (pauses == 1) {
      LOG.warn(
          "push receiver fails, waits for it receiver={} url={} reason=\"{}\"",
          receiver.id(),
          receiver.destination().forLogs(),
          outcome.words());
    }
  }

  /// Whether everything to this receiver waits for it.
  synchronized boolean paused(Instant now) {
    return now.isBefore(pausedUntil) || now.isBefore(dropsUntil);
  }

  /// These are no longer on disk.
  synchronized void forget(List<Pending> rows) {
    rows.forEach(known::remove);
  }

  /// Takes these out, for they are given up.
  ///
  /// @param rows the oldest of this receiver, in order
  /// @param upTo nothing up to this position will be read from disk again
  /// @return all but those that are under way
  synchronized List<Pending> giveUp(List<Pending> rows, long upTo) {
    givenUpTo = Math.max(givenUpTo, upTo);
    List<Pending> given = new ArrayList<>();
    for (Pending row : rows) {
      if (!known.contains(row) || takeOut(row)) {
        known.remove(row);
        given.add(row);
      }
    }
    return given;
  }

  /// @return false if it is under way, or one before it is
  private boolean takeOut(Pending row) {
    DeviceQueue queue = queues.get(row.device());
    if (queue == null || queue.inFlight || !row.equals(queue.entries.peek())) {
      return false;
    }
    leave(queue, row);
    if (queue.entries.isEmpty()) {
      ready.remove(queue);
      delayed.remove(queue);
    }
    return true;
  }

  synchronized int inFlight() {
    return inFlight;
  }
}
