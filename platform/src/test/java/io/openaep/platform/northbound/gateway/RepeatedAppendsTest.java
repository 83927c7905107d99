package io.openaep.platform.northbound.gateway;

import static io.openaep.platform.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.StateChange;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;

/// Writes that take effect in one append to the journal, with their answer in it.
class RepeatedAppendsTest extends RepeatedWritesScene {
  private Answer together(RepeatedWrites writes, RepeatedWrites.Key key, boolean stored) {
    return writes.together(
        key,
        NOW,
        repeats::incrementAndGet,
        keeper -> {
          Answer answer = answer(200);
          List<StateChange> changes = keeper.keep(answer);
          if (!stored) {
            return new RepeatedWrites.Outcome(answer(503), true);
          }
          journal.append(List.of(), changes).toCompletableFuture().join();
          return new RepeatedWrites.Outcome(answer, false);
        });
  }

  @Test
  void aWriteByOneAppendIsAnsweredAgainAfterACrashOrCarriedOut() {
    Answer first = together(writes(10, 1000), key(NOW, "stored"), true);
    assertThat(together(writes(10, 1000), key(NOW, "stored"), true)).isEqualTo(first);
    assertThat(repeats).hasValue(1);
    RepeatedWrites cutOff = writes(10, 1000);
    assertThatThrownBy(() ->
            cutOff.together(
                key(NOW, "lost"),
                NOW,
                repeats::incrementAndGet,
                keeper -> {
                  var _ = keeper.keep(answer(200));
                  throw new OutOfMemoryError("like a kill before the append");
                }))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(together(writes(10, 1000), key(NOW, "lost"), true).status()).isEqualTo(200);
    assertThat(repeats).hasValue(1);
  }

  @Test
  void aWriteWhoseAppendWasRefusedLeavesNothingAndMayBeTriedAgain() {
    RepeatedWrites writes = writes(10, 1000);
    assertThat(together(writes, key(NOW, "s"), false).status()).isEqualTo(503);
    assertThat(writes.size()).isZero();
    assertThat(writes.answerBytes()).isZero();
    assertThat(journal.state("write")).isEmpty();
    assertThat(together(writes, key(NOW, "s"), true).status()).isEqualTo(200);
    assertThat(repeats).hasValue(0);
  }

  @Test
  void whatAWriteByOneAppendPushesOutIsRefusedAfterACrashToo() {
    RepeatedWrites writes = writes(10, 15);
    together(writes, key(NOW, "old"), true);
    together(writes, key(NOW.plusMillis(1), "new"), true);
    assertThatThrownBy(() -> together(writes(10, 15), key(NOW, "old"), true))
        .isInstanceOf(CallRefused.class)
        .hasMessageContaining("sign it again");
    assertThat(done).hasValue(2);
  }

  @Test
  void anAppendThatComesLateTakesNoMarkBack() {
    RepeatedWrites writes = writes(1000, 20);
    once(writes, key(NOW, "a"), NOW, 200);
    once(writes, key(NOW.plusMillis(1), "b"), NOW, 200);
    writes.together(
        key(NOW.plusMillis(2), "slow"),
        NOW,
        repeats::incrementAndGet,
        keeper -> {
          Answer answer = answer(200);
          List<StateChange> changes = keeper.keep(answer); // pushes out a
          once(writes, key(NOW.plusMillis(3), "c"), NOW, 200); // pushes out b
          once(writes, key(NOW.plusMillis(4), "d"), NOW, 503);
          journal.append(List.of(), changes).toCompletableFuture().join();
          return new RepeatedWrites.Outcome(answer, false);
        });
    for (RepeatedWrites now : List.of(writes, writes(1000, 20))) {
      for (int i = 0; i < 2; i++) {
        RepeatedWrites.Key old = key(NOW.plusMillis(i), i == 0 ? "a" : "b");
        assertThatThrownBy(() -> once(now, old, NOW, 200))
            .isInstanceOf(CallRefused.class)
            .hasMessageContaining("sign it again");
      }
    }
  }

  @Test
  void aMarkThatTheDiskRefusedGoesWithTheNextWrite() {
    RepeatedWrites writes = writes(1000, 20);
    once(writes, key(NOW, "a"), NOW, 200);
    once(writes, key(NOW.plusMillis(1), "b"), NOW, 200);
    writes.together(
        key(NOW.plusMillis(2), "refused"),
        NOW,
        repeats::incrementAndGet,
        keeper -> {
          journal.refuse("The disk is full.");
          var _ = keeper.keep(answer(200)); // pushes out a
          return new RepeatedWrites.Outcome(answer(503), true);
        });
    journal.accept();
    assertThat(journal.state("write-forgotten")).isEmpty();
    once(writes, key(NOW.plusMillis(3), "c"), NOW, 503);
    assertThat(journal.state("write-forgotten")).hasSize(1);
    assertThatThrownBy(() -> once(writes(1000, 20), key(NOW, "a"), NOW, 200))
        .hasMessageContaining("sign it again");
  }

