package io.openaep.platform.push;

import io.openaep.platform.push.Lane.Read;
import io.openaep.platform.push.Lane.Take;
import io.openaep.platform.push.PendingStore.Settled;
import io.openaep.platform.push.Texts.Text;
import io.openaep.platform.push.post.BadUrl;
import io.openaep.platform.push.post.Destination;
import io.openaep.platform.push.post.Outcome;
import io.openaep.platform.push.post.Poster;
import io.openaep.platform.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends what waits: lets each lane take from its queue on disk what it may, posts each message on
/// a virtual thread of its own, and deletes what was delivered many at a time. A crash repeats the
/// messages that were delivered within the last moment, and loses none. {@link #tick} is called ten
/// times a second. Thread-safe.
final class Deliveries {
  private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

  private final PendingStore store;
  private final Subscriptions subscriptions;
  private final Texts texts;
  private final Poster poster;
  private final PushSettings settings;
  private final Backoff backoff;
  private final InstantSource clock;
  private final Executor senders;
  private final PushMeters meters;
  private final Budget budget;
  private final Settlements settlements;
  private final ConcurrentHashMap<Long, Lane> lanes = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Long, AtomicLong> counts = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile boolean closing;

  Deliveries(
      PendingStore store,
      Subscriptions subscriptions,
      Texts texts,
      Poster poster,
      PushSettings settings,
      Backoff backoff,
      InstantSource clock,
      Executor senders,
      PushMeters meters) {
    this.store = store;
    this.subscriptions = subscriptions;
    this.texts = texts;
    this.poster = poster;
    this.settings = settings;
    this.backoff = backoff;
    this.clock = clock;
    this.senders = senders;
    this.meters = meters;
    this.budget = new Budget(settings.inFlight());
    this.settlements = new Settlements(store, clock);
  }

  /// Takes up what waited when the platform stopped.
  void resume() {
    for (long receiver : store.receivers()) {
      count(receiver).addAndGet(store.count(receiver));
      lane(receiver).ifPresent(this::pump);
    }
  }

  /// Messages were added to these receivers' queues.
  void queued(Map<Long, Integer> added) {
    added.forEach((receiver, number) -> {
      count(receiver).addAndGet(number);
      lane(receiver)
          .ifPresent(lane -> {
            lane.wake();
            pump(lane);
          });
    });
  }

  /// Dead letters were queued again.
  void requeued(List<Pending> rows) {
    for (Pending row : rows) {
      count(row.receiver()).incrementAndGet();
      lane(row.receiver())
          .ifPresent(lane -> {
            lane.wake(row);
            pump(lane);
          });
    }
  }

  /// Deletes what was delivered and sends what is due.
  void tick() {
    flush();
    lanes.values().forEach(this::pump);
  }

  private Optional<Lane> lane(long receiver) {
    Lane known = lanes.get(receiver);
    if (known != null) {
      return Optional.of(known);
    }
    return subscriptions
        .ofReceiver(receiver)
        .map(any -> lanes.computeIfAbsent(receiver, _ -> lane(any)));
  }

  private Lane lane(Subscription any) {
    try {
      return new Lane(
          new Receiver(any.receiver(), any.tenantId(), Destination.parse(any.url())),
          settings,
          backoff,
          this::isCreatedDeleted);
    } catch (BadUrl e) {
      throw new IllegalStateException("a URL was accepted that is none: " + e.getMessage(), e);
    }
  }

  /// Spared by AEP's protection of itself (AEP northbound, section 5).
  private boolean isCreatedDeleted(Pending message) {
    return subscriptions
        .wanted(message.subscription())
        .filter(it -> it.type() == MessageType.CREATED_DELETED)
        .isPresent();
  }

  private void pump(Lane lane) {
    if (settlements.isFull()) {
      return;
    }
    load(lane);
    while (!closing) {
      boolean proven = lane.proven();
      if (!budget.take(lane, proven)) {
        return;
      }
      Optional<Take> take = lane.next(clock.instant());
      if (take.isEmpty()) {
        budget.release(proven);
        return;
      }
      inFlight.incrementAndGet();
      senders.execute(() -> send(lane, take.get(), proven));
    }
  }

