package io.openaep.platform.journal;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every journal promises. A subclass brings the journal and the ways to hold and break it.
abstract class JournalContract {
  /// How many events may wait in the journals under test.
  static final int QUEUE_EVENTS = 50;

  Journal journal;

  abstract Journal open() throws Exception;

  /// Makes appends wait until {@link #release}.
  abstract void hold() throws Exception;

  abstract void release() throws Exception;

  /// Makes storing fail until {@link #repair}.
  abstract void breakStorage() throws Exception;

  abstract void repair() throws Exception;

  @BeforeEach
  void openJournal() throws Exception {
    journal = open();
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  @Test
  void eventsAreReadBackInOrderAtAscendingPositions() {
    long first = append("a");
    long second = append("b");
    assertThat(first).isPositive();
    assertThat(second).isGreaterThan(first);
    awaitEnd(second);
    assertThat(journal.read(0, 10))
        .containsExactly(
            new Recorded(first, Events.report("a")), new Recorded(second, Events.report("b")));
  }

  @Test
  void oneAppendIsOneUnitAndAnswersWithItsLastPosition() {
    long last = join(journal.append(List.of(Events.report("a"), Events.report("b")), List.of()));
    awaitEnd(last);
    assertThat(texts(0, 10)).containsExactly("a", "b");
    assertThat(journal.read(0, 10).getLast().position()).isEqualTo(last);
  }

  @Test
  void readingStartsAfterThePositionAndStopsAtTheLimit() {
    IntStream.range(0, 6).forEach(i -> append(Integer.toString(i)));
    awaitEnd(6);
    long second = journal.read(0, 2).getLast().position();
    assertThat(texts(second, 3)).containsExactly("2", "3", "4");
    assertThat(texts(journal.end(), 3)).isEmpty();
    assertThat(texts(journal.end() + 5, 3)).isEmpty();
  }

  @Test
  void stateIsPutReplacedAndDropped() {
    change(put("a", 1, "one"), put("b", 1, "two"), put("c", 2, "three"));
    change(put("b", 1, "new"), drop("a", 1));
    assertThat(journal.state("space"))
        .containsExactlyInAnyOrder(entry("b", 1, "new"), entry("c", 2, "three"));
    assertThat(journal.state("elsewhere")).isEmpty();
  }

  @Test
  void allOfADevicesStateIsDroppedAtOnce() {
    change(put("a", 1, "one"), put("b", 1, "two"), put("c", 2, "three"));
    change(
        new StateChange("elsewhere", "a", 1, Optional.of(Bytes.utf8("stays"))),
        new StateChange("space", "", 1, Optional.empty()));
    assertThat(journal.state("space")).containsExactly(entry("c", 2, "three"));
    assertThat(journal.state("elsewhere")).hasSize(1);
  }

  @Test
  void aKeyIsOneOfItsDevice() {
    change(put("a", 1, "one"), put("a", 2, "two"));
    change(drop("a", 1));
    assertThat(journal.state("space")).containsExactly(entry("a", 2, "two"));
  }

  @Test
  void manyChangesInOneAppendAreMadeInTheirOrder() {
    List<StateChange> changes = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> changes.add(put("k" + i % 10, 1, "v" + i)));
    changes.add(new StateChange("space", "", 1, Optional.empty()));
    IntStream.range(0, 20).forEach(i -> changes.add(put("k" + i % 2, 1, "w" + i)));
    changes.add(drop("k1", 1));
    change(changes.toArray(StateChange[]::new));
    assertThat(journal.state("space")).containsExactly(entry("k0", 1, "w18"));
  }

  @Test
  void stateChangesAloneAnswerWithTheEnd() {
    long end = append("a");
    assertThat(join(journal.append(List.of(), List.of(put("a", 1, "x"))))).isEqualTo(end);
  }

  @Test
  void theAcknowledgementComesBeforeAnyTailSeesTheEvent() throws Exception {
    hold();
    AtomicReference<List<Recorded>> seen = new AtomicReference<>();
    AtomicBoolean acknowledged = new AtomicBoolean();
    journal
        .append(Events.report("a"))
        .thenAccept(position -> {
          seen.set(journal.read(0, 10));
          acknowledged.set(position > journal.end());
        });
    release();
    awaitEnd(1);
    assertThat(acknowledged).isTrue();
    assertThat(seen.get()).isEmpty();
  }

  @Test
  void whoeverWaitsIsWokenByTheNextEvent() throws Exception {
    var woken = CompletableFuture.supplyAsync(() -> awaitAfter(0));
    append("a");
    assertThat(woken.get()).isTrue();
    assertThat(awaitAfter(0)).as("there is one already").isTrue();
  }

  @Test
  void whoeverWaitsIsToldOfTheClose() throws Exception {
    var woken = CompletableFuture.supplyAsync(() -> awaitAfter(0));
    journal.close();
    assertThat(woken.get()).isFalse();
  }

  @Test
  void aFullQueueRefusesAtOnceAndLosesNothing() throws Exception {
    hold();
    List<CompletableFuture<Long>> appends = new ArrayList<>();
    for (int i = 0; i < QUEUE_EVENTS + 5; i++) {
      appends.add(journal.append(Events.report(Integer.toString(i))).toCompletableFuture());
    }
    assertThat(appends.subList(QUEUE_EVENTS, QUEUE_EVENTS + 5))
        .allMatch(append -> append.exceptionNow() instanceof JournalUnavailable);
    assertThat(appends.subList(0, QUEUE_EVENTS)).noneMatch(CompletableFuture::isDone);
    assertThat(journal.trouble()).isEmpty();
    release();
    appends.subList(0, QUEUE_EVENTS).forEach(CompletableFuture::join);
    awaitEnd(appends.get(QUEUE_EVENTS - 1).join());
    assertThat(texts(0, 100))
        .containsExactlyElementsOf(
            IntStream.range(0, QUEUE_EVENTS).mapToObj(Integer::toString).toList());
    assertThat(append("there is room again")).isPositive();
  }

