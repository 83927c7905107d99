package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.command.CommandBatch.Row;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Commands that are made together and cancelled together: one append, whole or not.
class CommandBatchTest extends DispatcherScene {
  private PreparedCommands batch(long... devices) {
    PreparedCommands batch =
        new PreparedCommands(
            Arrays.stream(devices)
                .mapToObj(device ->
                    new NewCommand(World.ref(device), Bytes.utf8("payload"), "{}", TTL, "operator"))
                .map(command -> new PreparedCommands.Wish(command, Optional.empty()))
                .toList(),
            world.journal,
            (events, why) -> world.mailbox.add(() -> world.dispatcher().abandon(events, why)));
    world.mailbox.add(() -> assertThat(world.dispatcher().prepareSome(batch)).isFalse());
    while (world.readOneMessage()) {
      // what came before has its turn
    }
    assertThat(batch.ready()).isCompletedWithValue(batch);
    return batch;
  }

  private static List<Command> made(CommandBatch batch) {
    return batch.rows().stream()
        .map(row -> {
          assertThat(row).isInstanceOf(Row.Ready.class);
          return ((Row.Ready) row).command();
        })
        .toList();
  }

  @Test
  void aBatchIsOneAppendThatACrashLeavesWholeOrNotAtAll() {
    PreparedCommands lost = batch(MQTT, DRX, PSM);
    var _ = lost.store(List.of());
    world.crash();
    world.settle();
    assertThat(world.store.open()).isEmpty();

    PreparedCommands kept = batch(MQTT, DRX, PSM);
    var _ = kept.store(List.of());
    world.journal.commitOne();
    world.crash();
    world.settle();
    assertThat(made(kept)).allSatisfy(it -> assertStatus(it, CommandStatus.SAVED));
    assertThat(world.store.open()).hasSize(3);
  }

  @Test
  void aBatchIsAnsweredWhenAllOfItCanBeFound() {
    PreparedCommands batch = batch(MQTT, DRX);
    CompletableFuture<Void> stored = batch.store(List.of()).toCompletableFuture();
    world.journal.commitOne();
    world.fold(1);
    world.readOneMessage();
    assertThat(stored).isNotDone();
    world.settle();
    assertThat(stored).isDone();
    assertThat(made(batch)).allSatisfy(it -> assertStatus(it, CommandStatus.SAVED));
  }

  @Test
  void connectedDevicesGetTheirCommandOfABatch() {
    world.connect(MQTT);
    world.connect(DRX);
    var _ = batch(MQTT, DRX).store(List.of());
    world.settle();
    assertThat(world.sendings).hasSize(2);
  }

  @Test
  void whatIsGivenUpOrRefusedByAFullDiskLeavesNothingBehind() {
    PreparedCommands given = batch(MQTT, DRX);
    given.close();
    PreparedCommands refused = batch(MQTT, DRX);
    CompletableFuture<Void> stored = refused.store(List.of()).toCompletableFuture();
    world.journal.refusePending();
    refused.close();
    world.settle();
    assertThatThrownBy(stored::join).hasCauseInstanceOf(JournalUnavailable.class);
    assertThat(world.dispatcher().standing(MQTT).lane()).isEmpty();
    assertThat(world.dispatcher().standing(DRX).lane()).isEmpty();
    assertThat(world.journal.all()).noneMatch(it -> it.event() instanceof Event.CommandSaved);
  }

  @Test
  void aDeviceWithoutRoomIsRefusedInItsRowAndTheOthersAreStored() {
    world.bounds = new CommandBounds(1, 10, 10, TTL, TTL, TTL);
    world.crash();
    world.settle();
    create(MQTT);
    PreparedCommands batch = batch(MQTT, DRX);
    assertThat(batch.rows().getFirst())
        .isInstanceOfSatisfying(
            Row.Refused.class, it -> assertThat(it.reason()).contains("already has 1 commands"));
    var _ = batch.store(List.of());
    world.settle();
    assertThat(world.store.open()).hasSize(2);
  }

  @Test
  void beforeTheDispatcherServesABatchIsRefused() {
    world.dispatcher().stop();
    PreparedCommands batch = new PreparedCommands(List.of(), world.journal, (_, _) -> {});
    assertThat(world.dispatcher().prepareSome(batch)).isFalse();
    assertThatThrownBy(() -> batch.ready().join()).hasCauseInstanceOf(JournalUnavailable.class);
  }

  @Test
  void allUnsentCommandsAreCancelledInOneAppend() {
    Command first = create(PSM);
    Command second = create(PSM);
    Command other = create(DRX);
    CompletableFuture<Integer> lost = cancelAll(PSM);
    world.readOneMessage();
    world.crash();
    world.settle();
    assertThat(lost).isNotDone();
    assertStatus(first, CommandStatus.SAVED);
    assertStatus(second, CommandStatus.SAVED);

    CompletableFuture<Integer> cancelled = cancelAll(PSM);
    world.readOneMessage();
    world.journal.commitOne();
    world.crash();
    world.settle();
    assertThat(cancelled).isNotDone();
    assertStatus(first, CommandStatus.CANCELLED);
    assertStatus(second, CommandStatus.CANCELLED);
    assertStatus(other, CommandStatus.SAVED);
    assertThat(world.now(cancelAll(DRX))).isOne();
    assertThat(world.now(cancelAll(MQTT))).isZero();
  }

  @Test
  void whatHasLeftIsNotCancelledWithTheOthersAndAFullDiskCancelsNone() {
    world.connect(PSM);
    Command left = create(PSM);
    Command held = create(PSM);
    report(PSM);
    CompletableFuture<Integer> refused = cancelAll(PSM);
    world.readOneMessage();
    world.journal.refusePending();
    world.settle();
    assertThatThrownBy(refused::join).hasCauseInstanceOf(JournalUnavailable.class);
    assertStatus(held, CommandStatus.SAVED);
    assertThat(world.now(cancelAll(PSM))).isOne();
    assertStatus(left, CommandStatus.SENT);
    assertStatus(held, CommandStatus.CANCELLED);
  }

  private CompletableFuture<Integer> cancelAll(long device) {
    CompletableFuture<Integer> result = new CompletableFuture<>();
    world.mailbox.add(() -> world.dispatcher().cancelAll(device, "operator", List.of(), result));
    return result;
  }
}
