package io.openaep.platform.northbound.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RepeatedWritesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final Duration WINDOW = Duration.ofMinutes(15);

  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger repeats = new AtomicInteger();

  private static RepeatedWrites writes(int writes, int bytes) {
    return new RepeatedWrites(new GatewaySettings(WINDOW, writes, bytes));
  }

  private static RepeatedWrites.Key key(Instant signedAt, String signature) {
    return new RepeatedWrites.Key("m/f", "v", "AK", signedAt, signature);
  }

  private Answer once(RepeatedWrites writes, RepeatedWrites.Key key, Instant now, int status) {
    return writes.once(
        key,
        now,
        repeats::incrementAndGet,
        () -> new Answer(status, 0, Bytes.utf8("answer " + done.incrementAndGet())));
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
  void ourOwnMistakeIsNotRemembered() {
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
    assertThat(writes.size()).isZero();
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
                    return new Answer(200, 0, Bytes.utf8("answer " + done.incrementAndGet()));
                  })));
      entered.await();
      for (int i = 0; i < 5; i++) {
        answers.add(threads.submit(() -> once(writes, key(NOW, "s"), NOW, 200)));
      }
      org.awaitility.Awaitility.await().until(() -> repeats.get() == 5);
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
