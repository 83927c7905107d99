package io.openaep.platform.push;

import io.openaep.platform.journal.Journal;
import io.openaep.platform.push.DeadLetterStore.Burial;
import io.openaep.platform.push.Texts.Text;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns messages that have waited too long, or that are too many, into dead letters, before the
/// journal lets go of their events; and bounds the dead letters. {@link #sweep} runs every few
/// seconds on a thread of its own.
final class GivingUp {
  private static final Logger LOG = LoggerFactory.getLogger(GivingUp.class);
  private static final int SLICE = 500;

  /// An event is in the journal so long after its time at the latest.
  private static final Duration LATE = Duration.ofMinutes(1);

  private final PendingStore store;
  private final DeadLetterStore dead;
  private final Subscriptions subscriptions;
  private final Deliveries deliveries;
  private final Texts texts;
  private final Journal journal;
  private final LongSupplier folded;
  private final PushSettings settings;
  private final Duration age;
  private final InstantSource clock;
  private final PushMeters meters;
  private volatile long swept;

  /// @param folded the position that the fold has come to
  /// @param keepEvents how long the journal keeps events: nothing may wait longer
  GivingUp(
      PendingStore store,
      DeadLetterStore dead,
      Subscriptions subscriptions,
      Deliveries deliveries,
      Texts texts,
      Journal journal,
      LongSupplier folded,
      PushSettings settings,
      Duration keepEvents,
      InstantSource clock,
      PushMeters meters) {
    this.store = store;
    this.dead = dead;
    this.subscriptions = subscriptions;
    this.deliveries = deliveries;
    this.texts = texts;
    this.journal = journal;
    this.folded = folded;
    this.settings = settings;
    Duration longest = keepEvents.multipliedBy(9).dividedBy(10);
    this.age = settings.keepFor().compareTo(longest) < 0 ? settings.keepFor() : longest;
    this.clock = clock;
    this.meters = meters;
  }

  /// No waiting message refers to an event up to this position: it may be trimmed.
  long swept() {
    return swept;
  }

  void sweep() {
    Instant now = clock.instant();
    subscriptions.endOrphans();
    subscriptions.forget(subscriptions.ended().stream().filter(it -> told(it, now)).toList());
    long cutoff = journal.positionBefore(now.minus(age));
    long safe = cutoff;
    for (long receiver : deliveries.receivers()) {
      safe = Math.min(safe, sweep(receiver, cutoff, now));
    }
    swept = Math.max(swept, safe);
    giveUpAgain(now);
    store.forgetDeparted(swept);
    for (String tenant : dead.tenants()) {
      int dropped =
          dead.trim(tenant, now.minus(settings.keepDeadLetters()), settings.deadLetters());
      if (dropped > 0) {
        meters.deadDropped.increment(dropped);
        LOG.warn("dead letters dropped tenant={} letters={}", tenant, dropped);
      }
    }
  }

  /// Whether nothing can be told by a subscription that has ended: the fold has passed its end, and
  /// nothing of that time waits for its receiver.
  private boolean told(Subscription ended, Instant now) {
    Instant last = ended.endedAt().orElseThrow().plus(LATE);
    if (now.isBefore(last)) {
      return false;
    }
    long end = journal.positionBefore(last);
    return folded.getAsLong() >= end
        && store.next(Pending.start(ended.receiver()), 1).stream()
            .allMatch(it -> it.position() > end);
  }

  /// @return the position up to which nothing waits for this receiver any more
  private long sweep(long receiver, long cutoff, Instant now) {
    if (subscriptions.ofReceiver(receiver).isEmpty()) {
      dropUnwanted(receiver);
      return cutoff;
    }
    long done = giveUp(receiver, cutoff, "not taken within " + age, now);
    if (deliveries.pending(receiver) > settings.pending()) {
      long surplus = store.positionOfSurplus(receiver, settings.pending());
      var _ =
          giveUp(
              receiver,
              surplus,
              "more than " + settings.pending() + " messages waited for this receiver",
              now);
    }
    return done;
  }

  private void dropUnwanted(long receiver) {
    int dropped = store.dropReceiver(receiver, SLICE);
    while (dropped > 0 && subscriptions.ofReceiver(receiver).isEmpty()) {
      meters.dropped.increment(dropped);
      dropped = store.dropReceiver(receiver, SLICE);
    }
    if (subscriptions.ofReceiver(receiver).isEmpty()) {
      deliveries.forget(receiver);
      subscriptions.deleteReceiver(receiver);
    }
  }

  private long giveUp(long receiver, long cutoff, String reason, Instant now) {
    Optional<Lane> lane = deliveries.running(receiver);
    while (true) {
      List<Pending> rows = store.upTo(receiver, cutoff, SLICE);
      if (rows.isEmpty()) {
        return cutoff;
      }
      List<Pending> given = lane.isPresent() ? lane.get().giveUp(rows, cutoff) : rows;
      if (given.isEmpty()) {
        return rows.getFirst().position() - 1;
      }
      bury(given, reason, now);
      deliveries.removed(receiver, given.size());
    }
  }

  /// Dead letters that were sent again and not taken.
  private void giveUpAgain(Instant now) {
    for (Pending row : dead.queuedBefore(now.minus(age), SLICE)) {
      Optional<Lane> lane = deliveries.running(row.receiver());
      List<Pending> given = lane.isPresent() ? lane.get().giveUp(List.of(row), 0) : List.of(row);
      if (!given.isEmpty()) {
        bury(given, "not taken within " + age, now);
        deliveries.removed(row.receiver(), 1);
      }
    }
  }

  private void bury(List<Pending> rows, String reason, Instant now) {
    List<Burial> burials = new ArrayList<>();
    List<Pending> gone = new ArrayList<>();
    for (Pending row : rows) {
      Optional<Subscription> subscription = subscriptions.wanted(row.subscription());
      Optional<Text> text = subscription.isPresent() ? texts.of(row) : Optional.empty();
      if (text.isPresent()) {
        Subscription wanted = subscription.orElseThrow();
        burials.add(
            new Burial(
                row,
                wanted.url(),
                wanted,
                text.get().deviceId(),
                text.get().happenedAt(),
                reason,
                text.get().body()));
      } else {
        gone.add(row);
      }
    }
    dead.bury(burials, gone, now);
    meters.givenUp.increment(burials.size());
    meters.dropped.increment(gone.size());
    if (!burials.isEmpty()) {
      LOG.warn(
          "push given up receiver={} letters={} first-device={} reason=\"{}\"",
          rows.getFirst().receiver(),
          burials.size(),
          burials.getFirst().deviceId(),
          reason);
    }
  }
}
