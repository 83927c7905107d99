package io.openaep.platform.command;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.KeptCommands;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.ProductOptions;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Source;
import io.openaep.platform.access.socket.FakeTap;
import io.openaep.platform.command.Addressees.Addressee;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.StoreException;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A platform around one dispatcher, small enough to be stopped anywhere: a journal that commits
/// when told, a store, a mailbox, devices whose sessions the test scripts, and a clock that stands
/// still. {@link #settle} lets everything run until nothing moves by itself.
final class World {
  final VirtualClock clock = new VirtualClock();
  final Parts parts;
  final SteppedJournal journal;
  final CommandStore store;
  final Map<Long, Addressee> addressees = new HashMap<>();
  SimpleMeterRegistry meters = new SimpleMeterRegistry();
  CommandBounds bounds = CommandBounds.STANDARD;

  /// Commands whose bytes have left and that no device has answered.
  final List<Sending> sendings = new ArrayList<>();

  /// The registry's database is out of order.
  boolean registryBroken;

  /// What the MQTT sessions say after a restart.
  KeptCommands kept = (_, _) -> false;

  /// Asked at each send, before anything else.
  Consumer<Sending> atSend = _ -> {};

  final FakeTap tap = new FakeTap();
  Sessions sessions = new Sessions();
  ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
  List<Dispatcher> dispatchers;
  private long lastSession;

  record Sending(
      long device,
      Downlink downlink,
      ScriptedSession session,
      CompletableFuture<SendOutcome> outcome) {}

  World() {
    this(Parts.whole());
  }

  World(Parts parts) {
    this(parts, parts.store());
  }

  World(CommandStore store) {
    this(Parts.whole(), store);
  }

  private World(Parts parts, CommandStore store) {
    this.parts = parts;
    this.journal = parts.journal();
    this.store = store;
    this.dispatchers = newDispatchers();
  }

  private List<Dispatcher> newDispatchers() {
    return Stream.generate(this::newDispatcher).limit(parts.dispatchers()).toList();
  }

  Dispatcher dispatcher() {
    return dispatchers.getFirst();
  }

  private Dispatcher newDispatcher() {
    return new Dispatcher(
        new CommandPorts(
            journal,
            store,
            sessions,
            this::addressee,
            (device, command) -> kept.keeps(device, command),
            PastReports.NONE,
            tap,
            parts.clock().apply(clock)),
        bounds,
        new CommandMetrics(meters),
        mailbox::add,
        parts.lane());
  }

  private Optional<Addressee> addressee(long number) {
    if (registryBroken) {
      throw new StoreException("the registry is out of order");
    }
    return Optional.ofNullable(addressees.get(number));
  }

  /// Kills the process and starts it again: what was not on disk is gone, every connection is over.
  void crash() {
    journal.crash();
    sendings.clear();
    sessions = new Sessions();
    mailbox = new ArrayDeque<>();
    meters = new SimpleMeterRegistry();
    dispatchers = newDispatchers();
  }

  void device(long number, Protocol protocol, PowerMode power) {
    addressees.put(number, new Addressee(ref(number), protocol, power));
  }

  void redelivering(long number, Protocol protocol, PowerMode power) {
    ProductOptions usual = ProductOptions.STANDARD;
    ProductOptions options =
        new ProductOptions(
            usual.activeWindow(), true, usual.responseTimeout(), Optional.empty(), List.of());
    addressees.put(number, new Addressee(ref(number), protocol, power, options));
  }

  static DeviceRef ref(long number) {
    return new DeviceRef(number, 10_000_001, "device" + number);
  }

  /// A live session of a device; attached, but no event is stored.
  ScriptedSession attach(long device) {
    lastSession++;
    ScriptedSession session = new ScriptedSession(device, lastSession);
    sessions.attach(session).ifPresent(older -> older.close(GoneCause.CLOSED));
    return session;
  }

  ScriptedSession connect(long device) {
    ScriptedSession session = attach(device);
    append(connected(device, session.source().session()));
    return session;
  }

  Event connected(long device, long session) {
    return new Event.Connected(
        clock.instant(), device, session, "lwm2m", "127.0.0.1:1", Optional.empty());
  }

  Event report(long device) {
    return new Event.Reported(
        clock.instant(),
        device,
        0,
        "lwm2m",
        "/19/0/0",
        42,
        true,
        0,
        Bytes.utf8("hello"),
        new Content.Opaque());
  }

