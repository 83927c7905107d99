package io.openaep.platform.command;

import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.Lane.Held;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.OperationSaved;
import io.openaep.platform.journal.Event.Task;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// What callers want, from the wish to the event that grants it: commands on their way into the
/// journal, and cancellations. A wish is granted when its event has been folded, so that the
/// caller's next question finds it. Used by the dispatcher's thread alone.
final class Wishes {
  private final Journal journal;
  private final CommandStore store;
  private final CommandBounds bounds;
  private final Lanes lanes;
  private final Departures departures;
  private final Executor mailbox;
  private final Map<Long, Creating> creating = new HashMap<>();
  private final Map<Long, CompletableFuture<CancelResult>> cancelling = new HashMap<>();

  /// @param granted takes the position in the journal and completes the result
  private record Creating(Lane lane, CompletableFuture<?> result, LongConsumer granted) {}

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
    Instant now = departures.now();
    Optional<Task> task = wanted.call().map(call -> call.task(lane.nextTask(store.tasks()::last)));
    CommandSaved event =
        new CommandSaved(
            now,
            lane.device(),
            ids.next(now),
            task.map(it -> wanted.call().orElseThrow().payload(it.taskId()))
                .orElse(wanted.payload()),
            wanted.content(),
            wanted.ttl(),
            wanted.createdBy(),
            task);
    LongConsumer granted =
        position ->
            result.complete(StoredCommand.saved(position, event).of(wanted.device(), "just saved"));
    save(event.command(), new Creating(lane, result, granted), event);
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
    save(id, new Creating(lane, result, _ -> result.complete(id)), event);
  }

  private void save(long id, Creating wish, Event event) {
    wish.lane().creating(1);
    creating.put(id, wish);
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
  void saved(long id, long position) {
    take(id).ifPresent(wish -> wish.granted().accept(position));
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
    boolean expired = !now.isBefore(target.waiting().expiresAt());
    if (target.settled() || target.sent() || lane.get().isInFlight(target) || expired) {
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
