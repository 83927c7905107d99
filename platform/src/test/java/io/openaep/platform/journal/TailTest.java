package io.openaep.platform.journal;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TailTest {
  private final MemoryJournal journal = new MemoryJournal();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final RecordingFold fold = new RecordingFold();
  private final TailSettings settings =
      new TailSettings(10, Duration.ofMillis(1), Duration.ofMillis(4), 5, Duration.ofMillis(1));
  private final Tail tail = new Tail(journal, fold, settings, meters);

  @AfterEach
  void close() {
    tail.close();
    journal.close();
  }

  @Test
  void everythingIsFoldedInOrderAndInBatches() {
    append(0, 25);
    tail.start().caughtUp().toCompletableFuture().join();
    assertThat(fold.texts()).containsExactlyElementsOf(names(0, 25));
    assertThat(fold.batchSizes()).containsExactly(10, 10, 5);
  }

  @Test
  void caughtUpWaitsForWhatWasThereAtStart() {
    append(0, 3);
    fold.gate = new CountDownLatch(1);
    tail.start();
    assertThat(tail.caughtUp().toCompletableFuture()).isNotDone();
    fold.gate.countDown();
    tail.caughtUp().toCompletableFuture().join();
    assertThat(fold.texts()).hasSize(3);
  }

  @Test
  void anEmptyJournalIsCaughtUpAtOnce() {
    tail.start().caughtUp().toCompletableFuture().join();
    assertThat(fold.texts()).isEmpty();
  }

  @Test
  void aTailGoesOnFromTheFoldsOwnPosition() {
    append(0, 8);
    fold.position = 5;
    try (Tail later = new Tail(journal, fold, settings, new SimpleMeterRegistry())) {
      later.start().caughtUp().toCompletableFuture().join();
    }
    assertThat(fold.texts()).containsExactlyElementsOf(names(5, 8));
  }

  @Test
  void whoeverAppendedCanWaitUntilItIsFolded() {
    tail.start();
    long position = append(0, 1);
    tail.awaitFolded(position).toCompletableFuture().join();
    assertThat(fold.texts()).containsExactly("0");
    assertThat(tail.awaitFolded(position).toCompletableFuture()).isDone();
  }

  @Test
  void aFailingFoldIsTriedAgainUntilItWorks() {
    append(0, 12);
    fold.failures = 5;
    tail.start().caughtUp().toCompletableFuture().join();
    assertThat(fold.texts()).containsExactlyElementsOf(names(0, 12));
    assertThat(meters.counter("openaep.tail.failures", "fold", "recording").count()).isEqualTo(5);
    assertThat(fold.batchSizes().getFirst()).as("the batch shrinks to find the culprit").isOne();
  }

  @Test
  void lagIsTheDistanceToTheEnd() {
    fold.gate = new CountDownLatch(1);
    tail.start();
    append(0, 7);
    assertThat(tail.lag()).isEqualTo(7);
    assertThat(meters.get("openaep.tail.lag").gauge().value()).isEqualTo(7);
    fold.gate.countDown();
    await().until(() -> tail.lag() == 0);
  }

  @Test
  void aClosedTailLetsItsWaitersGo() {
    tail.start();
    var waiting = tail.awaitFolded(99).toCompletableFuture();
    tail.close();
    assertThatThrownBy(waiting::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(JournalUnavailable.class);
    assertThat(tail.awaitFolded(99).toCompletableFuture()).isCompletedExceptionally();
  }

  @Test
  void closingDoesNotWaitForTheNextRetry() {
    append(0, 1);
    fold.failures = Integer.MAX_VALUE;
    TailSettings slow =
        new TailSettings(10, Duration.ofHours(1), Duration.ofHours(1), 5, Duration.ZERO);
    Tail failing = new Tail(journal, fold, slow, new SimpleMeterRegistry()).start();
    await().until(() -> fold.failed.get() > 0);
    failing.close();
    assertThat(fold.texts()).isEmpty();
  }

  @Test
  void underLoadEventsGatherUntilSomebodyWaitsForOne() {
    append(0, 2);
    try (Tail gathering = gathering(2)) {
      gathering.caughtUp().toCompletableFuture().join();
      append(2, 3);
      long position = append(3, 4);
      assertThat(fold.batchSizes()).as("the first batch showed load").containsExactly(2);
      gathering.awaitFolded(position).toCompletableFuture().join();
      assertThat(fold.batchSizes()).containsExactly(2, 2);
    }
  }

  @Test
  void withoutLoadEventsAreFoldedAsTheyCome() {
    try (Tail _ = gathering(3)) {
      append(0, 2);
      await().until(() -> fold.texts().size() == 2);
      append(2, 3);
      await().until(() -> fold.texts().size() == 3);
    }
  }

  @Test
  void aFullBatchIsFollowedAtOnceByTheNext() {
    append(0, 20);
    append(20, 23);
    try (Tail gathering = gathering(5)) {
      gathering.caughtUp().toCompletableFuture().join();
      assertThat(fold.batchSizes()).containsExactly(10, 10, 3);
    }
  }

  /// Only a waiter or the end ends its pause.
  private Tail gathering(int busyEvents) {
    TailSettings hours =
        new TailSettings(
            10, Duration.ofMillis(1), Duration.ofMillis(4), busyEvents, Duration.ofHours(1));
    return new Tail(journal, fold, hours, new SimpleMeterRegistry()).start();
  }

  @Test
  void aTailThatWasNeverStartedCloses() {
    tail.close();
    assertThat(tail.caughtUp().toCompletableFuture()).isCompletedExceptionally();
  }

  private long append(int from, int to) {
    return IntStream.range(from, to)
        .mapToLong(
            i -> journal.append(Events.report(Integer.toString(i))).toCompletableFuture().join())
        .reduce(0, (_, last) -> last);
  }

  private static List<String> names(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  /// Remembers what it was given; fails or waits on demand.
  private static final class RecordingFold implements Fold {
    private final List<String> texts = new ArrayList<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile int failures;
    private final AtomicInteger failed = new AtomicInteger();
    private volatile long position;

    @Override
    public String name() {
      return "recording";
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void fold(List<Recorded> batch) {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (failed.get() < failures) {
        failed.incrementAndGet();
        throw new IllegalStateException("the fold's disk is full");
      }
      synchronized (this) {
        for (Recorded recorded : batch) {
          texts.add(((Event.Reported) recorded.event()).raw().toUtf8());
        }
        batchSizes.add(batch.size());
        position = batch.getLast().position();
      }
    }

    synchronized List<String> texts() {
      return List.copyOf(texts);
    }

    synchronized List<Integer> batchSizes() {
      return List.copyOf(batchSizes);
    }
  }
}
