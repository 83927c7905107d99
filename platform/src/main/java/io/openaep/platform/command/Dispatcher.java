package io.openaep.platform.command;

import io.openaep.platform.access.KeptCommands;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.Lane.Held;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.CommandSent;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one owner of all lanes. Everything that concerns commands comes here as a message on one
/// thread: batches of the journal after they were folded, wishes to create and to cancel, outcomes,
/// due times. That is what makes cancelling atomic with sending. A lane changes when its event
/// comes back from the journal, so a restart ends up where the events say.
///
/// Until the fold has reached the end that the journal had at construction, it only listens: a
/// command that looks sent may have its end a few events further on. Then it takes over, and every
/// contact from before is over.
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final CommandStore store;
  private final Cargo commands;
  private final Cargo operations;
  private final CommandMetrics metrics;
  private final Agenda agenda = new Agenda();
  private final Lanes lanes;
  private final HeardDevices heard;
  private final Departures departures;
  private final Wishes wishes;
  private final Responses responses;
  private final KeptCommands kept;
  private final long endAtStart;
  private final CompletableFuture<Void> recovery = new CompletableFuture<>();
  private @Nullable CommandIds ids;
  private long seen;
  private long recoveredAt;
  private boolean lookingAgain;
  private boolean stopped;

  /// @param mailbox runs what it is given one after another, on the thread that makes every other
  ///   call here too
  Dispatcher(CommandPorts ports, CommandBounds bounds, CommandMetrics metrics, Executor mailbox) {
    this(ports, bounds, metrics, mailbox, Lane::new);
  }

  /// @param lane makes a device's lane
  Dispatcher(
      CommandPorts ports,
      CommandBounds bounds,
      CommandMetrics metrics,
      Executor mailbox,
      LongFunction<Lane> lane) {
    this.store = ports.store();
    this.commands = new CommandCargo(store);
    this.operations = new OperationCargo(store.operations());
    this.metrics = metrics;
    this.kept = ports.kept();
    this.endAtStart = ports.journal().end();
    this.lanes = new Lanes(agenda, metrics, lane);
    DeliveryPolicy policy = new DeliveryPolicy(bounds.contactQuiet());
    this.heard = new HeardDevices(bounds.heardDevices(), metrics.meters());
    this.departures = new Departures(ports, policy, mailbox, agenda, heard);
    this.responses = new Responses(ports, departures::now, mailbox, agenda);
    this.wishes = new Wishes(ports, bounds, lanes, departures, mailbox);
    agenda.add(departures.now(), this::takeOver);
  }

  /// Completes when it has taken over.
  CompletableFuture<Void> recovery() {
    return recovery;
  }

  /// Whether {@link #folded} has any use for a batch that ends here. What was in the journal at the
  /// start is read from the store. For any thread.
  boolean wants(long lastPosition) {
    return lastPosition >= endAtStart;
  }

  /// Asks from time to time, in case no batch comes any more.
  private void takeOver() {
    if (ids == null) {
      agenda.add(departures.now().plus(LOOK_AGAIN), this::takeOver);
      recover();
    }
  }

  /// Takes over if the fold has caught up.
  private void recover() {
    long position = store.position();
    if (ids != null || position < endAtStart) {
      return;
    }
    List<CommandStore.OpenCommand> open = store.open();
    recoveredAt = position;
    open.forEach(command -> lanes.hold(command, commands, departures::deadline));
    store
        .operations()
        .open()
        .forEach(operation -> lanes.hold(operation, operations, departures::deadline));
    ids = new CommandIds(store.highestId());
    responses.recover();
    LOG.info("commands recovered held={} position={}", lanes.held(), position);
    recovery.complete(null);
    List<Lane> all = lanes.all();
    all.forEach(lane -> lane.all().forEach(command -> closeUnfinished(lane, command)));
    advance(all);
  }

  /// What looks sent keeps the lane until its end is folded, as if it were in flight; unless a kept
  /// session sends it again, or its product says that it may be sent twice.
  private void closeUnfinished(Lane lane, Held command) {
    if (command.sent()) {
      command.markLeft();
      if (kept.keeps(lane.device(), command.id())) {
        return;
      }
      if (!lane.busy()) {
        lane.takeOff(command);
      }
      String why = "the platform stopped before the answer came; it may have arrived";
      agenda.add(departures.now(), () -> departures.unanswered(lane, command, null, why));
    } else if (command.waiting().immediate()) {
      String why = "time to live 0, and the platform stopped before it was sent";
      departures.fail(lane, command, Failure.FAILED, why);
    }
  }

  /// A batch has been folded and committed. What is wanted of the registry or the store for one
  /// event and cannot be read keeps no other event from its lane.
  void folded(List<Recorded> batch) {
    Set<Lane> touched = new LinkedHashSet<>();
    for (Recorded recorded : batch) {
      if (recorded.position() > seen) {
        seen = recorded.position();
        try {
          note(recorded.position(), recorded.event(), touched);
        } catch (StoreException e) {
          LOG.error("event not noted by the commands position={}", recorded.position(), e);
        }
      }
    }
    recover();
    advance(touched);
  }

  /// Should one of them fail, the others are still known to need a look.
  private void advance(Collection<Lane> some) {
    some.forEach(departures::lookAgainAt);
    some.forEach(departures::advance);
  }

  private void note(long position, Event event, Set<Lane> touched) {
    switch (event) {
      case Event.Connected it -> uplink(position, it, it.lifetime(), touched);
      case Event.Updated it -> uplink(position, it, it.lifetime(), touched);
      case Event.Reported it -> {
        uplink(position, it, Optional.empty(), touched);
        if (it.content() instanceof Content.Response response
            && ids != null
            && position > recoveredAt) {
          responses.heard(position, it, response);
        }
      }
      case Event.PlatformStarted _,
          Event.Gone _,
          Event.Observed _,
          Event.DeviceCreated _,
          Event.DeviceDeleted _,
          Event.WillPublished _ -> {}
      case Event.ObjectReported it -> uplink(position, it, Optional.empty(), touched);
      case Event.ObjectEvent _,
          CommandSaved _,
          CommandSent _,
          CommandDelivered _,
          CommandFailed _,
          CommandCancelled _,
          Event.CommandCompleted _,
          Event.CommandUnanswered _,
          Event.ResponseIgnored _,
          Event.DeviceRemoved _ -> {
        if (ids != null && position > recoveredAt) {
          follow(position, event, touched);
        }
      }
    }
  }

  /// The device was heard. Its acknowledgement has left: the journal completes it before it wakes
  /// the tails.
  private void uplink(long position, Event event, Optional<Duration> lifetime, Set<Lane> touched) {
    if (position <= endAtStart) {
      return;
    }
    heard.uplink(event.device(), position, event.at(), lifetime);
    lanes
        .find(event.device())
        .ifPresent(lane -> {
          lane.deaf(null);
          touched.add(lane);
        });
  }

  private void follow(long position, Event event, Set<Lane> touched) {
    switch (event) {
      case CommandSaved it -> {
        metrics.became(CommandStatus.SAVED);
        StoredCommand saved = StoredCommand.saved(position, it);
        touched.add(lanes.hold(saved.opened(), commands, departures::deadline));
        wishes.saved(it.command());
      }
      case CommandSent _ -> metrics.became(CommandStatus.SENT);
      case CommandDelivered it -> {
        metrics.became(CommandStatus.DELIVERED);
        lanes.end(it.device(), it.command()).ifPresent(touched::add);
        responses.delivered(it);
      }
      case CommandFailed it -> {
        Failure failure = Failure.valueOf(it.failure());
        metrics.failed(failure);
        failed(position, it, it.command(), failure, it.detail(), touched);
      }
      case CommandCancelled it -> {
        metrics.became(CommandStatus.CANCELLED);
        lanes.end(it.device(), it.command()).ifPresent(touched::add);
        wishes.cancelled(it.command(), CancelResult.CANCELLED);
      }
      case Event.DeviceRemoved it -> {
        heard.forget(it.device());
        lanes
            .remove(it.device())
            .ifPresent(lane ->
                lane.all().forEach(held -> wishes.cancelled(held.id(), CancelResult.UNKNOWN)));
      }
      case Event.CommandCompleted it -> {
        metrics.became(CommandStatus.COMPLETED);
        responses.ended(it.command());
      }
      case Event.CommandUnanswered it -> responses.ended(it.command());
      case Event.PlatformStarted _,
          Event.Connected _,
          Event.Updated _,
          Event.Gone _,
          Event.Reported _,
          Event.ResponseIgnored _,
          Event.Observed _,
          Event.DeviceCreated _,
          Event.DeviceDeleted _,
          Event.WillPublished _ -> {}
      case Event.ObjectEvent it -> follow(position, it, touched);
    }
  }

  private void follow(long position, Event.ObjectEvent event, Set<Lane> touched) {
    switch (event) {
      case Event.OperationSaved it -> {
        StoredOperation saved = StoredOperation.saved(position, it);
        touched.add(lanes.hold(saved.opened(), operations, departures::deadline));
        wishes.saved(it.operation());
      }
      case Event.OperationAnswered it ->
          lanes.end(it.device(), it.operation()).ifPresent(touched::add);
      case Event.OperationFailed it ->
          failed(position, it, it.operation(), Failure.valueOf(it.failure()), it.detail(), touched);
      case Event.OperationCancelled it -> {
        lanes.end(it.device(), it.operation()).ifPresent(touched::add);
        wishes.cancelled(it.operation(), CancelResult.CANCELLED);
      }
      case Event.OperationSent _, Event.ObjectReported _ -> {}
    }
  }

  private void failed(
      long position, Event event, long id, Failure failure, String detail, Set<Lane> touched) {
    Optional<Lane> lane = lanes.end(event.device(), id);
    lane.ifPresent(touched::add);
    if (failure == Failure.TIMEOUT) {
      lane.ifPresent(it -> it.closeContact(position));
    }
    LOG.info(
        "{} failed device={} id={} failure={} reason=\"{}\"",
        event instanceof Event.ObjectEvent ? "operation" : "command",
        lane.map(Lane::name).orElse("#" + event.device()),
        id,
        failure,
        detail);
  }

  /// Checks the bounds and stores a command; the result completes when that was folded.
  void create(NewCommand wanted, CompletableFuture<Command> result) {
    if (ids == null || stopped) {
      result.completeExceptionally(notServing());
    } else {
      wishes.create(wanted, ids, result);
    }
  }

  /// The same for an operation on objects; the result is its id.
  void create(NewOperation wanted, CompletableFuture<Long> result) {
    if (ids == null || stopped) {
      result.completeExceptionally(notServing());
    } else {
      wishes.create(wanted, ids, result);
    }
  }

  /// Makes some commands of a batch ready.
  ///
  /// @return whether there are more
  boolean prepareSome(PreparedCommands batch) {
    if (ids == null || stopped) {
      batch.refuseAll(notServing());
      return false;
    }
    return wishes.prepareSome(batch, ids);
  }

  /// The events of a batch will never be stored.
  void abandon(List<Event> events, Throwable why) {
    wishes.abandon(events, why);
  }

  /// Cancels every command of a device that has never been sent, in one append.
  void cancelAll(
      long device, String by, List<StateChange> together, CompletableFuture<Integer> result) {
    if (ids == null || stopped) {
      result.completeExceptionally(notServing());
    } else {
      wishes.cancelAll(device, by, together, result);
    }
  }

  /// Cancels a command that has never been sent; the result completes when that was folded.
  void cancel(long device, long command, String by, CompletableFuture<CancelResult> result) {
    if (ids == null || stopped) {
      result.completeExceptionally(notServing());
    } else {
      wishes.cancel(device, command, by, result);
    }
  }

  private JournalUnavailable notServing() {
    return new JournalUnavailable(
        stopped
            ? "the platform is stopping; look again when it is back"
            : "the platform is starting; try again in a moment");
  }

  /// When {@link #runDue} has something to do next.
  Optional<Instant> nextDue() {
    if (!lookingAgain && departures.isUnsure()) {
      lookingAgain = true;
      agenda.add(departures.now().plus(LOOK_AGAIN), this::lookAgain);
    }
    return agenda.nextDue();
  }

  /// Does what is due by the clock, one thing a call, so that a failure loses nothing else.
  ///
  /// @return whether there was something
  boolean runDue() {
    Optional<Runnable> due = agenda.takeDue(departures.now());
    due.ifPresent(Runnable::run);
    return due.isPresent();
  }

  private void lookAgain() {
    lookingAgain = false;
    departures.advanceUnsure(lanes);
  }

  /// No message comes any more: whoever waits is told so.
  void stop() {
    stopped = true;
    wishes.stop(
        JournalUnavailable.perhapsStored("the platform is stopping; look again when it is back"));
    recovery.completeExceptionally(notServing());
  }

  /// What is known of a device's lane; for any thread.
  Standing standing(long device) {
    return new Standing(lanes.find(device), heard.of(device));
  }

  /// What readers may know of a device's lane.
  record Standing(Optional<Lane> lane, Optional<Heard> heard) {}
}
