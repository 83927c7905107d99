package io.openaep.platform.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.push.post.AddressGuard;
import io.openaep.platform.push.post.Addresses;
import io.openaep.platform.push.post.HttpPoster;
import io.openaep.platform.push.post.PostSettings;
import io.openaep.platform.push.post.Poster;
import io.openaep.platform.registry.Registry;
import io.openaep.platform.store.Database;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Push as a whole: subscriptions, the fold that queues what is to be told, the deliveries, and the
/// dead letters. Two threads named `push-…` look after it; each message is sent on a virtual
/// thread.
public final class Push implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Push.class);
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SWEEP = Duration.ofSeconds(5);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);

  private final Subscriptions subscriptions;
  private final DeadLetters deadLetters;
  private final PushCounts counts;
  private final PushFold fold;
  private final Deliveries deliveries;
  private final GivingUp givingUp;
  private final Sending sending;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(2, Thread.ofPlatform().name("push-", 1).daemon().factory());

  /// What push needs of the rest.
  ///
  /// @param registryFile where subscriptions are kept
  /// @param pushFile a file of its own for what waits
  /// @param keepEvents how long the journal keeps events
  public record Ports(
      Journal journal,
      Registry registry,
      Database registryFile,
      Database pushFile,
      Groups groups,
      Duration keepEvents,
      InstantSource clock,
      MeterRegistry meters) {}

  /// How messages leave; a test puts its own here.
  ///
  /// @param senders runs each message; closed after the poster
  record Sending(
      Addresses addresses,
      Poster poster,
      Executor senders,
      DoubleSupplier random,
      Runnable closePoster,
      Runnable closeSenders) {
    static Sending overHttp(PostSettings settings) {
      Addresses addresses =
          new Addresses(
              new AddressGuard(settings.allowedNetworks()),
              InetAddress::getAllByName,
              settings.connectTimeout());
      HttpPoster poster = new HttpPoster(settings, addresses);
      ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
      return new Sending(
          addresses,
          poster,
          senders,
          () -> ThreadLocalRandom.current().nextDouble(),
          poster::close,
          senders::close);
    }
  }

  /// Brings the tables up to date; sends nothing before {@link #start}.
  ///
  /// @throws IllegalArgumentException with a sentence if the settings name a file that is of no use
  public static Push open(Ports ports, PushSettings settings) {
    return new Push(ports, settings, Sending.overHttp(settings.post()));
  }

  Push(Ports ports, PushSettings settings, Sending sending) {
    this.sending = sending;
    Journal journal = ports.journal();
    InstantSource clock = ports.clock();
    PendingStore store = new PendingStore(ports.pushFile(), clock, journal.end());
    counts = new PushDayStore(ports.pushFile(), clock);
    DeadLetterStore dead = new DeadLetterStore(ports.pushFile());
    subscriptions =
        new Subscriptions(
            new SubscriptionStore(ports.registryFile(), clock),
            new Targets(ports.registry(), ports.groups()),
            sending.addresses(),
            journal::end,
            clock,
            settings.subscriptions());
    DeviceCards cards =
        new DeviceCards(
            ports.registry(), new Departed(store, journal, ports.registry().outbox()), clock);
    Texts texts = new Texts(journal, cards, dead);
    PushMeters meters = new PushMeters(ports.meters());
    deliveries =
        new Deliveries(
            store,
            subscriptions,
            texts,
            sending.poster(),
            settings,
            new Backoff(settings.firstRetry(), settings.slowestRetry(), sending.random()),
            clock,
            sending.senders(),
            meters);
    meters.gauges(ports.meters(), deliveries::pending, deliveries::inFlight, deliveries::paused);
    fold = new PushFold(store, subscriptions, cards, ports.groups(), journal, deliveries::queued);
    deadLetters = new DeadLetters(dead, subscriptions, journal::end, clock, deliveries::requeued);
    givingUp =
        new GivingUp(
            store,
            dead,
            subscriptions,
            deliveries,
            texts,
            journal,
            fold::position,
            settings,
            ports.keepEvents(),
            clock,
            meters);
  }

  /// How many messages were taken by their receivers.
  public PushCounts counts() {
    return counts;
  }

  /// Who wants to be told what.
  public Subscriptions subscriptions() {
    return subscriptions;
  }

  /// What could not be told.
  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /// How many messages wait for the receiver of a subscription.
  public long waiting(Subscription subscription) {
    return deliveries.pending(subscription.receiver());
  }

  /// To be followed by a tail; close that one first.
  public Fold fold() {
    return fold;
  }

  /// Events up to this position are no longer needed for messages that wait.
  public long swept() {
    return givingUp.swept();
  }

  Deliveries deliveries() {
    return deliveries;
  }

  GivingUp givingUp() {
    return givingUp;
  }

  /// Begins to send.
  public Push start() {
    deliveries.resume();
    every(TICK, "deliveries", deliveries::tick);
    every(SWEEP, "sweep", givingUp::sweep);
    return this;
  }

  private void every(Duration pause, String what, Runnable work) {
    var _ =
        timer.scheduleWithFixedDelay(
            () -> guarded(what, work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// The top of a timer's thread.
  private static void guarded(String what, Runnable work) {
    try {
      work.run();
    } catch (Exception e) {
      LOG.error("push {} failed, will retry", what, e);
    }
  }

  /// Gives what is under way a moment, then lets go. What was not taken is sent after the next
  /// start.
  @Override
  public void close() {
    deliveries.stop();
    timer.shutdown();
    long until = System.nanoTime() + STOP_PATIENCE.toNanos();
    while (deliveries.inFlight() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    sending.closePoster().run();
    sending.closeSenders().run();
    try {
      boolean _ = timer.awaitTermination(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    deliveries.finish();
  }
}
