package io.openaep.platform.northbound.gateway;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RepeatedWritesTest extends RepeatedWritesScene {
  @Test
  void theNameOfAWriteOnDiskIsTheSameInEveryVersion() {
    assertThat(key(NOW, "sig").id()).isEqualTo("dBC69yho_Zv4oUP2g7k_SFaO0ScNiWhUh4eqFW3EVMY");
  }

  @Test
  void repetitionGetsTheFirstAnswer() {
    RepeatedWrites writes = writes(10, 1000);
    Answer first = once(writes, key(NOW, "s"), NOW, 200);
    assertThat(once(writes, key(NOW, "s"), NOW, 200)).isEqualTo(first);
    assertThat(done).hasValue(1);
    assertThat(repeats).hasValue(1);
    assertThat(once(writes, key(NOW, "other"), NOW, 200)).isNotEqualTo(first);
    assertThat(once(writes, key(NOW.plusMillis(1), "s"), NOW, 200)).isNotEqualTo(first);
  }

  @Test
  void whatPromisedNothingMayBeTriedAgain() {
    RepeatedWrites writes = writes(10, 1000);
    once(writes, key(NOW, "s"), NOW, 503);
    assertThat(writes.size()).isZero();
    once(writes, key(NOW, "s"), NOW, 200);
    assertThat(done).hasValue(2);
  }

  @Test
  void whatMayHaveBeenDoneIsNeverDoneAgain() {
    RepeatedWrites writes = writes(10, 1000);
    assertThatThrownBy(() ->
            writes.once(
                key(NOW, "s"),
                NOW,
                repeats::incrementAndGet,
                () -> {
                  throw new IllegalStateException("ours");
                }))
        .hasMessage("ours");
    Answer cutOff =
        writes.once(
            key(NOW, "t"),
            NOW,
            repeats::incrementAndGet,
            () -> new RepeatedWrites.Outcome(answer(504), false));
    assertThat(cutOff.status()).isEqualTo(504);
    for (String signature : List.of("s", "t")) {
      assertThatThrownBy(() -> once(writes, key(NOW, signature), NOW, 200))
          .isInstanceOfSatisfying(
              CallRefused.class, refused -> assertThat(refused.status()).isEqualTo(409));
    }
    assertThat(done).hasValue(1);
  }

  @Test
  void theFirstAnswerOutlivesTheProcess() {
    Answer first = once(writes(10, 1000), key(NOW, "s"), NOW, 200);
    assertThat(once(writes(10, 1000), key(NOW, "s"), NOW, 200)).isEqualTo(first);
    assertThat(done).hasValue(1);
  }

  @Test
  void aWriteThatACrashCutOffIsNotDoneAgain() {
    RepeatedWrites cutOff = writes(10, 1000);
    assertThatThrownBy(() ->
            cutOff.once(
                key(NOW, "s"),
                NOW,
                repeats::incrementAndGet,
                () -> {
                  throw new OutOfMemoryError("like a kill: nothing of this process runs on");
                }))
        .isInstanceOf(OutOfMemoryError.class);
    RepeatedWrites after = writes(10, 1000);
    assertThatThrownBy(() -> once(after, key(NOW, "s"), NOW, 200))
        .isInstanceOf(CallRefused.class)
        .hasMessageContaining("its end is not known");
    assertThat(once(after, key(NOW, "signed again"), NOW, 200).status()).isEqualTo(200);
    assertThat(done).hasValue(1);
  }

  @Test
  void whatWasForgottenForItsBoundStaysRefusedAfterARestart() {
    RepeatedWrites writes = writes(3, 1000);
    for (int i = 0; i < 5; i++) {
      once(writes, key(NOW.plusMillis(i), "s" + i), NOW, 200);
    }
    RepeatedWrites after = writes(3, 1000);
    assertThat(after.size()).isEqualTo(3);
    assertThatThrownBy(() -> once(after, key(NOW, "s0"), NOW, 200))
        .isInstanceOf(CallRefused.class)
        .hasMessageContaining("sign it again");
    assertThat(done).hasValue(5);
  }

  @Test
  void rowsOfOldWritesGoWithTheNextOne() {
    RepeatedWrites writes = writes(10, 1000);
    once(writes, key(NOW, "s"), NOW, 200);
    once(writes, key(NOW.plus(WINDOW), "t"), NOW.plus(WINDOW).plusMillis(1), 200);
    assertThat(journal.state("write")).hasSize(1);
  }

  @Test
  void nothingIsBegunWhileNothingCanBeStored() {
    RepeatedWrites writes = writes(10, 1000);
    journal.refuse("The disk is full.");
    assertThatThrownBy(() -> once(writes, key(NOW, "s"), NOW, 200))
        .isInstanceOf(CallRefused.class)
        .hasMessageContaining("Nothing was stored: The disk is full.");
    assertThat(done).hasValue(0);
    journal.accept();
    assertThat(once(writes, key(NOW, "s"), NOW, 200).status()).isEqualTo(200);
  }

  @Test
  void writesAreForgottenWhenTheirTimestampWouldBeRefusedAnyway() {
    RepeatedWrites writes = writes(10, 1000);
    once(writes, key(NOW, "s"), NOW, 200);
    once(writes, key(NOW.plus(WINDOW), "t"), NOW.plus(WINDOW).plusMillis(1), 200);
    assertThat(writes.size()).isEqualTo(1);
  }

  @Test
  void beyondItsBoundItRefusesRatherThanDoTwice() {
    RepeatedWrites writes = writes(3, 1000);
    for (int i = 0; i < 5; i++) {
      once(writes, key(NOW.plusMillis(i), "s" + i), NOW, 200);
    }
    assertThat(writes.size()).isEqualTo(3);
    for (int i = 0; i < 2; i++) {
      RepeatedWrites.Key old = key(NOW.plusMillis(i), "s" + i);
      assertThatThrownBy(() -> once(writes, old, NOW, 200))
          .isInstanceOf(CallRefused.class)
          .hasMessageContaining("sign it again");
    }
    once(writes, key(NOW.plusMillis(4), "s4"), NOW, 200);
    assertThat(done).hasValue(5);
  }

  @Test
  void answersAreBoundedInBytes() {
    RepeatedWrites writes = writes(1000, 100);
    for (int i = 0; i < 50; i++) {
      once(writes, key(NOW.plusMillis(i), "s" + i), NOW, 200);
    }
    assertThat(writes.size()).isBetween(5, 12);
  }

  @Test
  void oneApplicationsFloodShortensNoOthersWindow() {
    RepeatedWrites writes = writes(10, 1_000_000);
    RepeatedWrites.Key quiet = key("quiet", NOW, "q");
    Answer first = once(writes, quiet, NOW, 200);
    for (int i = 0; i < 50; i++) {
      once(writes, key("loud", NOW.plusMillis(i), "s" + i), NOW, 200);
    }
    assertThat(writes.size()).isEqualTo(10);
    assertThat(once(writes, quiet, NOW, 200)).isEqualTo(first);
    assertThat(once(writes, key("quiet", NOW.minusMillis(9), "r"), NOW, 200).status())
        .isEqualTo(200);
    RepeatedWrites after = writes(10, 1_000_000);
    assertThat(once(after, quiet, NOW, 200)).isEqualTo(first);
    assertThatThrownBy(() -> once(after, key("loud", NOW.plusMillis(3), "s3"), NOW, 200))
        .hasMessageContaining("sign it again");
    assertThat(once(after, key("quiet", NOW.minusMillis(8), "t"), NOW, 200).status())
        .isEqualTo(200);
  }

  @Test
  void aFloodSignedAtOneTimeIsBoundedAndHurtsOnlyItself() {
    RepeatedWrites writes = writes(10, 1_000_000);
    RepeatedWrites.Key quiet = key("quiet", NOW, "q");
    Answer first = once(writes, quiet, NOW, 200);
    once(writes, key("quiet", NOW.plusMillis(1), "q2"), NOW, 200);
    int refused = 0;
    for (int i = 0; i < 50; i++) {
      try {
        once(writes, key("loud", NOW, "s" + i), NOW, 200);
      } catch (CallRefused e) {
        refused++;
      }
      assertThat(writes.size()).isLessThanOrEqualTo(10);
    }
    assertThat(refused).isPositive();
    assertThat(once(writes, quiet, NOW, 200)).isEqualTo(first);
    assertThat(once(writes, key("quiet", NOW.minusMillis(9), "r"), NOW, 200).status())
        .isEqualTo(200);
    assertThat(once(writes, key("loud", NOW.plusMillis(5), "new"), NOW, 200).status())
        .isEqualTo(200);
  }

  @Test
  void largeAnswersOfOneApplicationPushOutNoOthers() {
    RepeatedWrites writes = writes(1000, 200);
    RepeatedWrites.Key quiet = key("quiet", NOW, "q");
    Answer first = once(writes, quiet, NOW, 200);
    for (int i = 0; i < 50; i++) {
      once(writes, key("loud", NOW.plusMillis(i), "s" + i), NOW, 200);
    }
    assertThat(writes.answerBytes()).isBetween(100L, 200L);
    assertThat(once(writes, quiet, NOW, 200)).isEqualTo(first);
  }

  @Test
  void anAnswerThatComesAfterItsWriteWasForgottenIsNotCounted() {
    RepeatedWrites writes = writes(2, 1_000_000);
    writes.once(
        key(NOW, "slow"),
        NOW,
        repeats::incrementAndGet,
        () -> {
          for (int i = 1; i < 4; i++) {
            once(writes, key(NOW.plusMillis(i), "s" + i), NOW, 200);
          }
          return new RepeatedWrites.Outcome(answer(200), false);
        });
    assertThat(writes.size()).isEqualTo(2);
    assertThat(writes.answerBytes()).isEqualTo(2L * "answer 1".length());
    once(writes, key(NOW.plus(WINDOW), "t"), NOW.plus(WINDOW).plusSeconds(2), 200);
    assertThat(writes.answerBytes()).isEqualTo("answer 1".length());
  }

  @Test
  void aReplayThatPassedTheGateAtTheEdgeOfTheWindowIsNotCarriedOut() {
    RepeatedWrites writes = writes(10, 1000);
    Answer first = once(writes, key(NOW, "s"), NOW, 200);
    assertThat(once(writes, key(NOW, "s"), NOW.plus(WINDOW), 200)).isEqualTo(first);
    once(writes, key(NOW.plus(WINDOW), "t"), NOW.plus(WINDOW).plusSeconds(1).plusMillis(1), 200);
    assertThat(writes.size()).isEqualTo(1);
    for (Duration late : List.of(Duration.ZERO, Duration.ofMillis(1))) {
      assertThatThrownBy(() -> once(writes, key(NOW, "s"), NOW.plus(WINDOW).plus(late), 200))
          .isInstanceOf(CallRefused.class)
          .hasMessageContaining("sign it again");
    }
    assertThat(done).hasValue(2);
  }

  @Test
  void repetitionWaitsWhileTheFirstOneRuns() throws Exception {
    RepeatedWrites writes = writes(10, 1000);
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    List<Future<Answer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers.add(
          threads.submit(() ->
              writes.once(
                  key(NOW, "s"),
                  NOW,
                  repeats::incrementAndGet,
                  () -> {
                    entered.countDown();
                    awaitEnd(mayEnd);
                    return new RepeatedWrites.Outcome(answer(200), false);
                  })));
      entered.await();
      for (int i = 0; i < 5; i++) {
        answers.add(threads.submit(() -> once(writes, key(NOW, "s"), NOW, 200)));
      }
      await().until(() -> repeats.get() == 5);
      mayEnd.countDown();
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().json().toUtf8()).isEqualTo("answer 1");
      }
    }
    assertThat(done).hasValue(1);
  }

  private static void awaitEnd(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
