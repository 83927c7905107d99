package io.openaep.platform.command;

import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.command.World.Sending;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.StateChange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What a {@link World} puts around its dispatcher: whole, or with one bug planted, to see that the
/// simulation finds it.
///
/// @param clock what the dispatcher reads, from the true one
/// @param outcome what a session says of what it sends
/// @param dispatchers how many follow the journal
record Parts(
    SteppedJournal journal,
    MemoryCommandStore store,
    UnaryOperator<InstantSource> clock,
    Function<Sending, CompletionStage<SendOutcome>> outcome,
    int dispatchers) {
  static Parts whole() {
    return of(new SteppedJournal(), new MemoryCommandStore());
  }

  private static Parts of(SteppedJournal journal, MemoryCommandStore store) {
    return new Parts(journal, store, clock -> clock, Sending::outcome, 1);
  }

  /// Acknowledges before the append: nothing waits for the disk.
  static Parts appendsCompleteTooEarly() {
    return of(new EarlyJournal(), new MemoryCommandStore());
  }

  /// Takes a datagram that was sent for one that arrived.
  static Parts deliveredWithoutAnswer() {
    Parts whole = whole();
    return new Parts(
        whole.journal,
        whole.store,
        whole.clock,
        _ -> CompletableFuture.completedStage(new SendOutcome.Delivered()),
        1);
  }

  static Parts slowClock() {
    Parts whole = whole();
    return new Parts(
        whole.journal,
        whole.store,
        clock -> () -> clock.instant().minus(Duration.ofMinutes(5)),
        whole.outcome,
        1);
  }

  static Parts forgetsWhatWasSent() {
    return of(new SteppedJournal(), new ForgetfulStore());
  }

  /// As if two platforms ran on one data directory.
  static Parts twoDispatchers() {
    Parts whole = whole();
    return new Parts(whole.journal, whole.store, whole.clock, whole.outcome, 2);
  }

  private static final class EarlyJournal extends SteppedJournal {
    private long promised;

    @Override
    public CompletionStage<Long> append(List<Event> events, List<StateChange> changes) {
      var _ = super.append(events, changes);
      promised = Math.max(promised, end()) + 1;
      return CompletableFuture.completedStage(promised);
    }
  }

  private static final class ForgetfulStore extends MemoryCommandStore {
    @Override
    public synchronized List<OpenCommand> open() {
      return super.open().stream()
          .map(it ->
              new OpenCommand(it.id(), it.device(), it.position(), it.createdAt(), it.ttl(), false))
          .toList();
    }
  }
}
