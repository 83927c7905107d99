package io.openaep.platform.command;

import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.command.World.Sending;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.StateChange;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/// What a {@link World} puts around its dispatcher: whole, or with one bug planted, to see that the
/// simulation finds it.
///
/// @param clock what the dispatcher reads, from the true one
/// @param outcome what a session says of what it sends
/// @param lane what makes a device's lane
/// @param dispatchers how many follow the journal
record Parts(
    SteppedJournal journal,
    MemoryCommandStore store,
    UnaryOperator<InstantSource> clock,
    Function<Sending, CompletionStage<SendOutcome>> outcome,
    LongFunction<Lane> lane,
    int dispatchers) {
  static Parts whole() {
    return of(new SteppedJournal(), new MemoryCommandStore());
  }

  private static Parts of(SteppedJournal journal, MemoryCommandStore store) {
    return new Parts(journal, store, clock -> clock, Sending::outcome, Lane::new, 1);
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
        whole.lane,
        1);
  }

  static Parts slowClock() {
    Parts whole = whole();
    return new Parts(
        whole.journal,
        whole.store,
        clock -> () -> clock.instant().minus(Duration.ofMinutes(5)),
        whole.outcome,
        whole.lane,
        1);
  }

  static Parts forgetsWhatWasSent() {
    return of(new SteppedJournal(), new ForgetfulStore());
  }

  /// As if two platforms ran on one data directory.
  static Parts twoDispatchers() {
    Parts whole = whole();
    return new Parts(whole.journal, whole.store, whole.clock, whole.outcome, whole.lane, 2);
  }

  /// Does not wait for the end of the command before.
  static Parts twoInFlight() {
    Parts whole = whole();
    return new Parts(whole.journal, whole.store, whole.clock, whole.outcome, CrowdedLane::new, 1);
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

  /// Free again as soon as a command has left.
  private static final class CrowdedLane extends Lane {
    private final Set<Long> flown = new HashSet<>();
    private Optional<Held> flying = Optional.empty();

    CrowdedLane(long device) {
      super(device);
    }

    @Override
    boolean busy() {
      return flying.filter(it -> !it.sent()).isPresent();
    }

    @Override
    void land(Held command) {
      flying = flying.filter(it -> it != command);
      super.land(command);
    }

    @Override
    Optional<Held> next() {
      return all().stream().filter(it -> !it.settled() && !flown.contains(it.id())).findFirst();
    }

    @Override
    void takeOff(Held command) {
      flying.ifPresent(this::land);
      flying = Optional.of(command);
      if (command.sent()) {
        flown.add(command.id());
      }
      super.takeOff(command);
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
