package io.openaep.platform.access.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.NotStored;
import io.openaep.platform.access.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private final List<String> given = new ArrayList<>();
  private final Answers answers =
      new Answers(Runnable::run, () -> given.add("progress"), failure -> given.add("failed"));
  private final CompletableFuture<Receipt> first = new CompletableFuture<>();
  private final CompletableFuture<Receipt> second = new CompletableFuture<>();

  @Test
  void answersKeepTheirOrderEvenIfReceiptsDoNot() {
    answers.owe(first, receipt -> given.add("first " + receipt.position()));
    answers.owe(second, receipt -> given.add("second " + receipt.position()));
    answers.then(() -> given.add("then"));
    second.complete(new Receipt(2, false));
    assertThat(given).containsExactly("progress");
    assertThat(answers.waiting()).isEqualTo(3);

    first.complete(new Receipt(1, false));
    assertThat(given).containsExactly("progress", "first 1", "second 2", "then", "progress");
    assertThat(answers.waiting()).isZero();
  }

  @Test
  void whatWaitsForNothingIsDoneAtOnce() {
    answers.then(() -> given.add("then"));

    assertThat(given).containsExactly("then");
  }

  @Test
  void afterAFailureNothingIsAnswered() {
    answers.owe(first, receipt -> given.add("first"));
    answers.owe(second, receipt -> given.add("second"));
    answers.then(() -> given.add("then"));
    second.completeExceptionally(new NotStored("full"));
    assertThat(given).as("the first may still be answered").containsExactly("progress");

    first.complete(new Receipt(1, false));
    assertThat(given).containsExactly("progress", "first", "failed", "progress");
    assertThat(answers.waiting()).isZero();
  }

  @Test
  void answersToldToDropAreNeverGiven() {
    answers.owe(first, receipt -> given.add("first"));
    answers.drop();
    first.complete(new Receipt(1, false));

    assertThat(given).containsExactly("progress");
  }

  @Test
  void answerMayMakeTheNextOneDue() {
    answers.owe(
        first,
        receipt -> {
          given.add("first");
          answers.then(() -> given.add("nested"));
        });
    answers.then(() -> given.add("then"));
    first.complete(new Receipt(1, false));

    assertThat(given).containsExactly("first", "then", "nested", "progress");
  }
}
