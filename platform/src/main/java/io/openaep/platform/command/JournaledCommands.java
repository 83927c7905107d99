package io.openaep.platform.command;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.command.Addressees.Addressee;
import io.openaep.platform.command.CommandStore.StoredPage;
import io.openaep.platform.command.DeliveryPolicy.Waiting;
import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.store.StoreException;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// The commands of this platform: wishes go to the dispatcher's thread and from there into the
/// journal; answers are read from the store, with the reason worked out at that moment.
///
/// To start: construct it before any door opens, follow the journal with {@link #fold}, {@link
/// #start} when restored sessions are in place (before or after the tail has caught up), and wait
/// for {@link #recovered}. To stop: close the doors first, so that sessions can still say what
/// became of their commands, then this, then the tail and the journal.
///
/// The stages that it hands out complete on the dispatcher's thread, where nothing may block.
public final class JournaledCommands implements Commands, AutoCloseable {
  private final Journal journal;
  private final CommandStore store;
  private final Sessions sessions;
  private final Addressees addressees;
  private final InstantSource clock;
  private final CommandBounds bounds;
  private final DeliveryPolicy policy;
  private final HoldWords words;
  private final Rhythms rhythms;
  private final DispatcherThread thread;
  private final Dispatcher dispatcher;
  private final Fold fold;
  private final OperationEnds ends;
  private final Operations operations;

  /// @param zone for times in reasons
  public JournaledCommands(
      CommandPorts ports, CommandBounds bounds, ZoneId zone, MeterRegistry meters) {
    this.journal = ports.journal();
    this.store = ports.store();
    this.sessions = ports.sessions();
    this.addressees = ports.addressees();
    this.clock = ports.clock();
    this.bounds = bounds;
    this.policy = new DeliveryPolicy(bounds.contactQuiet());
    this.words = new HoldWords(new Words(zone));
    this.rhythms = new Rhythms(ports.past(), ports.sessions());
    CommandMetrics metrics = new CommandMetrics(meters);
    this.thread =
        new DispatcherThread(clock, mailbox -> new Dispatcher(ports, bounds, metrics, mailbox));
    this.dispatcher = thread.dispatcher();
    this.fold = new CommandFold(store, this::folded);
    this.ends = new OperationEnds(store.operations());
    this.operations = new JournaledOperations(this, store.operations(), ends);
  }

  /// To be followed by a tail.
  public Fold fold() {
    return fold;
  }

  /// The operations on objects, which take turns with the commands in the same lanes.
  public Operations operations() {
    return operations;
  }

  /// A long backlog must not fill the mailbox: it is folded before the dispatcher runs.
  private void folded(List<Recorded> batch) {
    ends.folded(batch);
    if (dispatcher.wants(batch.getLast().position())) {
      thread.executeBatch(() -> dispatcher.folded(batch));
    }
  }

  public void start() {
    thread.start();
  }

  /// Completes when commands can be created and held ones leave: after the fold has reached the end
  /// that the journal had at construction.
  public CompletionStage<Void> recovered() {
    return dispatcher.recovery().minimalCompletionStage();
  }

  @Override
  public void close() {
    thread.close();
  }

  @Override
  public CompletionStage<Command> create(NewCommand command) {
    Optional<String> refusal = refusal(command);
    if (refusal.isPresent()) {
      return CompletableFuture.failedStage(new CommandRefused(refusal.get()));
    }
    CompletableFuture<Command> result = new CompletableFuture<>();
    ask(result, () -> dispatcher.create(command, result));
    return result.minimalCompletionStage();
  }

  @Override
  public CompletionStage<CommandBatch> prepare(List<NewCommand> wanted) {
    PreparedCommands batch =
        new PreparedCommands(
            wanted.stream().map(it -> new PreparedCommands.Wish(it, refusal(it))).toList(),
            journal,
            (events, why) -> thread.execute(() -> dispatcher.abandon(events, why)));
    prepareSome(batch);
    return batch.ready().minimalCompletionStage();
  }

  /// Between two slices of a large batch others have their turn.
  private void prepareSome(PreparedCommands batch) {
    thread.execute(() -> {
      if (preparedSome(batch)) {
        prepareSome(batch);
      }
    });
  }

  /// What is ready of a batch that fails gives its places back at once.
  private boolean preparedSome(PreparedCommands batch) {
    try {
      return dispatcher.prepareSome(batch);
    } catch (RuntimeException e) {
      batch.refuseAll(
          new JournalUnavailable(
              e instanceof StoreException broken
                  ? "the platform's store does not answer: " + broken.plainly() + "."
                  : "a mistake of the platform, of which its log says more."));
      throw e;
    }
  }

  /// Lets the dispatcher do what a caller waits for. A failure is the caller's answer, too.
  private void ask(CompletableFuture<?> result, Runnable wish) {
    thread.execute(() -> {
      try {
        wish.run();
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
        throw e;
      }
    });
  }

  private Optional<String> refusal(NewCommand command) {
    Optional<Addressee> addressee = addressees.of(command.device().number());
    return refusal(command.ttl(), addressee, command.payload());
  }

