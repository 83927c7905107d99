package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.command.CommandStore.StoredPage;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.CommandSent;
import io.openaep.platform.journal.Recorded;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every {@link CommandStore} must do.
abstract class CommandStoreContract {
  static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private long position;

  abstract CommandStore store();

  final List<Recorded> batch(Event... events) {
    List<Recorded> batch = new ArrayList<>();
    for (Event event : events) {
      position++;
      batch.add(new Recorded(position, event));
    }
    return batch;
  }

  static CommandSaved saved(long device, long id, Instant at) {
    return new CommandSaved(
        at, device, id, Bytes.utf8("p" + id), "{\"c\":" + id + "}", Duration.ofHours(2), "me");
  }

  static Event report(long device) {
    return new Event.Updated(NOON, device, 1, "lwm2m", "127.0.0.1:1", Optional.empty());
  }

  @Test
  void emptyStoreStartsAtZero() {
    assertThat(store().position()).isZero();
    assertThat(store().highestId()).isZero();
    assertThat(store().open()).isEmpty();
    assertThat(store().find(1, 1)).isEmpty();
  }

  @Test
  void savedCommandIsFoundWithEverythingItCameWith() {
    store().fold(batch(report(7), saved(7, 100, NOON)));
    assertThat(store().position()).isEqualTo(2);
    assertThat(store().find(7, 100))
        .contains(
            new StoredCommand(
                100,
                7,
                2,
                Bytes.utf8("p100"),
                "{\"c\":100}",
                Duration.ofHours(2),
                "me",
                CommandStatus.SAVED,
                NOON,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ""));
  }

  @Test
  void commandOfAnotherDeviceIsNotFound() {
    store().fold(batch(saved(7, 100, NOON)));
    assertThat(store().find(8, 100)).isEmpty();
  }

  @Test
  void eachEventLeavesItsTimeAndCause() {
    store()
        .fold(
            batch(
                saved(7, 1, NOON),
                saved(7, 2, NOON),
                saved(7, 3, NOON),
                new CommandSent(NOON.plusSeconds(1), 7, 1),
                new CommandDelivered(NOON.plusSeconds(2), 7, 1),
                new CommandFailed(NOON.plusSeconds(3), 7, 2, "EXPIRED", "too late"),
                new CommandCancelled(NOON.plusSeconds(4), 7, 3, "operator")));
    StoredCommand delivered = store().find(7, 1).orElseThrow();
    assertThat(delivered.status()).isEqualTo(CommandStatus.DELIVERED);
    assertThat(delivered.sentAt()).contains(NOON.plusSeconds(1));
    assertThat(delivered.deliveredAt()).contains(NOON.plusSeconds(2));
    assertThat(delivered.finishedAt()).contains(NOON.plusSeconds(2));
    StoredCommand failed = store().find(7, 2).orElseThrow();
    assertThat(failed.status()).isEqualTo(CommandStatus.FAILED);
    assertThat(failed.failure()).contains(Failure.EXPIRED);
    assertThat(failed.detail()).isEqualTo("too late");
    assertThat(failed.finishedAt()).contains(NOON.plusSeconds(3));
    StoredCommand cancelled = store().find(7, 3).orElseThrow();
    assertThat(cancelled.status()).isEqualTo(CommandStatus.CANCELLED);
    assertThat(cancelled.detail()).isEqualTo("cancelled by operator");
    assertThat(cancelled.finishedAt()).contains(NOON.plusSeconds(4));
  }

  @Test
  void foldingTheSameBatchAgainChangesNothing() {
    List<Recorded> batch =
        batch(saved(7, 1, NOON), new CommandSent(NOON, 7, 1), new CommandDelivered(NOON, 7, 1));
    store().fold(batch);
    StoredCommand before = store().find(7, 1).orElseThrow();
    store().fold(batch);
    store().fold(batch.subList(0, 1));
    assertThat(store().find(7, 1)).contains(before);
    assertThat(store().position()).isEqualTo(3);
  }

  @Test
  void eventThatTheStatusDoesNotAllowChangesNothing() {
    store()
        .fold(
            batch(
                saved(7, 1, NOON),
                new CommandCancelled(NOON, 7, 1, "me"),
                new CommandSent(NOON, 7, 1),
                new CommandDelivered(NOON, 7, 1),
                new CommandFailed(NOON, 7, 1, "TIMEOUT", "?")));
    assertThat(store().find(7, 1).orElseThrow().status()).isEqualTo(CommandStatus.CANCELLED);
    assertThat(store().find(7, 1).orElseThrow().sentAt()).isEmpty();
  }

  @Test
  void openCommandsAreThoseThatHaveNotEndedOldestFirst() {
    store()
        .fold(
            batch(
                saved(9, 3, NOON),
                saved(7, 1, NOON),
                saved(8, 2, NOON),
                new CommandSent(NOON, 7, 1),
                new CommandFailed(NOON, 8, 2, "EXPIRED", "")));
    assertThat(store().open())
        .containsExactly(
            new CommandStore.OpenCommand(1, 7, 2, NOON, Duration.ofHours(2), true),
            new CommandStore.OpenCommand(3, 9, 1, NOON, Duration.ofHours(2), false));
  }

