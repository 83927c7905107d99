package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Downlink;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.ObjectAction;
import io.openaep.platform.access.ObjectBody;
import io.openaep.platform.access.ObjectOutcome;
import io.openaep.platform.access.ObjectPath;
import io.openaep.platform.access.ObjectRequest;
import io.openaep.platform.access.ObjectSession;
import io.openaep.platform.access.Registration;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.Source;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.ObjectContent;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/// Operations on objects go through the same lanes as commands.
class OperationLaneTest extends DispatcherScene {
  private static final ObjectBody BODY =
      new ObjectBody(
          Optional.of(0),
          Bytes.utf8("7"),
          "[{\"path\":\"/3/0/9\",\"type\":\"integer\",\"value\":7}]",
          "");

  @Test
  void anOperationLeavesAtOnceAndItsAnswerCanBeRead() {
    Objects session = connect(DRX);
    long id = read(DRX);
    assertThat(stored(DRX, id).status()).isEqualTo(CommandStatus.SENT);
    assertThat(session.asked.getFirst().path()).hasToString("/3/0/9");
    session.answer(new ObjectOutcome.Answered("2.05", BODY));
    StoredOperation answered = stored(DRX, id);
    assertThat(answered.status()).isEqualTo(CommandStatus.DELIVERED);
    assertThat(answered.code()).isEqualTo("2.05");
    assertThat(answered.content().raw()).isEqualTo(Bytes.utf8("7"));
    assertThat(answered.content().values()).isEqualTo(BODY.values());
  }

  @Test
  void aSleepingDeviceIsAskedAfterItsNextReport() {
    Objects session = connect(PSM);
    long id = read(PSM);
    assertThat(session.asked).isEmpty();
    report(PSM);
    assertThat(session.asked).hasSize(1);
    assertThat(stored(PSM, id).status()).isEqualTo(CommandStatus.SENT);
  }

  @Test
  void whatADeviceTellsOfItsObjectsIsAContactToo() {
    Objects session = connect(PSM);
    var _ = read(PSM);
    world.append(
        new Event.ObjectReported(
            world.clock.instant(), PSM, 1, "lwm2m", "/3/0/9", ObjectContent.NONE));
    world.settle();
    assertThat(session.asked).hasSize(1);
  }

  @Test
  void commandsAndOperationsTakeTurns() {
    Objects session = connect(DRX);
    long first = read(DRX);
    Command second = create(DRX);
    long third = read(DRX);
    assertThat(session.asked).hasSize(1);
    assertThat(session.sent).isEmpty();
    session.answer(new ObjectOutcome.Answered("2.05", BODY));
    assertThat(session.sent).hasSize(1);
    assertThat(session.asked).hasSize(1);
    session.sent.getFirst().complete(new SendOutcome.Delivered());
    world.settle();
    assertStatus(second, CommandStatus.DELIVERED);
    assertThat(session.asked).hasSize(2);
    assertThat(stored(DRX, first).status()).isEqualTo(CommandStatus.DELIVERED);
    assertThat(stored(DRX, third).status()).isEqualTo(CommandStatus.SENT);
  }

  @Test
  void theDevicesNoIsAFailureWithItsCode() {
    Objects session = connect(DRX);
    long id = read(DRX);
    session.answer(new ObjectOutcome.Unfulfilled(new SendOutcome.Refused("4.05")));
    StoredOperation refused = stored(DRX, id);
    assertThat(refused.status()).isEqualTo(CommandStatus.FAILED);
    assertThat(refused.failure()).contains(Failure.FAILED);
    assertThat(refused.detail()).contains("4.05");
  }

  @Test
  void anOperationThatWasOnItsWayInACrashIsNeverSentAgain() {
    var _ = connect(DRX);
    long id = read(DRX);
    world.crash();
    Objects session = connect(DRX);
    world.settle();
    assertThat(session.asked).isEmpty();
    assertThat(stored(DRX, id).failure()).contains(Failure.TIMEOUT);
  }

  @Test
  void aHeldOperationSurvivesACrash() {
    long id = read(DRX);
    world.crash();
    Objects session = connect(DRX);
    assertThat(session.asked).hasSize(1);
    assertThat(session.asked.getFirst().operation()).isEqualTo(id);
  }

  @Test
  void aCancelledOperationIsNeverSent() {
    long id = read(DRX);
    assertThat(world.now(world.cancel(DRX, id))).isEqualTo(CancelResult.CANCELLED);
    assertThat(connect(DRX).asked).isEmpty();
    assertThat(stored(DRX, id).status()).isEqualTo(CommandStatus.CANCELLED);
    assertThat(world.now(world.cancel(DRX, id))).isEqualTo(CancelResult.TOO_LATE);
  }

  @Test
  void anOperationWhoseTimeIsOverIsNeverSent() {
    long id = read(DRX);
    world.advance(TTL);
    assertThat(connect(DRX).asked).isEmpty();
    assertThat(stored(DRX, id).failure()).contains(Failure.EXPIRED);
  }

  @Test
  void aDeletedDeviceHasNoOperations() {
    long id = read(DRX);
    world.append(new Event.DeviceRemoved(world.clock.instant(), DRX));
    world.settle();
    assertThat(world.store.operations().find(DRX, id)).isEmpty();
  }

  private long read(long device) {
    CompletableFuture<Long> result = new CompletableFuture<>();
    NewOperation operation =
        new NewOperation(
            World.ref(device),
            ObjectAction.READ,
            ObjectPath.parse("/3/0/9").orElseThrow(),
            Optional.empty(),
            Bytes.EMPTY,
            TTL,
            "operator");
    world.mailbox.add(() -> world.dispatcher().create(operation, result));
    return world.now(result);
  }

  private StoredOperation stored(long device, long id) {
    return world.store.operations().find(device, id).orElseThrow();
  }

  private Objects connect(long device) {
    Objects session = new Objects(device);
    world.sessions.attach(session);
    world.append(world.connected(device, 1));
    world.settle();
    return session;
  }

  private final class Objects implements ObjectSession {
    private final Source source;
    final List<ObjectRequest> asked = new ArrayList<>();
    final List<CompletableFuture<SendOutcome>> sent = new ArrayList<>();
    private CompletableFuture<ObjectOutcome> open = new CompletableFuture<>();

    Objects(long device) {
      this.source = new Source(World.ref(device), Door.LWM2M, 1, "127.0.0.1:1");
    }

    void answer(ObjectOutcome outcome) {
      open.complete(outcome);
      world.settle();
    }

    @Override
    public Source source() {
      return source;
    }

    @Override
    public CompletionStage<ObjectOutcome> operate(ObjectRequest request) {
      asked.add(request);
      open = new CompletableFuture<>();
      return open;
    }

    @Override
    public CompletionStage<SendOutcome> send(Downlink downlink) {
      CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
      sent.add(outcome);
      return outcome;
    }

    @Override
    public Registration registration() {
      throw new UnsupportedOperationException("a lane needs none at " + Instant.EPOCH);
    }

    @Override
    public List<String> observedPaths() {
      return List.of();
    }

    @Override
    public void close(GoneCause cause) {
      // stays listed
    }
  }
}