  @Test
  void aWriteByOneAppendThatWasPushedOutWhileItRanIsNotDoneAgain() {
    RepeatedWrites writes = writes(2, 1000);
    writes.together(
        key(NOW, "slow"),
        NOW,
        repeats::incrementAndGet,
        keeper -> {
          once(writes, key(NOW.plusMillis(1), "a"), NOW, 200);
          once(writes, key(NOW.plusMillis(2), "b"), NOW, 200);
          Answer answer = answer(200);
          List<StateChange> changes = keeper.keep(answer);
          journal.append(List.of(), changes).toCompletableFuture().join();
          assertThat(journal.state("write")).as("until it has ended").hasSize(3);
          return new RepeatedWrites.Outcome(answer, false);
        });
    assertThat(journal.state("write")).hasSize(2);
    assertThatThrownBy(() -> together(writes(2, 1000), key(NOW, "slow"), true))
        .hasMessageContaining("sign it again");
  }

  @Test
  void whoeverRepeatsAWriteWhoseAppendTakesTooLongWaitsForItsEnd() throws Exception {
    RepeatedWrites writes = writes(10, 1000);
    CompletableFuture<Long> append = new CompletableFuture<>();
    assertThat(toldThatItTakesTooLong(writes, append).status()).isEqualTo(504);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> again = threads.submit(() -> together(writes, key(NOW, "s"), true));
      await().until(() -> repeats.get() == 1);
      append.complete(1L);
      assertThat(again.get().json().toUtf8()).isEqualTo("answer 1");
    }
    assertThat(done).hasValue(2);
  }

  @Test
  void whatIsRefusedAfterItsCallerWasToldThatItTakesTooLongMayBeTriedAgain() {
    RepeatedWrites writes = writes(10, 1000);
    CompletableFuture<Long> append = new CompletableFuture<>();
    assertThat(toldThatItTakesTooLong(writes, append).status()).isEqualTo(504);
    append.completeExceptionally(new JournalUnavailable("The disk is full."));
    assertThat(writes.answerBytes()).isZero();
    assertThat(together(writes, key(NOW, "s"), true).status()).isEqualTo(200);
    assertThat(repeats).hasValue(0);
  }

  private Answer toldThatItTakesTooLong(RepeatedWrites writes, CompletableFuture<Long> append) {
    return writes.together(
        key(NOW, "s"),
        NOW,
        repeats::incrementAndGet,
        keeper -> {
          var _ = keeper.keep(answer(200));
          keeper.follow(append.minimalCompletionStage());
          return new RepeatedWrites.Outcome(answer(504), false);
        });
  }

  @Test
  void anAnswerThatNobodyWasAskedToKeepIsRememberedAfterwards() {
    RepeatedWrites writes = writes(10, 1000);
    Answer first = withoutAsking(writes, false);
    assertThat(withoutAsking(writes, false)).isEqualTo(first);
    assertThat(withoutAsking(writes(10, 1000), false)).isEqualTo(first);
    assertThat(done).hasValue(1);
  }

  private Answer withoutAsking(RepeatedWrites writes, boolean nothingDone) {
    return writes.together(
        key(NOW, "s"),
        NOW,
        repeats::incrementAndGet,
        _ -> new RepeatedWrites.Outcome(answer(200), nothingDone));
  }

  @Test
  void aRefusalOfAWriteByOneAppendIsRememberedLikeAnyOther() {
    RepeatedWrites writes = writes(10, 1000);
    Answer first = withoutAsking(writes, true);
    assertThat(withoutAsking(writes, true)).isEqualTo(first);
    assertThat(withoutAsking(writes(10, 1000), true)).isEqualTo(first);
    assertThat(done).hasValue(1);
  }

  @Test
  void aPackedAnswerIsReadFromItsRowAsItWas() throws Exception {
    RepeatedWrites.Key key = key(NOW, "long");
    Answer packed =
        Answer.ok((JsonGenerator json) -> {
          for (int i = 0; i < 1_000; i++) {
            json.writeString("row " + i);
          }
        });
    assertThat(packed.kept().size()).isLessThan(packed.json().size() / 2);
    WriteMemory plain = new WriteMemory(journal, new AsItIs());
    RepeatedWrites before =
        new RepeatedWrites(new GatewaySettings(WINDOW, 10, 100_000, 1, 1), plain, () -> NOW);
    before.together(
        key,
        NOW,
        repeats::incrementAndGet,
        keeper -> {
          journal.append(List.of(), keeper.keep(packed)).toCompletableFuture().join();
          return new RepeatedWrites.Outcome(packed, false);
        });
    RepeatedWrites after =
        new RepeatedWrites(new GatewaySettings(WINDOW, 10, 100_000, 1, 1), plain, () -> NOW);
    Answer again = together(after, key, true);
    assertThat(again).isEqualTo(packed);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    again.writeTo(sent);
    assertThat(sent.toString(UTF_8))
        .startsWith("{\"code\":0,\"msg\":\"ok\",\"result\":[\"row 0\",");
  }

  private record AsItIs() implements WriteMemory.Seal {
    @Override
    public byte[] seal(byte[] plain, String place) {
      return plain;
    }

    @Override
    public byte[] open(byte[] sealed, String place) {
      return sealed;
    }
  }
}