  void append(Event event) {
    journal.append(event);
  }

  CompletableFuture<Command> create(long device, Duration ttl) {
    CompletableFuture<Command> result = new CompletableFuture<>();
    NewCommand command = new NewCommand(ref(device), Bytes.utf8("payload"), "{}", ttl, "operator");
    mailbox.add(() -> dispatcher().create(command, result));
    return result;
  }

  CompletableFuture<CancelResult> cancel(long device, long command) {
    CompletableFuture<CancelResult> result = new CompletableFuture<>();
    mailbox.add(() -> dispatcher().cancel(device, command, "operator", result));
    return result;
  }

  /// The tail's step.
  ///
  /// @return whether there was something to fold
  boolean fold(int limit) {
    List<Recorded> batch = journal.read(store.position(), limit);
    if (batch.isEmpty()) {
      return false;
    }
    store.fold(batch);
    for (Dispatcher dispatcher : dispatchers) {
      if (dispatcher.wants(batch.getLast().position())) {
        mailbox.add(() -> dispatcher.folded(batch));
      }
    }
    return true;
  }

  boolean readOneMessage() {
    Runnable message = mailbox.poll();
    if (message != null) {
      atTheTopOfTheThread(message);
    }
    return message != null;
  }

  /// As the dispatcher's thread does between two messages.
  void runDue() {
    for (Dispatcher dispatcher : dispatchers) {
      dispatcher.nextDue();
      boolean more = true;
      while (more) {
        AtomicBoolean ran = new AtomicBoolean(true);
        atTheTopOfTheThread(() -> ran.set(dispatcher.runDue()));
        more = ran.get();
      }
    }
  }

  /// A failure of ours ends one message, not the dispatcher.
  private void atTheTopOfTheThread(Runnable message) {
    try {
      message.run();
    } catch (StoreException e) {
      if (!registryBroken) {
        throw e;
      }
    }
  }

  /// Until nothing moves by itself at this time.
  void settle() {
    boolean moved = true;
    while (moved) {
      runDue();
      moved = journal.hasPending() || !mailbox.isEmpty();
      while (journal.hasPending()) {
        journal.commitOne();
      }
      moved |= fold(Integer.MAX_VALUE);
      while (readOneMessage()) {
        runDue();
      }
    }
  }

  void advance(Duration by) {
    clock.advance(by);
    settle();
  }

  /// Settles and gives what came of it.
  <T> T now(CompletableFuture<T> result) {
    settle();
    if (!result.isDone()) {
      throw new AssertionError("not answered");
    }
    return result.join();
  }

  StoredCommand stored(Command command) {
    return store.find(command.device().number(), command.id()).orElseThrow();
  }

  /// Answers what a device has got, and settles.
  void answer(Sending sending, SendOutcome outcome) {
    sendings.remove(sending);
    sending.outcome().complete(outcome);
    settle();
  }

  /// A session under the test's hand: what is sent stays open until the test answers it.
  final class ScriptedSession implements DeviceSession {
    private final Source source;
    private boolean closed;

    ScriptedSession(long device, long number) {
      this.source = new Source(ref(device), Door.LWM2M, number, "127.0.0.1:1");
    }

    boolean isClosed() {
      return closed;
    }

    @Override
    public Source source() {
      return source;
    }

    @Override
    public CompletionStage<SendOutcome> send(Downlink downlink) {
      if (closed) {
        return CompletableFuture.completedStage(new SendOutcome.NotSent("closed"));
      }
      Sending sending =
          new Sending(source.device().number(), downlink, this, new CompletableFuture<>());
      atSend.accept(sending);
      sendings.add(sending);
      return parts.outcome().apply(sending);
    }

    /// The connection ends; what was open on it may have arrived. It stays listed until it is
    /// detached.
    @Override
    public void close(GoneCause cause) {
      close(cause, new SendOutcome.Unanswered("connection lost"));
    }

    void close(GoneCause cause, SendOutcome ofWhatIsOpen) {
      closed = true;
      List<Sending> lost = sendings.stream().filter(it -> it.session().equals(this)).toList();
      sendings.removeAll(lost);
      lost.forEach(it -> it.outcome().complete(ofWhatIsOpen));
    }
  }
}
