package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.SendOutcome.Delivered;
import io.openaep.platform.command.Commands.CancelResult;
import io.openaep.platform.journal.JournalUnavailable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Cancelling is atomic with sending.
class DispatcherCancelTest extends DispatcherScene {
  @Test
  void cancelledCommandNeverLeaves() {
    Command command = create(MQTT);
    assertThat(world.now(world.cancel(MQTT, command.id()))).isEqualTo(CancelResult.CANCELLED);
    assertStatus(command, CommandStatus.CANCELLED);
    world.connect(MQTT);
    world.settle();
    assertThat(world.sendings).isEmpty();
  }

  @Test
  void commandOnItsWayIntoTheJournalAsSentCannotBeCancelled() {
    world.connect(MQTT);
    world.settle();
    CompletableFuture<Command> result = world.create(MQTT, TTL);
    world.readOneMessage();
    world.journal.commitOne();
    world.fold(10);
    world.readOneMessage();
    CompletableFuture<CancelResult> cancel = world.cancel(MQTT, result.join().id());
    world.readOneMessage();
    assertThat(cancel.join()).isEqualTo(CancelResult.TOO_LATE);
  }

  @Test
  void commandIsNotSentWhileItsCancellationIsBeingStored() {
    Command command = create(MQTT);
    CompletableFuture<CancelResult> cancel = world.cancel(MQTT, command.id());
    world.readOneMessage();
    world.connect(MQTT);
    assertThat(world.now(cancel)).isEqualTo(CancelResult.CANCELLED);
    assertThat(world.sendings).isEmpty();
  }

  @Test
  void cancellationThatCannotBeStoredLeavesTheCommandToBeSent() {
    Command command = create(MQTT);
    CompletableFuture<CancelResult> cancel = world.cancel(MQTT, command.id());
    world.readOneMessage();
    world.journal.refusePending();
    world.connect(MQTT);
    world.settle();
    assertThatThrownBy(cancel::join).hasCauseInstanceOf(JournalUnavailable.class);
    assertStatus(command, CommandStatus.SENT);
  }

  @Test
  void endedAndUnknownCommandsCannotBeCancelled() {
    world.connect(MQTT);
    Command command = create(MQTT);
    world.answer(onlySending(), new Delivered());
    assertThat(world.now(world.cancel(MQTT, command.id()))).isEqualTo(CancelResult.TOO_LATE);
    assertThat(world.now(world.cancel(MQTT, 1))).isEqualTo(CancelResult.UNKNOWN);
    assertThat(world.now(world.cancel(DRX, command.id()))).isEqualTo(CancelResult.UNKNOWN);
  }
}
