package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.SendOutcome.Delivered;
import io.openaep.platform.access.SendOutcome.Kept;
import io.openaep.platform.access.SendOutcome.Overdue;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.command.World.ScriptedSession;
import io.openaep.platform.command.World.Sending;
import io.openaep.platform.journal.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Commands of a device whose MQTT session outlives its connections (delivery rules, "What its
/// states mean").
class KeptSessionTest extends DispatcherScene {
  @Test
  void interruptedCommandGoesOutAgainOnTheNextConnectionAndIsSentOnce() {
    Command command = sentAndCut();
    Command next = create(MQTT);
    world.connect(MQTT);
    world.settle();

    assertThat(onlySending().downlink().commandId()).isEqualTo(command.id());
    assertStatus(next, CommandStatus.SAVED);
    world.answer(onlySending(), new Delivered());
    assertStatus(command, CommandStatus.DELIVERED);
    assertThat(onlySending().downlink().commandId()).isEqualTo(next.id());
    assertThat(world.journal.all())
        .filteredOn(
            it -> it.event() instanceof Event.CommandSent sent && sent.command() == command.id())
        .hasSize(1);
  }

  @Test
  void interruptedCommandEndsAsTimeoutWithItsTimeToLive() {
    Command command = sentAndCut();
    world.advance(TTL.minusSeconds(1));
    assertStatus(command, CommandStatus.SENT);
    world.advance(Duration.ofSeconds(1));
    assertFailed(command, Failure.TIMEOUT, "may have arrived");
    world.connect(MQTT);
    world.settle();
    assertThat(world.sendings).isEmpty();
  }

  @Test
  void interruptedCommandCannotBeCancelled() {
    Command command = sentAndCut();
    assertThat(world.now(world.cancel(MQTT, command.id()))).isEqualTo(CancelResult.TOO_LATE);
  }

  @Test
  void nowOrNeverIsNotKept() {
    world.connect(MQTT);
    world.settle();
    Command command = world.now(world.create(MQTT, Duration.ZERO));
    world.answer(onlySending(), new Kept("the connection ended"));
    assertFailed(command, Failure.TIMEOUT, "the connection ended");
  }

  @Test
  void commandThatTheSessionHeldBackTooLongExpiresAndTheNextOneGoes() {
    world.connect(MQTT);
    world.settle();
    Command command = create(MQTT);
    Command next = create(MQTT);
    assertThat(onlySending().downlink().leavesBefore()).isEqualTo(command.createdAt().plus(TTL));
    world.answer(onlySending(), new Overdue());
    assertFailed(command, Failure.EXPIRED, "the way to the device was taken");
    assertThat(onlySending().downlink().commandId()).isEqualTo(next.id());
  }

  @Test
  void nowOrNeverFailsIfTheSessionHoldsItBack() {
    world.connect(MQTT);
    world.settle();
    Command command = world.now(world.create(MQTT, Duration.ZERO));
    assertThat(onlySending().downlink().leavesBefore()).isAfter(world.clock.instant());
    world.answer(onlySending(), new Overdue());
    assertFailed(command, Failure.FAILED, "now or never");
  }

  @Test
  void afterARestartWhatTheSessionKeepsGoesOn() {
    world.connect(MQTT);
    Command command = create(MQTT);
    world.kept = (device, id) -> device == MQTT && id == command.id();
    world.crash();
    world.settle();
    assertStatus(command, CommandStatus.SENT);
    world.connect(MQTT);
    world.settle();
    assertThat(onlySending().downlink().commandId()).isEqualTo(command.id());
    world.answer(onlySending(), new Delivered());
    assertStatus(command, CommandStatus.DELIVERED);
  }

  @Test
  void afterARestartWhatIsKeptAndOverdueEndsAsTimeout() {
    world.connect(MQTT);
    Command command = create(MQTT);
    world.kept = (_, _) -> true;
    world.clock.advance(TTL);
    world.crash();
    world.settle();
    assertFailed(command, Failure.TIMEOUT, "may have arrived");
  }

  private Command sentAndCut() {
    ScriptedSession session = world.connect(MQTT);
    Command command = create(MQTT);
    Sending sending = onlySending();
    world.sessions.detach(session);
    session.close(GoneCause.CLOSED, new Kept("the connection ended"));
    world.settle();
    assertThat(sending.outcome()).isDone();
    assertStatus(command, CommandStatus.SENT);
    return command;
  }
}
