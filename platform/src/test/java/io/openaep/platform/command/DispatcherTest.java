package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.PowerMode;
import io.openaep.platform.access.Protocol;
import io.openaep.platform.access.SendOutcome.Delivered;
import io.openaep.platform.access.SendOutcome.NotSent;
import io.openaep.platform.access.SendOutcome.Refused;
import io.openaep.platform.access.SendOutcome.Unanswered;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.World.ScriptedSession;
import io.openaep.platform.command.World.Sending;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// The dispatcher, one situation a test; the policy has its own table, and every order of events is
/// the simulation's business.
class DispatcherTest extends DispatcherScene {
  @Test
  void createdCommandCanBeFoundAtOnce() {
    Command command = create(MQTT);
    assertThat(command.status()).isEqualTo(CommandStatus.SAVED);
    assertStatus(command, CommandStatus.SAVED);
    assertThat(command.device()).isEqualTo(World.ref(MQTT));
  }

  @Test
  void createIsNotAnsweredBeforeTheCommandIsOnDiskAndFolded() {
    CompletableFuture<Command> result = world.create(MQTT, TTL);
    world.readOneMessage();
    assertThat(result).isNotDone();
    world.journal.commitOne();
    assertThat(result).isNotDone();
    world.fold(1);
    world.readOneMessage();
    assertThat(result).isDone();
  }

  @Test
  void fullDiskRefusesTheCommandAndLeavesNothingBehind() {
    CompletableFuture<Command> result = world.create(MQTT, TTL);
    world.readOneMessage();
    world.journal.refusePending();
    world.settle();
    assertThatThrownBy(result::join).hasCauseInstanceOf(JournalUnavailable.class);
    assertThat(world.dispatcher().standing(MQTT).lane()).isEmpty();
  }

  @Test
  void connectedDeviceGetsItAtOnceAndSentIsOnDiskBefore() {
    world.connect(MQTT);
    world.atSend =
        sending ->
            assertThat(world.journal.all()).anyMatch(it -> it.event() instanceof Event.CommandSent);
    Command command = create(MQTT);
    assertThat(onlySending().downlink().commandId()).isEqualTo(command.id());
    assertStatus(command, CommandStatus.SENT);
    world.answer(onlySending(), new Delivered());
    assertStatus(command, CommandStatus.DELIVERED);
  }

