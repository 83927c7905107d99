package io.openaep.platform.journal;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class RetentionTest {
  private static final Duration AGE = Duration.ofDays(7);

  private final MemoryJournal journal = new MemoryJournal();
  private Instant now = Events.NOON;
  private final InstantSource clock = () -> now;

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void oldEventsThatEveryTailHasPassedAreDeleted() {
    fill(3_500);
    try (Retention retention = retention(tailAt(3_400), tailAt(3_000))) {
      assertThat(retention.sweep()).as("younger than the age").isZero();
      now = now.plus(AGE).plusSeconds(1);
      assertThat(retention.sweep()).as("passed by the slowest").isEqualTo(3_000);
      assertThat(journal.read(0, 1)).extracting(Recorded::position).containsExactly(3_001L);
      assertThat(retention.sweep()).isZero();
    }
  }

  @Test
  void withoutTailsNothingIsDeleted() {
    fill(10);
    now = now.plus(AGE).plusSeconds(1);
    try (Retention retention = retention()) {
      assertThat(retention.sweep()).isZero();
    }
  }

  @Test
  void itSweepsByItselfAndSurvivesTrouble() {
    fill(10);
    now = now.plus(AGE).plusSeconds(1);
    var trouble = new TrimTrouble(journal);
    try (Retention retention =
        new Retention(
            trouble,
            List.of(tailAt(9)),
            () -> Long.MAX_VALUE,
            AGE,
            Duration.ofMillis(1),
            clock,
            () -> nanos.addAndGet(SteadyClock.SETTLES_IN.toNanos()))) {
      retention.start();
      await().until(() -> trouble.failed);
      trouble.failing = false;
      await().until(() -> journal.events().size() == 1);
    }
  }

  @Test
  void nothingIsDeletedWhileTheClockLooksWrong() {
    fill(10);
    now = now.plus(AGE).plusSeconds(1); // a week without an event, or a jump
    Stepping fold = new Stepping();
    Tail tail = new Tail(journal, fold, TailSettings.USUAL, new SimpleMeterRegistry());
    var looks = new AtomicLong();
    try (Retention retention =
        new Retention(
            journal,
            List.of(tail),
            () -> Long.MAX_VALUE,
            AGE,
            Duration.ofMillis(1),
            clock,
            looks::incrementAndGet)) {
      retention.start();
      await().until(() -> looks.get() > 10);
    }
    assertThat(journal.events()).hasSize(10);
    assertThat(fold.finished).isFalse();
  }

  @Test
  void foldsDropWhatIsOldAndStopWhenItCloses() throws Exception {
    Stepping fold = new Stepping();
    Tail tail = new Tail(journal, fold, TailSettings.USUAL, new SimpleMeterRegistry());
    try (Retention retention =
        new Retention(journal, List.of(tail), AGE, Duration.ofMillis(1), clock)) {
      retention.start();
      assertThat(fold.stepped.await(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(fold.finished).as("what was not done is left for another time").isTrue();
  }

  @Test
  void aJournalThatCannotBeTrimmedKeepsNoFoldFromDropping() throws Exception {
    Stepping fold = new Stepping();
    Tail tail = new Tail(journal, fold, TailSettings.USUAL, new SimpleMeterRegistry());
    try (Retention retention =
        new Retention(new TrimTrouble(journal), List.of(tail), AGE, Duration.ofMillis(1), clock)) {
      retention.start();
      assertThat(fold.stepped.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// Has endless old data.
  private static final class Stepping implements Fold {
    final CountDownLatch stepped = new CountDownLatch(3);
    volatile boolean finished;

    @Override
    public String name() {
      return "stepping";
    }

    @Override
    public long position() {
      return 0;
    }

    @Override
    public void fold(List<Recorded> batch) {
      throw new AssertionError("not started");
    }

    @Override
    public void dropOld(BooleanSupplier goOn) {
      while (goOn.getAsBoolean()) {
        stepped.countDown();
      }
      finished = true;
    }
  }

  private Retention retention(Tail... tails) {
    return new Retention(journal, List.of(tails), AGE, Duration.ofHours(1), clock);
  }

  private void fill(int events) {
    for (int i = 0; i < events; i++) {
      JournalContract.join(journal.append(Events.report("x")));
    }
  }

  /// A tail whose fold has got so far; it is not started.
  private Tail tailAt(long position) {
    Fold fold =
        new Fold() {
          @Override
          public String name() {
            return "at" + position;
          }

          @Override
          public long position() {
            return position;
          }

          @Override
          public void fold(List<Recorded> batch) {
            throw new AssertionError("not started");
          }
        };
    return new Tail(journal, fold, TailSettings.USUAL, new SimpleMeterRegistry());
  }
}
