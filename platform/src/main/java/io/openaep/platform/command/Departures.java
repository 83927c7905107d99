package io.openaep.platform.command;

import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.command.Addressees.Addressee;
import io.openaep.platform.command.Lane.Held;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes one lane a step further: asks the policy about its oldest command and does what it says.
/// SENT is on disk before the session hears of the command, and the lane stays taken until the
/// command's end has been folded. Used by the dispatcher's thread alone; what comes back from the
/// journal and the sessions comes through the mailbox to the same thread.
final class Departures {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);

  /// How soon an append that the journal refused is tried again.
  private static final Duration RETRY = Duration.ofSeconds(1);

  /// A session tells what became of a command within its transport's own timeouts, and at the
  /// latest (a kept MQTT session) when the TTL ends. One that is silent for this much longer has
  /// lost it; without this limit its device would never get a command again.
  private static final Duration OUTCOME_OVERDUE = Duration.ofMinutes(10);

  /// How long a session may hold back a command whose time to live is 0.
  private static final Duration MOMENT = Duration.ofSeconds(1);

  /// MAX_TRANSMIT_WAIT in units of ACK_TIMEOUT (RFC 7252, 4.8.2: 31 × 1.5).
  private static final int TRANSMIT_WAITS = 47;

  private final Journal journal;
  private final Sessions sessions;
  private final Addressees addressees;
  private final DeliveryPolicy policy;
  private final InstantSource clock;
  private final Executor mailbox;
  private final Agenda agenda;
  private final HeardDevices heard;

  /// Devices whose lane waits for a connection, or could not be looked at because of a fault. A
  /// session may appear without an event (restored after a restart), so they are looked at again.
  private final Set<Long> unsure = new LinkedHashSet<>();

  Departures(
      CommandPorts ports,
      DeliveryPolicy policy,
      Executor mailbox,
      Agenda agenda,
      HeardDevices heard) {
    this.journal = ports.journal();
    this.sessions = ports.sessions();
    this.addressees = ports.addressees();
    this.clock = ports.clock();
    this.policy = policy;
    this.mailbox = mailbox;
    this.agenda = agenda;
    this.heard = heard;
  }

  /// The time for events: whole milliseconds, as it is stored.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// Sends the oldest command if it may leave; fails those before it whose time is over.
  void advance(Lane lane) {
    unsure.add(lane.device());
    boolean goOn = !lane.busy() && !lane.isRemoved();
    while (goOn) {
      Optional<Held> next = lane.next();
      goOn = next.isPresent() && depart(lane, next.get());
    }
    if (lane.busy() || lane.next().isEmpty()) {
      unsure.remove(lane.device());
    }
  }

  /// @return whether the command is out of the way, so that the next may be looked at
  private boolean depart(Lane lane, Held command) {
    Optional<Addressee> addressee = addressees.of(lane.device());
    if (addressee.isEmpty()) {
      fail(lane, command, Failure.FAILED, "the device was deleted");
      return true;
    }
    lane.name(addressee.get().device().deviceId());
    if (command.left() && hasAnswered(lane, command)) {
      return true;
    }
    Optional<DeviceSession> session = session(lane);
    Decision decision = decide(lane, command, addressee.get(), session.isPresent(), false);
    return switch (decision) {
      case Decision.SendNow go -> {
        if (command.sent()) {
          transmit(lane, command, session.orElseThrow(), go.patience(), addressee.get());
        } else {
          intend(lane, command);
        }
        yield false;
      }
      case Decision.HoldForConnection _ -> false;
      case Decision.HoldForUplink _, Decision.HoldForTurn _ -> {
        unsure.remove(lane.device());
        yield false;
      }
      case Decision.Expire expire -> {
        expire(lane, command, expire.why());
        yield true;
      }
      case Decision.FailNow failNow -> {
        fail(lane, command, Failure.FAILED, failNow.why());
        yield true;
      }
    };
  }

  private Decision decide(
      Lane lane, Held command, Addressee addressee, boolean reachable, boolean occupied) {
    Optional<Heard> last = heard.of(lane.device());
    LaneFacts facts = LaneFacts.of(Optional.of(lane), last, reachable, occupied);
    return policy.decide(command.waiting(), addressee, facts, now());
  }

  private Optional<DeviceSession> session(Lane lane) {
    return sessions.of(lane.device()).filter(it -> !lane.isDeaf(it));
  }

  /// Stores the intent. The lane is taken from here on.
  private void intend(Lane lane, Held command) {
    lane.takeOff(command);
    journal
        .append(command.cargo().sent(now(), lane.device(), command.id()))
        .whenComplete((_, trouble) -> mailbox.execute(() -> intended(lane, command, trouble)));
  }

  /// SENT is on disk, or is not. The policy is asked once more: the disk may have taken long.
  private void intended(Lane lane, Held command, @Nullable Throwable trouble) {
    lane.land(command);
    if (lane.isRemoved()) {
      return;
    }
    if (trouble == null) {
      command.markSent();
      advanceOrFail(lane, command);
    } else {
      notStored(lane, command, trouble);
      if (command.waiting().immediate()) {
        fail(lane, command, Failure.FAILED, "time to live 0, and it could not be stored as sent");
      } else {
        unsure.add(lane.device());
      }
    }
  }

  /// A command that may not wait, and had the lane, must leave now: should another go before it,
  /// its deadline has passed already and would not come again.
  private void advanceOrFail(Lane lane, Held command) {
    advance(lane);
    if (command.waiting().immediate()) {
      deadline(lane, command);
    }
  }

  private void transmit(
      Lane lane, Held command, DeviceSession session, Duration patience, Addressee to) {
    Optional<Cargo.Load> load =
        command.cargo().load(lane.device(), command.id(), patience, leavesBefore(command));
    if (load.isEmpty()) {
      return;
    }
    lane.takeOff(command);
    Agenda.Entry overdue = agenda.add(overdueAt(command, patience, to), () -> lost(lane, command));
    LOG.debug("command sent device={} command={}", lane.name(), command.id());
    // thenCompose, so that a session that throws is an outcome like any other
    CompletableFuture.completedStage(session)
        .thenCompose(load.get()::over)
        .whenComplete((arrival, error) ->
            mailbox.execute(() -> {
              agenda.cancel(overdue);
              ended(lane, command, session, arrival, error);
            }));
  }

  /// One that may not wait has been decided to leave now: what holds it back takes a moment at
  /// most.
  private Instant leavesBefore(Held command) {
    return command.waiting().immediate() ? now().plus(MOMENT) : command.waiting().expiresAt();
  }

  private Instant overdueAt(Held command, Duration patience, Addressee to) {
    Instant now = now();
    Instant expiry = command.waiting().expiresAt();
    Duration transmitting =
        to.options().ackTimeout().map(it -> it.multipliedBy(TRANSMIT_WAITS)).orElse(Duration.ZERO);
    return (expiry.isAfter(now) ? expiry : now)
        .plus(patience)
        .plus(transmitting)
        .plus(OUTCOME_OVERDUE);
  }

  private void lost(Lane lane, Held command) {
    if (lane.isInFlight(command) && !command.settled()) {
      LOG.error("command without outcome device={} command={}", lane.name(), command.id());
      fail(lane, command, Failure.TIMEOUT, "the connection never told what became of it");
    }
  }

  private void ended(
      Lane lane,
      Held command,
      DeviceSession session,
      Cargo.@Nullable Arrival arrival,
      @Nullable Throwable error) {
    if (!lane.isInFlight(command) || command.settled() || lane.isRemoved()) {
      return;
    }
    if (arrival == null) {
      LOG.error("session failed device={} command={}", lane.name(), command.id(), error);
      fail(
          lane, command, Failure.TIMEOUT, "the platform failed while sending; it may have arrived");
      return;
    }
    switch (arrival.outcome()) {
      case SendOutcome.Delivered _ -> {
        lane.answered(now());
        settle(lane, command, arrival.delivered().apply(now()));
      }
      case SendOutcome.Refused refused -> {
        lane.answered(now());
        fail(lane, command, Failure.FAILED, "the device refused it: " + refused.code());
      }
      case SendOutcome.Unanswered unanswered ->
          unanswered(lane, command, session, unanswered.reason());
      case SendOutcome.Kept kept when command.waiting().immediate() ->
          fail(lane, command, Failure.TIMEOUT, kept.reason());
      case SendOutcome.Kept _ -> {
        command.markLeft();
        lane.deaf(session);
        lane.land(command);
        advance(lane);
      }
      case SendOutcome.Overdue _ -> overdue(lane, command);
      case SendOutcome.NotSent _ -> {
        lane.deaf(session);
        lane.land(command);
        advanceOrFail(lane, command);
      }
    }
  }

  /// The session held it back until its time was over.
  private void overdue(Lane lane, Held command) {
    if (command.waiting().immediate()) {
      String why = "time to live 0 means now or never, and the device took nothing at the time";
      fail(lane, command, Failure.FAILED, why);
    } else {
      expire(
          lane,
          command,
          "not sent within its time to live of "
              + Words.of(command.waiting().ttl())
              + ": the way to the device was taken");
    }
  }

  /// The answer never came, or the platform stopped before it could: the command goes again at the
  /// next contact if it may, or ends.
  ///
  /// @param deafTo the session that it was sent on; it is not tried again before the device is
  ///   heard
  void unanswered(Lane lane, Held command, @Nullable DeviceSession deafTo, String reason) {
    if (command.settled() || lane.isRemoved() || hasAnswered(lane, command)) {
      return;
    }
    // should the registry not answer there must be a next time
    Agenda.Entry retry =
        agenda.add(now().plus(RETRY), () -> unanswered(lane, command, deafTo, reason));
    boolean redelivers = redelivers(lane, command);
    agenda.cancel(retry);
    if (!redelivers) {
      fail(lane, command, Failure.TIMEOUT, reason);
      return;
    }
    command.markLeft();
    if (deafTo != null) {
      lane.closeContact(heardPosition(lane));
      lane.deaf(deafTo);
    }
    lane.land(command);
    advance(lane);
  }

  /// A response of the device proves the delivery that nobody has confirmed.
  private boolean hasAnswered(Lane lane, Held command) {
    Optional<Event> delivered = command.cargo().answered(now(), lane.device(), command.id());
    delivered.ifPresent(event -> settle(lane, command, event));
    return delivered.isPresent();
  }

  /// Whether a command that was sent and not answered is held for the next contact, in its place at
  /// the head of the lane, instead of ending as TIMEOUT: its product says that its commands are
  /// idempotent (delivery rules, "What its states mean").
  private boolean redelivers(Lane lane, Held command) {
    return command.cargo().mayRepeat()
        && !command.waiting().immediate()
        && now().isBefore(command.waiting().expiresAt())
        && addressees.of(lane.device()).filter(it -> it.options().redeliver()).isPresent();
  }

  private long heardPosition(Lane lane) {
    return heard.of(lane.device()).map(Heard::position).orElse(0L);
  }

  /// The command's TTL is over; with TTL 0 that is at once, and if it has not taken the lane by
  /// then it never will.
  void deadline(Lane lane, Held command) {
    if (lane.isInFlight(command) || command.settled()) {
      return;
    }
    // should this fail, or the clock have been set back, there must be a next time
    command.deadline(agenda.add(now().plus(RETRY), () -> deadline(lane, command)));
    Decision decision =
        addressees
            .of(lane.device())
            .map(it -> decide(lane, command, it, session(lane).isPresent(), true))
            .orElse(new Decision.FailNow("the device was deleted"));
    switch (decision) {
      case Decision.Expire expire -> expire(lane, command, expire.why());
      case Decision.FailNow failNow -> fail(lane, command, Failure.FAILED, failNow.why());
      case Decision.SendNow _,
          Decision.HoldForConnection _,
          Decision.HoldForUplink _,
          Decision.HoldForTurn _ -> {}
    }
    advance(lane);
  }

  /// The time to live is over: of a command that may have arrived it cannot be said that it never
  /// left.
  private void expire(Lane lane, Held command, String why) {
    if (command.left()) {
      fail(
          lane, command, Failure.TIMEOUT, "no answer within its time to live; it may have arrived");
    } else {
      fail(lane, command, Failure.EXPIRED, why);
    }
  }

  void fail(Lane lane, Held command, Failure failure, String detail) {
    settle(
        lane, command, command.cargo().failed(now(), lane.device(), command.id(), failure, detail));
  }

  private void settle(Lane lane, Held command, Event last) {
    command.settle(true);
    record(lane, command, last);
  }

  /// The end of a command must get into the journal; if the disk is full, later.
  private void record(Lane lane, Held command, Event last) {
    if (lane.isRemoved()) {
      return;
    }
    journal
        .append(last)
        .whenComplete((_, trouble) -> {
          if (trouble != null) {
            mailbox.execute(() -> {
              notStored(lane, command, trouble);
              agenda.add(now().plus(RETRY), () -> record(lane, command, last));
            });
          }
        });
  }

  private static void notStored(Lane lane, Held command, Throwable trouble) {
    LOG.warn(
        "command event not stored device={} command={} reason=\"{}\"",
        lane.name(),
        command.id(),
        trouble.getMessage());
  }

  /// Looks again at what it was unsure about, where there is a session now.
  void advanceUnsure(Lanes lanes) {
    unsure.removeIf(device -> lanes.find(device).isEmpty());
    for (long device : List.copyOf(unsure)) {
      lanes.find(device).filter(lane -> session(lane).isPresent()).ifPresent(this::advance);
    }
  }

  boolean isUnsure() {
    return !unsure.isEmpty();
  }

  void lookAgainAt(Lane lane) {
    unsure.add(lane.device());
  }
}