  private void load(Lane lane) {
    for (Optional<Read> read = lane.wanted(); read.isPresent(); read = lane.wanted()) {
      boolean done = false;
      try {
        List<Pending> rows = store.next(read.get().after(), read.get().limit());
        lane.offer(read.get(), rows);
        done = true;
      } catch (StoreException e) {
        LOG.warn(
            "push queue cannot be read, will retry receiver={} reason=\"{}\"",
            lane.receiver().id(),
            e.getMessage());
        return;
      } finally {
        if (!done) {
          lane.unread();
        }
      }
    }
  }

  /// The top of a sender's thread.
  private void send(Lane lane, Take take, boolean proven) {
    Pending message = take.message();
    try {
      deliver(lane, take);
    } catch (Exception e) {
      LOG.error("push failed, will retry receiver={}", message.receiver(), e);
      lane.postpone(message, "the platform could not make the message", clock.instant());
    } finally {
      inFlight.decrementAndGet();
      budget.release(proven);
    }
    budget.waiting(proven).ifPresent(this::pump);
    pump(lane);
  }

  private void deliver(Lane lane, Take take) {
    Pending message = take.message();
    boolean wanted = !take.dropped() && subscriptions.wanted(message.subscription()).isPresent();
    Optional<Text> text = wanted ? texts.of(message) : Optional.empty();
    if (text.isEmpty()) {
      lane.finished(message, true);
      settlements.add(lane.receiver(), message, false);
      meters.dropped.increment();
      LOG.debug("push dropped receiver={} position={}", message.receiver(), message.position());
      return;
    }
    Outcome outcome = poster.post(lane.receiver().destination(), text.get().body().unsafeArray());
    Instant now = clock.instant();
    switch (lane.done(message, outcome, now)) {
      case DONE -> {
        settlements.add(lane.receiver(), message, true);
        meters.accepted.increment();
        meters.delayed(Duration.between(text.get().happenedAt(), now));
        LOG.debug(
            "pushed device={} receiver={} position={}",
            text.get().deviceId(),
            message.receiver(),
            message.position());
      }
      case RETRIED -> {
        meters.failed.increment();
        LOG.debug(
            "push not taken device={} receiver={} reason=\"{}\"",
            text.get().deviceId(),
            message.receiver(),
            outcome.words());
      }
      case DROPPED -> {
        meters.failed.increment();
        meters.dropped.increment();
        settlements.add(lane.receiver(), message, false);
        LOG.info(
            "push dropped after three tries device={} receiver={} reason=\"{}\"",
            text.get().deviceId(),
            message.receiver(),
            outcome.words());
      }
    }
  }

  /// Deletes what is done with from the disk.
  private void flush() {
    settledOnDisk(settlements.flush());
  }

  private void settledOnDisk(List<Settled> rows) {
    Map<Long, List<Pending>> byReceiver = new HashMap<>();
    rows.forEach(each ->
        byReceiver.computeIfAbsent(each.row().receiver(), _ -> new ArrayList<>()).add(each.row()));
    byReceiver.forEach((receiver, mine) -> {
      count(receiver).addAndGet(-mine.size());
      Lane lane = lanes.get(receiver);
      if (lane != null) {
        lane.forget(mine);
      }
    });
  }

  /// Rows were taken off the disk by somebody else.
  void removed(long receiver, int number) {
    count(receiver).addAndGet(-number);
  }

  private AtomicLong count(long receiver) {
    return counts.computeIfAbsent(receiver, _ -> new AtomicLong());
  }

  /// Receivers that something waits for or that something was sent to.
  List<Long> receivers() {
    return List.copyOf(counts.keySet());
  }

  Optional<Lane> running(long receiver) {
    return Optional.ofNullable(lanes.get(receiver));
  }

  /// Lets go of a receiver that has no subscription and no message left.
  void forget(long receiver) {
    lanes.remove(receiver);
    counts.remove(receiver);
  }

  long pending(long receiver) {
    AtomicLong count = counts.get(receiver);
    return count == null ? 0 : count.get();
  }

  long pending() {
    return counts.values().stream().mapToLong(AtomicLong::get).sum();
  }

  int inFlight() {
    return inFlight.get();
  }

  long paused() {
    Instant now = clock.instant();
    return lanes.values().stream().filter(it -> it.paused(now)).count();
  }

  /// Starts nothing more. What is under way may end.
  void stop() {
    closing = true;
  }

  /// Notes what was delivered until now.
  void finish() {
    flush();
  }
}
