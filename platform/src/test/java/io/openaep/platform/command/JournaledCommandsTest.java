package io.openaep.platform.command;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.openaep.platform.access.DeviceRef;
import io.openaep.platform.access.DeviceSession;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Source;
import io.openaep.platform.command.Addressees.Addressee;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.Commands.CommandPage;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.MemoryJournal;
import io.openaep.platform.journal.Tail;
import io.openaep.platform.journal.TailSettings;
import io.openaep.platform.registry.PayloadForm;
import io.openaep.platform.store.Database;
import io.openaep.platform.store.SqliteFile;
import io.openaep.platform.store.SqliteFile.Durability;
import io.openaep.platform.store.StoreException;
import io.openaep.wire.Bytes;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole package on its real threads: journal, tail, SQL store and dispatcher.
class JournaledCommandsTest {
  private static final DeviceRef PSM = new DeviceRef(1, 10_000_001, "psm");
  private static final DeviceRef MQTT = new DeviceRef(2, 10_000_002, "mqtt");
  private static final Map<Long, Addressee> DEVICES =
      Map.of(
          1L, new Addressee(PSM, Protocol.LWM2M, new PowerMode.Psm()),
          2L, new Addressee(MQTT, Protocol.MQTT, new PowerMode.Drx()));
  private static final Duration TTL = Duration.ofHours(2);

  @TempDir Path directory;
  private final VirtualClock clock = new VirtualClock();
  private final MemoryJournal journal = new MemoryJournal();
  private Sessions sessions;
  private Database database;
  private JournaledCommands commands;
  private Tail tail;

  @BeforeEach
  void start() {
    open(TailSettings.USUAL);
    commands.start();
    done(commands.recovered());
  }

  private void open(TailSettings tailSettings) {
    sessions = new Sessions();
    database = Database.open(new SqliteFile(directory.resolve("command.db"), Durability.NORMAL));
    CommandPorts ports =
        new CommandPorts(
            journal,
            new SqlCommandStore(database, clock),
            sessions,
            number -> Optional.ofNullable(DEVICES.get(number)),
            clock);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    commands =
        new JournaledCommands(ports, CommandBounds.STANDARD, ZoneId.of("Asia/Shanghai"), meters);
    tail = new Tail(journal, commands.fold(), tailSettings, meters).start();
  }

  @AfterEach
  void stop() {
    commands.close();
    tail.close();
    database.close();
  }