  @Test
  void edrxIsGivenPatience() {
    world.connect(EDRX);
    create(EDRX);
    assertThat(onlySending().downlink().patience()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void unconnectedDeviceGetsItWhenItConnects() {
    Command command = create(MQTT);
    assertStatus(command, CommandStatus.SAVED);
    world.connect(MQTT);
    world.settle();
    assertStatus(command, CommandStatus.SENT);
  }

  @Test
  void sleepingDeviceGetsAllThatWasSavedBeforeItsUplinkOneAfterTheOther() {
    world.connect(PSM);
    Command first = create(PSM);
    Command second = create(PSM);
    assertThat(world.sendings).isEmpty();
    report(PSM);
    assertThat(onlySending().downlink().commandId()).isEqualTo(first.id());
    Command late = create(PSM);
    world.answer(onlySending(), new Delivered());
    assertThat(onlySending().downlink().commandId()).isEqualTo(second.id());
    world.answer(onlySending(), new Delivered());
    assertThat(world.sendings).isEmpty();
    assertStatus(late, CommandStatus.SAVED);
    report(PSM);
    assertThat(onlySending().downlink().commandId()).isEqualTo(late.id());
  }

  @Test
  void timeoutClosesTheContactOfASleepingDevice() {
    world.connect(PSM);
    Command first = create(PSM);
    Command second = create(PSM);
    report(PSM);
    world.answer(onlySending(), new Unanswered("no answer to the last retransmission"));
    assertFailed(first, Failure.TIMEOUT, "no answer to the last retransmission");
    assertThat(world.sendings).isEmpty();
    report(PSM);
    assertThat(onlySending().downlink().commandId()).isEqualTo(second.id());
  }

  @Test
  void refusalLeavesTheContactOpen() {
    world.connect(PSM);
    Command first = create(PSM);
    Command second = create(PSM);
    report(PSM);
    world.answer(onlySending(), new Refused("4.04"));
    assertFailed(first, Failure.FAILED, "4.04");
    assertThat(onlySending().downlink().commandId()).isEqualTo(second.id());
  }

  @Test
  void answersKeepTheContactOpen() {
    world.connect(PSM);
    create(PSM);
    create(PSM);
    Command third = create(PSM);
    report(PSM);
    world.clock.advance(Duration.ofSeconds(20));
    world.answer(onlySending(), new Delivered());
    world.clock.advance(Duration.ofSeconds(20));
    world.answer(onlySending(), new Delivered());
    assertThat(onlySending().downlink().commandId()).isEqualTo(third.id());
  }

  @Test
  void oldUplinkThatIsFoldedLateOpensNoContact() {
    world.connect(PSM);
    Command command = create(PSM);
    world.append(world.report(PSM));
    world.journal.commitOne();
    world.clock.advance(Duration.ofMinutes(5));
    world.settle();
    assertStatus(command, CommandStatus.SAVED);
    report(PSM);
    assertStatus(command, CommandStatus.SENT);
  }

  @Test
  void observeAnswerIsNoUplink() {
    world.connect(PSM);
    Command command = create(PSM);
    world.append(
        new Event.Observed(world.clock.instant(), PSM, 1, "lwm2m", "/19/0/0", 42, Bytes.EMPTY));
    world.settle();
    assertStatus(command, CommandStatus.SAVED);
  }

  @Test
  void expiredCommandFailsByTheTimerAndIsNeverSent() {
    Command command = create(MQTT);
    world.advance(TTL.minusMillis(1));
    assertStatus(command, CommandStatus.SAVED);
    world.advance(Duration.ofMillis(1));
    assertFailed(command, Failure.EXPIRED, "2 h 0 min");
    world.connect(MQTT);
    world.settle();
    assertThat(world.sendings).isEmpty();
  }

  @Test
  void commandWhoseTimeEndsWhileSentIsBeingStoredIsNotSent() {
    world.connect(MQTT);
    world.settle();
    CompletableFuture<Command> result = world.create(MQTT, Duration.ofSeconds(5));
    world.readOneMessage();
    world.journal.commitOne();
    world.fold(10);
    world.readOneMessage(); // SENT is on its way
    world.clock.advance(Duration.ofSeconds(5));
    world.settle();
    assertFailed(result.join(), Failure.EXPIRED, "5 s");
    assertThat(world.sendings).isEmpty();
  }

  @Test
  void commandInFlightDoesNotExpire() {
    world.connect(MQTT);
    Command command = world.now(world.create(MQTT, Duration.ofSeconds(5)));
    world.advance(Duration.ofSeconds(20));
    world.answer(onlySending(), new Delivered());
    assertStatus(command, CommandStatus.DELIVERED);
  }

  @Test
  void nowOrNeverIsSentToAConnectedDevice() {
    world.connect(MQTT);
    Command command = world.now(world.create(MQTT, Duration.ZERO));
    world.advance(Duration.ofSeconds(3));
    world.answer(onlySending(), new Delivered());
    assertStatus(command, CommandStatus.DELIVERED);
  }

  @Test
  void nowOrNeverFailsAtOnceForAnUnconnectedDevice() {
    assertFailed(
        world.now(world.create(MQTT, Duration.ZERO)),
        Failure.FAILED,
        "the device is not connected");
  }

  @Test
  void nowOrNeverFailsAtOnceBehindAnotherCommand() {
    world.connect(MQTT);
    create(MQTT);
    assertFailed(world.now(world.create(MQTT, Duration.ZERO)), Failure.FAILED, "another command");
  }

  @Test
  void nowOrNeverFailsWhenItCannotBeStoredAsSent() {
    world.connect(MQTT);
    world.settle();
    CompletableFuture<Command> result = world.create(MQTT, Duration.ZERO);
    world.readOneMessage();
    world.journal.commitOne();
    world.fold(10);
    world.readOneMessage();
    world.journal.refusePending();
    world.settle();
    assertFailed(result.join(), Failure.FAILED, "could not be stored");
    assertThat(world.sendings).isEmpty();
  }

  @Test
  void sessionThatWasAlreadyClosedLeavesTheCommandWaitingAndSentOnlyOnce() {
    ScriptedSession closing = world.connect(MQTT);
    world.settle();
    closing.close(GoneCause.CLOSED); // still listed
    Command command = create(MQTT);
    assertStatus(command, CommandStatus.SENT);
    assertThat(world.sendings).isEmpty();
    assertThat(world.now(world.cancel(MQTT, command.id()))).isEqualTo(CancelResult.TOO_LATE);
    world.advance(Duration.ofMinutes(1));
    world.connect(MQTT);
    world.settle();
    assertThat(onlySending().downlink().commandId()).isEqualTo(command.id());
    world.answer(onlySending(), new Delivered());
    assertStatus(command, CommandStatus.DELIVERED);
    assertThat(world.journal.all())
        .filteredOn(it -> it.event() instanceof Event.CommandSent)
        .hasSize(1);
  }

  @Test
  void commandThatFoundNoOpenSessionExpiresAsNeverSent() {
    world.connect(MQTT);
    world.settle();
    world.sessions.of(MQTT).orElseThrow().close(GoneCause.CLOSED);
    Command command = create(MQTT);
    world.advance(TTL);
    assertFailed(command, Failure.EXPIRED, "2 h 0 min");
  }

  @Test
  void nowOrNeverFailsWhenTheSessionWasAlreadyClosed() {
    world.connect(MQTT).close(GoneCause.CLOSED);
    assertFailed(world.now(world.create(MQTT, Duration.ZERO)), Failure.FAILED, "not connected");
  }

  @Test
  void sessionThatAppearsWithoutAnEventIsNoticed() {
    Command command = create(DRX);
    world.attach(DRX); // as after a restart
    world.advance(Duration.ofSeconds(1));
    assertStatus(command, CommandStatus.SENT);
  }

  @Test
  void sessionThatNeverAnswersDoesNotHoldTheLaneForEver() {
    world.connect(MQTT);
    Command command = create(MQTT);
    world.advance(TTL.plus(Duration.ofMinutes(9)));
    assertStatus(command, CommandStatus.SENT);
    world.advance(Duration.ofMinutes(2));
    assertFailed(command, Failure.TIMEOUT, "never told");
  }

  @Test
  void fullLaneRefusesOneMoreUntilThereIsRoom() {
    World small = new World();
    small.bounds = new CommandBounds(2, 3, 10, TTL, Duration.ofSeconds(30), Duration.ofDays(1));
    small.crash();
    small.device(MQTT, Protocol.MQTT, new PowerMode.Drx());
    small.device(5, Protocol.MQTT, new PowerMode.Drx());
    small.settle();
    Command first = small.now(small.create(MQTT, TTL));
    CompletableFuture<Command> second = small.create(MQTT, TTL);
    CompletableFuture<Command> third = small.create(MQTT, TTL); // the second is not stored yet
    small.settle();
    assertThat(second).isCompleted();
    assertThatThrownBy(third::join)
        .hasCauseInstanceOf(CommandRefused.class)
        .hasMessageContaining("the device already has 2 commands waiting");
    small.now(small.create(5, TTL));
    CompletableFuture<Command> fifth = small.create(5, TTL);
    small.settle();
    assertThatThrownBy(fifth::join).hasMessageContaining("the platform already holds 3 commands");
    small.now(small.cancel(MQTT, first.id()));
    assertThat(small.now(small.create(MQTT, TTL)).status()).isEqualTo(CommandStatus.SAVED);
  }

  @Test
  void deletedDeviceTakesItsCommandsWithIt() {
    world.connect(MQTT);
    Command inFlight = create(MQTT);
    create(MQTT);
    Sending sending = onlySending();
    world.addressees.remove(MQTT);
    world.append(new Event.DeviceRemoved(world.clock.instant(), MQTT));
    world.settle();
    long end = world.journal.end();
    world.answer(sending, new Delivered());
    world.advance(Duration.ofDays(1));
    assertThat(world.journal.end()).isEqualTo(end);
    assertThat(world.store.find(MQTT, inFlight.id())).isEmpty();
    assertThat(world.dispatcher().standing(MQTT).lane()).isEmpty();
    assertThat(world.meters.get("openaep.commands.held").gauge().value()).isZero();
  }

  @Test
  void commandSavedForADeviceThatIsGoneFails() {
    world.addressees.remove(MQTT);
    world.attach(MQTT);
    Command command = create(MQTT);
    assertFailed(command, Failure.FAILED, "the device was deleted");
  }

  @Test
  void productThatChangesToDrxLetsHeldCommandsGoAtTheNextEvent() {
    world.connect(PSM);
    Command command = create(PSM);
    world.device(PSM, Protocol.LWM2M, new PowerMode.Drx());
    create(PSM);
    assertStatus(command, CommandStatus.SENT);
  }

  @Test
  void changesOfStateAndHeldCommandsAreCounted() {
    world.connect(MQTT);
    create(MQTT);
    create(MQTT);
    assertThat(world.meters.get("openaep.commands.held").gauge().value()).isEqualTo(2);
    world.answer(onlySending(), new Delivered());
    world.answer(onlySending(), new Unanswered("no PUBACK"));
    assertThat(world.meters.get("openaep.commands.held").gauge().value()).isZero();
    assertThat(count("saved")).isEqualTo(2);
    assertThat(count("sent")).isEqualTo(2);
    assertThat(count("delivered")).isEqualTo(1);
    assertThat(count("timeout")).isEqualTo(1);
  }

  private double count(String status) {
    return world.meters.get("openaep.commands").tag("status", status).counter().count();
  }

  @Test
  void notSentOnALiveSessionIsNotTriedAgainAndAgain() {
    ScriptedSession session = world.connect(DRX);
    create(DRX);
    world.answer(onlySending(), new NotSent("no DTLS session"));
    assertThat(session.isClosed()).isFalse();
    world.advance(Duration.ofMinutes(1));
    assertThat(world.sendings).isEmpty();
    report(DRX);
    assertThat(world.sendings).hasSize(1);
  }
}
