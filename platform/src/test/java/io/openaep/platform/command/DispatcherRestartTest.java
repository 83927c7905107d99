package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.SendOutcome.Delivered;
import io.openaep.platform.command.World.Sending;
import io.openaep.platform.journal.JournalUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What is found after a crash, and what the end of a process leaves to do.
class DispatcherRestartTest extends DispatcherScene {
  @Test
  void endThatCannotBeStoredIsStoredLater() {
    world.connect(MQTT);
    Command command = create(MQTT);
    Sending sending = onlySending();
    world.sendings.clear();
    sending.outcome().complete(new Delivered());
    world.readOneMessage();
    world.journal.refusePending();
    world.settle();
    assertStatus(command, CommandStatus.SENT);
    world.advance(Duration.ofSeconds(1));
    assertStatus(command, CommandStatus.DELIVERED);
  }

  @Test
  void restartTimesOutWhatWasInFlightAndKeepsTheRest() {
    world.connect(DRX);
    Command inFlight = create(DRX);
    Command held = create(DRX);
    Command expiring = world.now(world.create(DRX, Duration.ofSeconds(10)));
    world.clock.advance(Duration.ofSeconds(10));
    world.crash();
    world.settle();
    assertFailed(inFlight, Failure.TIMEOUT, "may have arrived");
    assertFailed(expiring, Failure.EXPIRED, "10 s");
    assertStatus(held, CommandStatus.SAVED);
    world.attach(DRX);
    world.advance(Duration.ofSeconds(1));
    assertThat(onlySending().downlink().commandId()).isEqualTo(held.id());
  }

  @Test
  void restartEndsTheContactOfASleepingDevice() {
    world.connect(PSM);
    Command command = create(PSM);
    world.append(world.report(PSM));
    world.journal.commitOne();
    world.crash();
    world.attach(PSM);
    world.advance(Duration.ofSeconds(1));
    assertStatus(command, CommandStatus.SAVED);
    report(PSM);
    assertStatus(command, CommandStatus.SENT);
  }

  @Test
  void uplinkBetweenTheRestartAndTheTakeOverCounts() {
    world.connect(PSM);
    Command command = create(PSM);
    world.append(world.report(9));
    world.journal.commitOne(); // on disk, not folded
    world.crash();
    world.attach(PSM);
    world.append(world.report(PSM));
    world.settle();
    assertStatus(command, CommandStatus.SENT);
  }

  @Test
  void nothingIsDecidedBeforeTheFoldHasCaughtUp() {
    world.connect(MQTT);
    Command command = create(MQTT);
    Sending sending = onlySending();
    sending.outcome().complete(new Delivered());
    world.readOneMessage();
    world.journal.commitOne(); // DELIVERED is on disk, not folded
    world.crash();
    world.runDue();
    assertThat(world.journal.hasPending()).isFalse();
    assertThat(world.create(MQTT, TTL)).isNotDone();
    world.readOneMessage();
    assertThat(world.dispatcher().recovery()).isNotDone();
    world.settle();
    assertThat(world.dispatcher().recovery()).isDone();
    assertStatus(command, CommandStatus.DELIVERED);
  }

  @Test
  void nowOrNeverThatWasSavedBeforeACrashFails() {
    world.connect(DRX);
    world.settle();
    CompletableFuture<Command> result = world.create(DRX, Duration.ZERO);
    world.readOneMessage();
    world.journal.commitOne();
    world.crash();
    world.attach(DRX);
    world.advance(Duration.ofSeconds(1));
    assertThat(result).isNotDone();
    StoredCommand found =
        world
            .store
            .list(DRX, Optional.empty(), Instant.EPOCH, world.clock.instant(), 1, 9)
            .commands()
            .getFirst();
    assertThat(found.status()).isEqualTo(CommandStatus.FAILED);
    assertThat(world.sendings).isEmpty();
  }

  @Test
  void stoppingTellsThoseWhoWait() {
    CompletableFuture<Command> result = world.create(MQTT, TTL);
    world.readOneMessage();
    world.dispatcher().stop();
    assertThatThrownBy(result::join).hasCauseInstanceOf(JournalUnavailable.class);
  }
}