  private static <T> T done(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private Command create(DeviceRef device) {
    return done(commands.create(wanted(device, "open", TTL)));
  }

  private static NewCommand wanted(DeviceRef device, String payload, Duration ttl) {
    return new NewCommand(device, Bytes.utf8(payload), "{\"payload\":\"open\"}", ttl, "operator");
  }

  private Command find(Command command) {
    return commands.find(command.device().number(), command.id()).orElseThrow();
  }

  private void awaitStatus(Command command, CommandStatus status) {
    await().untilAsserted(() -> assertThat(find(command).status()).isEqualTo(status));
  }

  private void report(DeviceRef device) {
    done(
        journal.append(
            new Event.Updated(
                clock.instant(),
                device.number(),
                1,
                "lwm2m",
                "127.0.0.1:1",
                Optional.of(Duration.ofDays(1)))));
  }

  /// A session whose downlinks the test takes and answers.
  private record ScriptedSession(Source source, BlockingQueue<Sent> sent) implements DeviceSession {
    record Sent(Downlink downlink, CompletableFuture<SendOutcome> outcome) {}

    @Override
    public CompletionStage<SendOutcome> send(Downlink downlink) {
      Sent taken = new Sent(downlink, new CompletableFuture<>());
      sent.add(taken);
      return taken.outcome();
    }

    @Override
    public void close(GoneCause cause) {}

    Sent take() throws InterruptedException {
      return Optional.ofNullable(sent.poll(60, TimeUnit.SECONDS)).orElseThrow();
    }
  }

  private ScriptedSession connect(DeviceRef device) {
    ScriptedSession session =
        new ScriptedSession(
            new Source(device, Door.MQTT, 1, "127.0.0.1:1"), new LinkedBlockingQueue<>());
    assertThat(sessions.attach(session)).isEmpty();
    report(device);
    return session;
  }

  @Test
  void commandGoesFromSavedToDelivered() throws InterruptedException {
    Command command = create(MQTT);
    assertThat(find(command).status()).isEqualTo(CommandStatus.SAVED);
    ScriptedSession session = connect(MQTT);
    ScriptedSession.Sent sent = session.take();
    assertThat(sent.downlink().payload()).isEqualTo(Bytes.utf8("open"));
    awaitStatus(command, CommandStatus.SENT);
    assertThat(find(command).reason()).isEqualTo("on its way; waiting for the device's answer");
    sent.outcome().complete(new SendOutcome.Delivered());
    awaitStatus(command, CommandStatus.DELIVERED);
    Command delivered = find(command);
    assertThat(delivered.device()).isEqualTo(MQTT);
    assertThat(delivered.content()).isEqualTo("{\"payload\":\"open\"}");
    assertThat(delivered.createdBy()).isEqualTo("operator");
    assertThat(delivered.finishedAt()).contains(clock.instant());
    assertThat(delivered.reason()).isEmpty();
  }

  @Test
  void whatTheStoreFailsForIsToldAtOnceAndKeepsNoPlace() {
    NewCommand calling = NewCommand.calling(PSM, call(), "{}", TTL, "operator");
    database.change(handle -> handle.update("alter table task rename to away"));
    assertThatThrownBy(() -> done(commands.prepare(List.of(wanted(MQTT, "open", TTL), calling))))
        .hasCauseInstanceOf(JournalUnavailable.class)
        .hasMessageContaining("store does not answer");
    assertThatThrownBy(() -> done(commands.create(calling)))
        .hasCauseInstanceOf(StoreException.class);
    database.change(handle -> handle.update("alter table away rename to task"));
    List<NewCommand> asManyAsThereIsRoomFor =
        Collections.nCopies(CommandBounds.STANDARD.heldPerDevice(), wanted(MQTT, "open", TTL));
    try (CommandBatch batch = done(commands.prepare(asManyAsThereIsRoomFor))) {
      assertThat(batch.rows()).hasOnlyElementsOfType(CommandBatch.Row.Ready.class);
    }
    done(commands.create(calling));
  }

  private static ServiceCall call() {
    Service service =
        new Service(
            8001,
            "go",
            "go",
            ServiceKind.COMMAND,
            Optional.empty(),
            "",
            List.of(),
            Optional.empty());
    return new ServiceCall(PayloadForm.FLAT_JSON, service, Map.of(), Event.Task.NONE);
  }

  @Test
  void heldCommandSaysWhyAndUntilWhen() {
    assertThat(find(create(MQTT)).reason())
        .isEqualTo("the device is not connected: leaves when it connects; expires 16:00");
    Command sleeping = create(PSM);
    assertThat(find(sleeping).reason())
        .isEqualTo(
            "the device is not registered: leaves after its next registration; expires 16:00");
    ScriptedSession session = connect(PSM);
    Command late = create(PSM);
    await()
        .untilAsserted(() ->
            assertThat(find(late).reason())
                .isEqualTo(
                    "PSM: leaves after the device's next report;"
                        + " it must report by 2026-11-23 14:00; expires 16:00"));
    assertThat(session.sent()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void failedCommandSaysWhatTheDeviceAnswered() throws InterruptedException {
    ScriptedSession session = connect(MQTT);
    Command command = create(MQTT);
    session.take().outcome().complete(new SendOutcome.Refused("4.04"));
    awaitStatus(command, CommandStatus.FAILED);
    assertThat(find(command).failure()).contains(Failure.FAILED);
    assertThat(find(command).reason()).isEqualTo("the device refused it: 4.04");
  }

  @Test
  void commandThatFoundTheSessionClosedSaysThatNothingLeft() throws InterruptedException {
    ScriptedSession session = connect(MQTT);
    Command command = create(MQTT);
    session.take().outcome().complete(new SendOutcome.NotSent("closed"));
    await()
        .untilAsserted(() ->
            assertThat(find(command).reason())
                .isEqualTo(
                    "the connection ended before a byte had left; the device could not be"
                        + " reached: leaves when it is heard again; expires 16:00"));
  }

  @Test
  void dueTimesAreNoticedWithoutAMessage() {
    Command command = done(commands.create(wanted(MQTT, "open", Duration.ofMillis(300))));
    clock.advance(Duration.ofMillis(300));
    awaitStatus(command, CommandStatus.FAILED);
    assertThat(find(command).failure()).contains(Failure.EXPIRED);
  }

  @Test
  void cancelledCommandIsCancelledForTheNextQuestion() {
    Command command = create(MQTT);
    CancelResult result = done(commands.cancel(2, command.id(), "someone"));
    assertThat(result).isEqualTo(CancelResult.CANCELLED);
    assertThat(find(command).status()).isEqualTo(CommandStatus.CANCELLED);
    assertThat(find(command).reason()).isEqualTo("cancelled by someone");
    assertThat(done(commands.cancel(2, command.id(), "someone"))).isEqualTo(CancelResult.TOO_LATE);
  }

  @Test
  void refusalsSayWhatToChange() {
    assertRefused(
        wanted(MQTT, "open", Duration.ofSeconds(864_001)),
        "ttl must be between 0 and 864000 seconds");
    assertRefused(
        wanted(MQTT, "open", Duration.ofSeconds(-1)), "ttl must be between 0 and 864000 seconds");
    assertRefused(
        wanted(PSM, "x".repeat(65_537), TTL),
        "the payload has 65537 bytes; at most 65536 fit into one message to this device");
    assertRefused(
        wanted(MQTT, "x".repeat(65_536), TTL),
        "the payload has 65536 bytes; at most 65535 fit into one message to this device");
    assertRefused(
        wanted(new DeviceRef(9, 1, "gone"), "open", TTL), "the device does not exist any more");
  }

  private void assertRefused(NewCommand command, String sentence) {
    CompletionStage<Command> result = commands.create(command);
    assertThatThrownBy(() -> done(result))
        .hasCauseInstanceOf(CommandRefused.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void longestTtlAndLargestPayloadAreTaken() {
    Command command =
        done(
            commands.create(wanted(MQTT, "x".repeat(65_535), CommandBounds.STANDARD.longestTtl())));
    assertThat(find(command).payload().size()).isEqualTo(65_535);
  }

  @Test
  void listIsNewestFirst() {
    Command first = create(MQTT);
    Command second = create(MQTT);
    create(PSM);
    CommandPage page = commands.list(2, Instant.EPOCH, clock.instant(), 1, 10);
    assertThat(page.total()).isEqualTo(2);
    assertThat(page.commands()).extracting(Command::id).containsExactly(second.id(), first.id());
    assertThat(commands.list(9, Instant.EPOCH, clock.instant(), 1, 10).total()).isZero();
    assertThat(commands.find(9, first.id())).isEmpty();
  }

  @Test
  void restartKeepsWhatWasHeldAndEndsWhatWasInFlight() throws InterruptedException {
    ScriptedSession session = connect(MQTT);
    Command inFlight = create(MQTT);
    session.take();
    Command held = create(MQTT);
    stop();
    start();
    awaitStatus(inFlight, CommandStatus.FAILED);
    assertThat(find(inFlight).failure()).contains(Failure.TIMEOUT);
    assertThat(find(held).status()).isEqualTo(CommandStatus.SAVED);
    assertThat(create(MQTT).id()).isGreaterThan(held.id());
    assertThat(connect(MQTT).take().downlink().commandId()).isEqualTo(held.id());
  }

  @Test
  void longBacklogIsFoldedBeforeTheDispatcherStarts() {
    Command command = create(MQTT);
    stop();
    for (int i = 0; i < 200; i++) {
      report(PSM);
    }
    open(new TailSettings(1, Duration.ofMillis(1), Duration.ofSeconds(1), 16, Duration.ZERO));
    done(tail.caughtUp());
    commands.start();
    done(commands.recovered());
    assertThat(find(command).status()).isEqualTo(CommandStatus.SAVED);
  }

  @Test
  void outcomeThatCameBeforeTheStopIsKept() throws InterruptedException {
    ScriptedSession session = connect(MQTT);
    Command command = create(MQTT);
    session.take().outcome().complete(new SendOutcome.Unanswered("the door closed"));
    stop();
    start();
    assertThat(find(command).failure()).contains(Failure.TIMEOUT);
    assertThat(find(command).reason()).isEqualTo("the door closed");
  }

  @Test
  void whoeverComesAfterTheStopIsTold() {
    Command command = create(MQTT);
    commands.close();
    CompletionStage<Command> created = commands.create(wanted(MQTT, "open", TTL));
    assertThatThrownBy(() -> done(created)).hasMessageContaining("the platform is stopping");
    CompletionStage<CancelResult> cancelled = commands.cancel(2, command.id(), "me");
    assertThatThrownBy(() -> done(cancelled)).hasMessageContaining("the platform is stopping");
  }

  @Test
  void manyCallersAtOnceAreServedInOrderAndOneAtATime() throws InterruptedException {
    ScriptedSession session = connect(MQTT);
    List<CompletionStage<Command>> created =
        IntStream.range(0, 200)
            .parallel()
            .mapToObj(_ -> commands.create(wanted(MQTT, "open", TTL)))
            .toList();
    long last = 0;
    for (int i = 0; i < created.size(); i++) {
      ScriptedSession.Sent sent = session.take();
      assertThat(session.sent()).isEmpty();
      assertThat(sent.downlink().commandId()).isGreaterThan(last);
      last = sent.downlink().commandId();
      sent.outcome().complete(new SendOutcome.Delivered());
    }
    await()
        .untilAsserted(() ->
            assertThat(commands.list(2, Instant.EPOCH, clock.instant(), 1, 200).commands())
                .hasSize(200)
                .allMatch(it -> it.status() == CommandStatus.DELIVERED));
  }
}