  @Test
  void listIsNewestFirstWithinTheTimesAndPaged() {
    store()
        .fold(
            batch(
                saved(7, 1, NOON.minusSeconds(1)),
                saved(7, 2, NOON),
                saved(7, 3, NOON.plusSeconds(1)),
                saved(7, 4, NOON.plusSeconds(1)),
                saved(7, 5, NOON.plusSeconds(2)),
                saved(8, 6, NOON)));
    StoredPage first = store().list(7, Optional.empty(), NOON, NOON.plusSeconds(1), 1, 2);
    assertThat(first.total()).isEqualTo(3);
    assertThat(first.commands()).extracting(StoredCommand::id).containsExactly(4L, 3L);
    StoredPage second = store().list(7, Optional.empty(), NOON, NOON.plusSeconds(1), 2, 2);
    assertThat(second.total()).isEqualTo(3);
    assertThat(second.commands()).extracting(StoredCommand::id).containsExactly(2L);
  }

  @Test
  void listOfOneStatusHasAndCountsOnlyThose() {
    store()
        .fold(
            batch(
                saved(7, 1, NOON),
                saved(7, 2, NOON),
                saved(7, 3, NOON),
                new CommandCancelled(NOON, 7, 2, "me")));
    StoredPage open =
        store().list(7, Optional.of(CommandStatus.SAVED), NOON, NOON.plusSeconds(1), 1, 1);
    assertThat(open.total()).isEqualTo(2);
    assertThat(open.commands()).extracting(StoredCommand::id).containsExactly(3L);
    assertThat(store().list(7, Optional.of(CommandStatus.FAILED), NOON, NOON, 1, 9).total())
        .isZero();
  }

  @Test
  void removedDeviceIsForgottenButItsIdsAreNotGivenOutAgain() {
    store().fold(batch(saved(7, 9, NOON), saved(8, 4, NOON), new Event.DeviceRemoved(NOON, 7)));
    assertThat(store().find(7, 9)).isEmpty();
    assertThat(store().find(8, 4)).isPresent();
    assertThat(store().highestId()).isEqualTo(9);
  }

  private static CommandSaved task(long device, long id, long taskId, int answer) {
    return new CommandSaved(
        NOON,
        device,
        id,
        Bytes.EMPTY,
        "{}",
        Duration.ofHours(2),
        "me",
        Optional.of(new Event.Task(taskId, new Content.ServiceRef(8001, "set"), answer)));
  }

  private static Event response(long device, long taskId, int service, String values) {
    return new Event.Reported(
        NOON,
        device,
        1,
        "lwm2m",
        "/19/0/0",
        42,
        true,
        0,
        Bytes.EMPTY,
        new Content.Response(new Content.ServiceRef(service, "done"), taskId, values, List.of()));
  }

  @Test
  void aTaskIsFoundByItsNumberAndTheNewestCounts() {
    assertThat(store().tasks().last(7)).isZero();
    store().fold(batch(task(7, 100, 5, 9001), task(7, 200, 5, 9001), task(8, 300, 6, 9001)));
    assertThat(store().tasks().last(7)).isEqualTo(5);
    assertThat(store().tasks().newest(7, 5)).map(StoredTask::command).contains(200L);
    assertThat(store().tasks().newest(7, 6)).isEmpty();
    assertThat(store().tasks().find(8, 300)).map(it -> it.task().service().id()).contains(8001);
    store().fold(batch(new Event.DeviceRemoved(NOON, 7)));
    assertThat(store().tasks().newest(7, 5)).isEmpty();
  }

  @Test
  void theFirstResponseOfTheAwaitedServiceIsEnteredOnceTheCommandHasLeft() {
    store().fold(batch(task(7, 100, 5, 9001), response(7, 5, 9001, "{\"early\":1}")));
    assertThat(store().tasks().find(7, 100).orElseThrow().response()).isEmpty();
    store()
        .fold(
            batch(
                new CommandSent(NOON, 7, 100),
                response(7, 5, 9002, "{\"other\":1}"),
                response(7, 5, 9001, "{\"a\":1}"),
                response(7, 5, 9001, "{\"b\":1}")));
    StoredTask.Response response =
        store().tasks().find(7, 100).orElseThrow().response().orElseThrow();
    assertThat(response.values()).isEqualTo("{\"a\":1}");
    assertThat(response.position()).isEqualTo(5);
  }

  @Test
  void deliveredTasksAreThoseThatAwaitTheirResponse() {
    store().fold(batch(task(7, 100, 1, 9001), task(7, 200, 2, Event.Task.NONE)));
    for (long id : List.of(100L, 200L)) {
      store().fold(batch(new CommandSent(NOON, 7, id), new CommandDelivered(NOON, 7, id)));
    }
    assertThat(store().tasks().delivered()).extracting(StoredTask::command).containsExactly(100L);
    store().fold(batch(new Event.CommandUnanswered(NOON, 7, 100)));
    assertThat(store().tasks().delivered()).isEmpty();
    assertThat(store().find(7, 100).orElseThrow().detail()).contains("no response came");
    store().fold(batch(new Event.ResponseIgnored(NOON, 7, 100, 1, "{\"r\":1}", "late")));
    assertThat(store().find(7, 100).orElseThrow().detail()).contains("came late: {\"r\":1}");
    assertThat(store().find(7, 100).orElseThrow().status()).isEqualTo(CommandStatus.DELIVERED);
  }

  @Test
  void aCompletedCommandKeepsItsResponse() {
    store()
        .fold(
            batch(
                task(7, 100, 1, 9001),
                new CommandSent(NOON, 7, 100),
                new CommandDelivered(NOON, 7, 100),
                new Event.CommandCompleted(NOON.plusSeconds(3), 7, 100, "{\"r\":1}")));
    StoredCommand command = store().find(7, 100).orElseThrow();
    assertThat(command.status()).isEqualTo(CommandStatus.COMPLETED);
    assertThat(command.finishedAt()).contains(NOON.plusSeconds(3));
    assertThat(command.detail()).isEqualTo("{\"r\":1}");
    assertThat(store().tasks().delivered()).isEmpty();
  }
}
