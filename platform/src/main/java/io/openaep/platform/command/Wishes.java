package io.openaep.platform.command;

import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.Lane.Held;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.OperationSaved;
import io.openaep.platform.journal.Event.Task;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What callers want, from the wish to the event that grants it: commands on their way into the
/// journal, and cancellations. A wish is granted when its event has been folded, so that the
/// caller's next question finds it. Used by the dispatcher's thread alone.
final class Wishes {
  /// Some 10 ms of the dispatcher's time, if every one needs a look into the store.
  private static final int PREPARED_AT_ONCE = 500;

  private final Journal journal;
  private final CommandStore store;
  private final CommandBounds bounds;
  private final Lanes lanes;
  private final Departures departures;
  private final Executor mailbox;
  private final Map<Long, Creating> creating = new HashMap<>();
  private final Map<Long, CompletableFuture<CancelResult>> cancelling = new HashMap<>();

  /// @param granted run when the event is folded
  private record Creating(Lane lane, CompletableFuture<?> result, Runnable granted) {}

  Wishes(
      CommandPorts ports,
      CommandBounds bounds,
      Lanes lanes,
      Departures departures,
      Executor mailbox) {
    this.journal = ports.journal();
    this.store = ports.store();
    this.bounds = bounds;
    this.lanes = lanes;
    this.departures = departures;
    this.mailbox = mailbox;
  }

  void create(NewCommand wanted, CommandIds ids, CompletableFuture<Command> result) {
    Lane lane = lanes.of(wanted.device().number());
    if (refused(lane, result)) {
      return;
    }
    CommandSaved event = event(wanted, lane, ids);
    Runnable granted = () -> result.complete(command(wanted, event));
    save(event.command(), new Creating(lane, result, granted), event);
  }

  private CommandSaved event(NewCommand wanted, Lane lane, CommandIds ids) {
    Instant now = departures.now();
    Optional<Task> task = wanted.call().map(call -> call.task(nextTask(lane)));
    return new CommandSaved(
        now,
        lane.device(),
        ids.next(now),
        task.map(it -> wanted.call().orElseThrow().payload(it.taskId())).orElse(wanted.payload()),
        wanted.content(),
        wanted.ttl(),
        wanted.createdBy(),
        task);
  }

  private long nextTask(Lane lane) {
    try {
      return lane.nextTask(store.tasks()::last);
    } catch (RuntimeException e) {
      lanes.forgetIfIdle(lane);
      throw e;
    }
  }

  /// Where it lies in the journal is nothing that a caller is told.
  private static Command command(NewCommand wanted, CommandSaved event) {
    return StoredCommand.saved(0, event).of(wanted.device(), "just saved");
  }

  /// Gives some commands of a batch their ids and their places in the lanes.
  ///
  /// @return whether there are more
  boolean prepareSome(PreparedCommands batch, CommandIds ids) {
    Optional<PreparedCommands.Wish> next = batch.next();
    for (int made = 0; next.isPresent() && made < PREPARED_AT_ONCE; made++) {
      prepare(next.get(), batch, ids);
      next = batch.next();
    }
    if (next.isEmpty()) {
      batch.complete();
    }
    return next.isPresent();
  }

  private void prepare(PreparedCommands.Wish wish, PreparedCommands batch, CommandIds ids) {
    if (wish.refusal().isPresent()) {
      batch.refuse(wish.refusal().get());
      return;
    }
    Lane lane = lanes.of(wish.command().device().number());
    Optional<String> refusal = tooMany(lane);
    if (refusal.isPresent()) {
      lanes.forgetIfIdle(lane);
      batch.refuse(refusal.get());
      return;
    }
    CommandSaved event = event(wish.command(), lane, ids);
    enter(event.command(), new Creating(lane, batch.stored(), batch::folded));
    batch.add(command(wish.command(), event), event);
  }

  /// These events of a batch will never be stored.
  void abandon(List<Event> events, Throwable why) {
    for (Event event : events) {
      if (event instanceof CommandSaved saved) {
        notSaved(saved.command(), why);
      }
    }
  }

  /// The same for an operation; the result is its id.
  void create(NewOperation wanted, CommandIds ids, CompletableFuture<Long> result) {
    Lane lane = lanes.of(wanted.device().number());
    if (refused(lane, result)) {
      return;
    }
    Instant now = departures.now();
    OperationSaved event =
        new OperationSaved(
            now,
            lane.device(),
            ids.next(now),
            wanted.action().name(),
            wanted.path().toString(),
            wanted.contentFormat().orElse(Event.Reported.NO_CONTENT_FORMAT),
            wanted.payload(),
            wanted.ttl(),
            wanted.createdBy());
    long id = event.operation();
    save(id, new Creating(lane, result, () -> result.complete(id)), event);
  }

  private void enter(long id, Creating wish) {
    wish.lane().creating(1);
    creating.put(id, wish);
  }

  private void save(long id, Creating wish, Event event) {
    enter(id, wish);
    journal
        .append(event)
        .whenComplete((_, trouble) -> {
          if (trouble != null) {
            mailbox.execute(() -> notSaved(id, trouble));
          }
        });
  }

