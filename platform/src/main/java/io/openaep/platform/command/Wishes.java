package io.openaep.platform.command;

import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.Lane.Held;
import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import java.time.Instant;
import java.util.HashMap;
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
  private final Journal journal;
  private final CommandStore store;
  private final CommandBounds bounds;
  private final Lanes lanes;
  private final Departures departures;
  private final Executor mailbox;
  private final Map<Long, Creating> creating = new HashMap<>();
  private final Map<Long, CompletableFuture<CancelResult>> cancelling = new HashMap<>();

  private record Creating(Lane lane, DeviceRef device, CompletableFuture<Command> result) {}

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
    Optional<String> refusal = tooMany(lane);
    if (refusal.isPresent()) {
      lanes.forgetIfIdle(lane);
      result.completeExceptionally(new CommandRefused(refusal.get()));
      return;
    }
    Instant now = departures.now();
    long id = ids.next(now);
    lane.creating(1);
    creating.put(id, new Creating(lane, wanted.device(), result));
    journal
        .append(
            new CommandSaved(
                now,
                lane.device(),
                id,
                wanted.payload(),
                wanted.content(),
                wanted.ttl(),
                wanted.createdBy()))
        .whenComplete((_, trouble) -> {
          if (trouble != null) {
            mailbox.execute(() -> notSaved(id, trouble));
          }
        });
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

  /// CommandSaved was folded.
  void saved(StoredCommand command) {
    take(command.id())
        .ifPresent(wish -> wish.result().complete(command.of(wish.device(), "just saved")));
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
      boolean known = store.find(device, command).isPresent();
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
        .append(new CommandCancelled(now, device, command, by))
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

  /// CommandCancelled was folded, or the device was deleted before that.
  void cancelled(long command, CancelResult answer) {
    Optional.ofNullable(cancelling.remove(command)).ifPresent(result -> result.complete(answer));
  }

  /// Whoever waits gets this answer.
  void stop(JournalUnavailable answer) {
    creating.values().forEach(wish -> wish.result().completeExceptionally(answer));
    cancelling.values().forEach(result -> result.completeExceptionally(answer));
  }
}