  @Test
  void whatOneThreadAppendsStaysInItsOrder() throws Exception {
    int threads = 4;
    int each = 200;
    List<Thread> appenders = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int device = t + 1;
      appenders.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < each; i++) {
                  var event = Events.report(device, Events.NOON, Integer.toString(i));
                  if (i % 5 == 0) {
                    join(journal.append(event));
                  } else {
                    var _ = journal.append(event);
                  }
                }
                append("done");
              }));
    }
    for (Thread appender : appenders) {
      appender.join();
    }
    awaitEnd(threads * (each + 1L));
    List<Recorded> all = journal.read(0, 10_000);
    for (int t = 0; t < threads; t++) {
      long device = t + 1L;
      assertThat(all)
          .filteredOn(recorded -> recorded.event().device() == device && !isDone(recorded))
          .extracting(JournalContract::text)
          .containsExactlyElementsOf(IntStream.range(0, each).mapToObj(Integer::toString).toList());
    }
    assertThat(all).extracting(Recorded::position).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void closingStoresWhatWaits() throws Exception {
    hold();
    var waiting = journal.append(Events.report("a")).toCompletableFuture();
    var closing = Thread.ofVirtual().start(journal::close);
    release();
    closing.join();
    assertThat(waiting).isCompleted();
  }

  @Test
  void aClosedJournalRefuses() {
    journal.close();
    assertThat(journal.append(Events.report("late")).toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(journal.trouble()).hasValueSatisfying(t -> assertThat(t).contains("closed"));
  }

  @Test
  void troubleIsToldAndEndsByItself() throws Exception {
    append("before");
    awaitEnd(1);
    breakStorage();
    var failed = journal.append(List.of(Events.report("lost")), List.of(put("a", 1, "lost")));
    eventually(() -> failed.toCompletableFuture().isCompletedExceptionally());
    assertThat(failed.toCompletableFuture().exceptionNow()).isInstanceOf(JournalUnavailable.class);
    assertThat(journal.trouble()).isPresent();
    assertThat(journal.append(Events.report("too")).toCompletableFuture())
        .isCompletedExceptionally();
    repair();
    eventually(() -> journal.trouble().isEmpty());
    long after = append("after");
    awaitEnd(after);
    assertThat(texts(0, 1_000)).startsWith("before").endsWith("after").doesNotContain("lost");
    assertThat(journal.state("space")).isEmpty();
  }

  @Test
  void trimmingDeletesOldPassedEventsOnly() {
    for (int hour = 0; hour < 6; hour++) {
      join(journal.append(Events.report(1, hour(hour), Integer.toString(hour))));
    }
    awaitEnd(6);
    long third = journal.read(0, 3).getLast().position();
    assertThat(join(journal.trim(journal.end(), hour(0), 10))).isZero();
    assertThat(join(journal.trim(third, hour(9), 2))).as("in slices").isEqualTo(2);
    assertThat(texts(0, 10)).containsExactly("2", "3", "4", "5");
    assertThat(join(journal.trim(third, hour(9), 2))).as("what tails have passed").isOne();
    assertThat(join(journal.trim(journal.end(), hour(4), 9))).as("by age").isOne();
    assertThat(join(journal.trim(journal.end(), hour(9), 9))).as("never the newest").isOne();
    assertThat(texts(0, 10)).containsExactly("5");
    assertThat(append("next")).isEqualTo(7);
  }

  @Test
  void timeLeadsToAPosition() {
    assertThat(journal.positionBefore(hour(0))).isZero();
    for (int hour = 0; hour < 5; hour++) {
      join(journal.append(Events.report(1, hour(hour), Integer.toString(hour))));
    }
    awaitEnd(5);
    join(journal.trim(1, hour(9), 1));
    assertThat(texts(journal.positionBefore(hour(3)), 10)).containsExactly("3", "4");
    assertThat(texts(journal.positionBefore(hour(3).plusMillis(1)), 10)).containsExactly("4");
    assertThat(texts(journal.positionBefore(hour(0)), 10)).containsExactly("1", "2", "3", "4");
    assertThat(texts(journal.positionBefore(hour(9)), 10)).isEmpty();
  }

  final long append(String text) {
    return join(journal.append(Events.report(text)));
  }

  /// A stage completes before the end moves.
  final void awaitEnd(long position) {
    eventually(() -> journal.end() >= position);
  }

  static void eventually(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(2)).until(condition);
  }

  final List<String> texts(long position, int limit) {
    return journal.read(position, limit).stream().map(JournalContract::text).toList();
  }

  static String text(Recorded recorded) {
    return ((Event.Reported) recorded.event()).raw().toUtf8();
  }

  static StateChange put(String key, long device, String value) {
    return new StateChange("space", key, device, Optional.of(Bytes.utf8(value)));
  }

  private static boolean isDone(Recorded recorded) {
    return text(recorded).equals("done");
  }

  private static StateChange drop(String key, long device) {
    return new StateChange("space", key, device, Optional.empty());
  }

  private static StateEntry entry(String key, long device, String value) {
    return new StateEntry("space", key, device, Bytes.utf8(value));
  }

  private static Instant hour(int hour) {
    return Events.NOON.plus(Duration.ofHours(hour));
  }

  private void change(StateChange... changes) {
    join(journal.append(List.of(), List.of(changes)));
  }

  private boolean awaitAfter(long position) {
    try {
      return journal.awaitAfter(position);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