  private boolean refused(Lane lane, CompletableFuture<?> result) {
    Optional<String> refusal = tooMany(lane);
    refusal.ifPresent(reason -> {
      lanes.forgetIfIdle(lane);
      result.completeExceptionally(new CommandRefused(reason));
    });
    return refusal.isPresent();
  }

  private Optional<String> tooMany(Lane lane) {
    if (lane.load() >= bounds.heldPerDevice()) {
      return Optional.of(
          "the device already has "
              + lane.load()
              + " commands waiting; wait until some have left or cancel some");
    }
    if (lanes.held() + creating.size() >= bounds.held()) {
      return Optional.of(
          "the platform already holds "
              + lanes.held()
              + " commands; wait until some have left or cancel some");
    }
    return Optional.empty();
  }

  /// CommandSaved or OperationSaved was folded.
  void saved(long id) {
    take(id).ifPresent(wish -> wish.granted().run());
  }

  private void notSaved(long id, Throwable trouble) {
    take(id).ifPresent(wish -> wish.result().completeExceptionally(trouble));
  }

  private Optional<Creating> take(long id) {
    Optional<Creating> wish = Optional.ofNullable(creating.remove(id));
    wish.ifPresent(it -> {
      it.lane().creating(-1);
      lanes.forgetIfIdle(it.lane());
    });
    return wish;
  }

  /// Only what has never been sent can be cancelled. From here on the command cannot be sent,
  /// unless the journal refuses the cancellation.
  void cancel(long device, long command, String by, CompletableFuture<CancelResult> result) {
    Optional<Lane> lane = lanes.find(device);
    Optional<Held> held = lane.flatMap(it -> it.find(command));
    if (lane.isEmpty() || held.isEmpty()) {
      boolean known =
          store.find(device, command).isPresent()
              || store.operations().find(device, command).isPresent();
      result.complete(known ? CancelResult.TOO_LATE : CancelResult.UNKNOWN);
      return;
    }
    CompletionStage<CancelResult> first = cancelling.get(command);
    if (first != null) {
      first.whenComplete((_, trouble) -> answerSecond(result, trouble));
      return;
    }
    Held target = held.get();
    Instant now = departures.now();
    if (!isCancellable(lane.get(), target, now)) {
      result.complete(CancelResult.TOO_LATE);
      return;
    }
    target.settle(true);
    cancelling.put(command, result);
    journal
        .append(target.cargo().cancelled(now, device, command, by))
        .whenComplete((_, trouble) -> {
          if (trouble != null) {
            mailbox.execute(() -> notCancelled(lane.get(), target, trouble));
          }
        });
  }

  private static boolean isCancellable(Lane lane, Held held, Instant now) {
    return !held.settled()
        && !held.sent()
        && !lane.isInFlight(held)
        && now.isBefore(held.waiting().expiresAt());
  }

  /// Every command of the device that has never been sent; operations on objects are not commands.
  void cancelAll(
      long device, String by, List<StateChange> together, CompletableFuture<Integer> result) {
    Instant now = departures.now();
    Lane lane = lanes.of(device);
    List<Held> targets =
        lane.all().stream()
            .filter(it -> it.cargo() instanceof CommandCargo)
            .filter(it -> isCancellable(lane, it, now))
            .toList();
    lanes.forgetIfIdle(lane);
    List<CompletableFuture<CancelResult>> each = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (Held target : targets) {
      CompletableFuture<CancelResult> cancelled = new CompletableFuture<>();
      target.settle(true);
      cancelling.put(target.id(), cancelled);
      each.add(cancelled);
      events.add(target.cargo().cancelled(now, device, target.id(), by));
    }
    journal
        .append(events, together)
        .whenComplete((_, trouble) -> {
          if (trouble != null) {
            result.completeExceptionally(trouble);
            mailbox.execute(() -> targets.forEach(target -> notCancelled(lane, target, trouble)));
          } else {
            var _ =
                CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
                    .whenComplete((_, lost) -> told(result, targets.size(), lost));
          }
        });
  }

  private static void told(
      CompletableFuture<Integer> result, int cancelled, @Nullable Throwable trouble) {
    if (trouble == null) {
      result.complete(cancelled);
    } else {
      result.completeExceptionally(trouble);
    }
  }

  /// Somebody else was cancelling the same command.
  private static void answerSecond(
      CompletableFuture<CancelResult> result, @Nullable Throwable trouble) {
    if (trouble == null) {
      result.complete(CancelResult.TOO_LATE);
    } else {
      result.completeExceptionally(trouble);
    }
  }

  private void notCancelled(Lane lane, Held command, Throwable trouble) {
    command.settle(false);
    Optional.ofNullable(cancelling.remove(command.id()))
        .ifPresent(result -> result.completeExceptionally(trouble));
    departures.advance(lane);
  }

  /// The cancellation was folded, or the device was deleted before that.
  void cancelled(long command, CancelResult answer) {
    Optional.ofNullable(cancelling.remove(command)).ifPresent(result -> result.complete(answer));
  }

  /// Whoever waits gets this answer.
  void stop(JournalUnavailable answer) {
    creating.values().forEach(wish -> wish.result().completeExceptionally(answer));
    cancelling.values().forEach(result -> result.completeExceptionally(answer));
  }
}
