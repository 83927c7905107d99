package io.openaep.platform.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.ObjectContent;
import io.openaep.platform.journal.Recorded;
import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Who waits for an operation is told its end once, whatever the end is, and leaves nothing behind.
class OperationEndsTest {
  private static final Instant AT = Instant.parse("2026-11-22T08:00:00Z");

  private final CommandStore store = new MemoryCommandStore();
  private final OperationEnds ends = new OperationEnds(store.operations());
  private long position;

  private void happens(Event event) {
    position++;
    List<Recorded> batch = List.of(new Recorded(position, event));
    store.fold(batch);
    ends.folded(batch);
  }

  private void saved(long device, long operation) {
    happens(
        new Event.OperationSaved(
            AT, device, operation, "READ", "/3", -1, Bytes.EMPTY, Duration.ofDays(1), "t"));
  }

  @Test
  void eachKindOfEndIsTold() {
    saved(1, 1);
    saved(1, 2);
    saved(1, 3);
    CompletableFuture<Void> first = ends.of(1, 1);
    CompletableFuture<Void> second = ends.of(1, 2);
    CompletableFuture<Void> third = ends.of(1, 3);
    happens(new Event.OperationSent(AT, 1, 1));
    assertThat(first).isNotDone();
    happens(new Event.OperationAnswered(AT, 1, 1, "2.05", ObjectContent.NONE));
    assertThat(first).isCompleted();
    happens(new Event.OperationCancelled(AT, 1, 2, "t"));
    assertThat(second).isCompleted();
    happens(new Event.OperationFailed(AT, 1, 3, "EXPIRED", ""));
    assertThat(third).isCompleted();
    assertThat(ends.size()).isZero();
  }

  @Test
  void theSameNumberOfAnotherDeviceIsAnotherOperation() {
    saved(1, 7);
    saved(2, 7);
    CompletableFuture<Void> mine = ends.of(1, 7);
    happens(new Event.OperationCancelled(AT, 2, 7, "t"));
    assertThat(mine).isNotDone();
    happens(new Event.OperationCancelled(AT, 1, 7, "t"));
    assertThat(mine).isCompleted();
  }

  @Test
  void whatHasEndedOrIsNoMoreIsTellingAtOnce() {
    saved(1, 1);
    happens(new Event.OperationCancelled(AT, 1, 1, "t"));
    assertThat(ends.of(1, 1)).isCompleted();
    assertThat(ends.of(1, 99)).isCompleted();
    saved(1, 2);
    CompletableFuture<Void> withItsDevice = ends.of(1, 2);
    happens(new Event.DeviceRemoved(AT, 1));
    assertThat(withItsDevice).isCompleted();
    assertThat(ends.size()).isZero();
  }

  @Test
  void whoNoLongerWaitsIsForgotten() {
    saved(1, 1);
    assertThat(ends.of(1, 1).cancel(false)).isTrue();
    assertThat(ends.size()).isZero();
  }
}