  private Optional<String> refusal(Duration ttl, Optional<Addressee> addressee, Bytes payload) {
    if (ttl.isNegative() || ttl.compareTo(bounds.longestTtl()) > 0) {
      return Optional.of(
          "ttl must be between 0 and " + bounds.longestTtl().toSeconds() + " seconds");
    }
    if (addressee.isEmpty()) {
      return Optional.of("the device does not exist any more");
    }
    int limitBytes = CommandBounds.payloadLimitBytes(addressee.get().protocol());
    return payload.size() > limitBytes
        ? Optional.of(
            "the payload has "
                + payload.size()
                + " bytes; at most "
                + limitBytes
                + " fit into one message to this device")
        : Optional.empty();
  }

  /// Stores an operation; the result is its id.
  CompletionStage<Long> create(NewOperation operation) {
    Optional<Addressee> addressee = addressees.of(operation.device().number());
    Optional<String> refusal =
        addressee.isPresent() && addressee.get().protocol() != Protocol.LWM2M
            ? Optional.of("only LwM2M devices have objects")
            : refusal(operation.ttl(), addressee, operation.payload());
    if (refusal.isPresent()) {
      return CompletableFuture.failedStage(new CommandRefused(refusal.get()));
    }
    CompletableFuture<Long> result = new CompletableFuture<>();
    ask(result, () -> dispatcher.create(operation, result));
    return result.minimalCompletionStage();
  }

  @Override
  public CompletionStage<CancelResult> cancel(long device, long commandId, String by) {
    CompletableFuture<CancelResult> result = new CompletableFuture<>();
    ask(result, () -> dispatcher.cancel(device, commandId, by, result));
    return result.minimalCompletionStage();
  }

  @Override
  public CompletionStage<Integer> cancelAll(long device, String by, List<StateChange> together) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    ask(result, () -> dispatcher.cancelAll(device, by, together, result));
    return result.minimalCompletionStage();
  }

  @Override
  public Optional<Command> find(long device, long commandId) {
    return addressees
        .of(device)
        .flatMap(to ->
            store.find(device, commandId).map(it -> present(it, to, rhythm(device, List.of(it)))));
  }

  @Override
  public CommandPage list(
      long device, Optional<CommandStatus> status, Instant from, Instant to, int page, int size) {
    if (page < 1 || size < 1) {
      throw new IllegalArgumentException("pages are counted from 1 and hold at least one row");
    }
    Optional<Addressee> addressee = addressees.of(device);
    if (addressee.isEmpty()) {
      return new CommandPage(0, List.of());
    }
    StoredPage found = store.list(device, status, from, to, page, size);
    Optional<Heard> rhythm = rhythm(device, found.commands());
    return new CommandPage(
        found.total(),
        found.commands().stream().map(it -> present(it, addressee.get(), rhythm)).toList());
  }

  /// When the device is expected to be heard next; empty if nothing is known of it.
  public Optional<Expected> expected(long device) {
    return rhythms
        .of(device, dispatcher.standing(device).heard())
        .flatMap(it -> words.expected(it, clock.instant()));
  }

  /// Looked up once for all of a device's commands, and only if it is said of one.
  private Optional<Heard> rhythm(long device, List<StoredCommand> commands) {
    return commands.stream().anyMatch(it -> it.status().open())
        ? rhythms.of(device, dispatcher.standing(device).heard())
        : Optional.empty();
  }

  private Command present(StoredCommand command, Addressee addressee, Optional<Heard> rhythm) {
    String reason =
        command.status().open() ? standing(command.opened(), addressee, rhythm) : command.detail();
    return command.of(addressee.device(), reason);
  }

  /// Why an open operation stands where it stands.
  String standing(StoredOperation operation) {
    return addressees
        .of(operation.device())
        .map(addressee -> {
          Optional<Heard> live = dispatcher.standing(operation.device()).heard();
          return standing(operation.opened(), addressee, rhythms.of(operation.device(), live));
        })
        .orElse("the device was deleted");
  }

  /// Why an open command stands where it stands: the policy is asked again, with what is known now.
  private String standing(
      CommandStore.OpenCommand command, Addressee addressee, Optional<Heard> rhythm) {
    Dispatcher.Standing known = dispatcher.standing(command.device());
    long inFlight = known.lane().map(Lane::inFlightId).orElse(0L);
    if (inFlight == command.id()) {
      return "on its way; waiting for the device's answer";
    }
    Optional<DeviceSession> session =
        sessions
            .of(command.device())
            .filter(it -> known.lane().map(lane -> !lane.isDeaf(it)).orElse(true));
    LaneFacts facts = LaneFacts.of(known.lane(), known.heard(), session.isPresent(), inFlight != 0);
    Waiting waiting = new Waiting(command.position(), command.createdAt(), command.ttl());
    Instant now = clock.instant();
    boolean unheard = session.isEmpty() && sessions.of(command.device()).isPresent();
    Decision decision =
        unheard && !waiting.immediate()
            ? new Decision.HoldForConnection(
                "the device could not be reached: leaves when it is heard again")
            : policy.decide(waiting, addressee, facts, now);
    String hints =
        decision instanceof Decision.HoldForUplink || unheard
            ? ObjectSession.of(sessions, command.device())
                .map(it -> SleepHints.of(it.registration()))
                .orElse("")
            : "";
    String why = words.say(decision, waiting, addressee, rhythm, now) + hints;
    if (!command.sent()) {
      return why;
    }
    return addressee.options().redeliver()
        ? "it was sent before, without an answer, and will be sent again; " + why
        : "the connection ended before a byte had left; " + why;
  }
}
