package io.openaep.platform.northbound.gateway;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Recognises a signed write that comes again, by retry or replay, and gives the first answer
/// without doing anything. Memory is bounded: when it is full the writes signed longest ago are
/// forgotten, and from then on writes signed no later than those are refused, so that nothing is
/// ever done twice. Thread-safe; a repetition waits while the first one runs.
///
/// The memory does not outlive the process.
final class RepeatedWrites {
  /// What is the same in a repetition. The signature covers body and parameters but neither method,
  /// path nor version.
  record Key(String function, String version, String appKey, Instant signedAt, String signature) {}

  private final GatewaySettings settings;
  private final Map<Key, CompletableFuture<Answer>> answers = new HashMap<>();

  /// The keys of {@link #answers} by signing time, which several writes may share.
  private final TreeMap<Instant, Map<Key, CompletableFuture<Answer>>> bySigning = new TreeMap<>();

  private Instant forgottenUntil = Instant.MIN;
  private long answerBytes;

  RepeatedWrites(GatewaySettings settings) {
    this.settings = settings;
  }

  /// The answer of `work`, or that of the same write before. Answers other than HTTP 200 promise
  /// nothing and are not remembered.
  ///
  /// @param repeated run when this is a repetition
  Answer once(Key key, Instant now, Runnable repeated, Supplier<Answer> work) {
    CompletableFuture<Answer> mine = new CompletableFuture<>();
    Optional<CompletableFuture<Answer>> first = enter(key, mine, now);
    if (first.isPresent()) {
      repeated.run();
      return first.get().join();
    }
    try {
      Answer answer = work.get();
      if (answer.status() == 200) {
        remember(answer);
      } else {
        forget(key);
      }
      mine.complete(answer);
      return answer;
    } catch (RuntimeException | Error e) {
      forget(key);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  synchronized int size() {
    return answers.size();
  }

  private synchronized Optional<CompletableFuture<Answer>> enter(
      Key key, CompletableFuture<Answer> mine, Instant now) {
    Instant oldest = now.minus(settings.timestampWindow());
    while (!bySigning.isEmpty() && bySigning.firstKey().isBefore(oldest)) {
      dropFirst();
    }
    CompletableFuture<Answer> first = answers.get(key);
    if (first != null) {
      return Optional.of(first);
    }
    if (!key.signedAt().isAfter(forgottenUntil)) {
      throw CallRefused.http(
          401, "This write was signed too long ago to rule out a repetition; sign it again.");
    }
    answers.put(key, mine);
    bySigning.computeIfAbsent(key.signedAt(), _ -> new HashMap<>()).put(key, mine);
    keepBounds();
    return Optional.empty();
  }

  private synchronized void remember(Answer answer) {
    answerBytes += answer.json().size();
    keepBounds();
  }

  private void keepBounds() {
    while (bySigning.size() > 1
        && (answers.size() > settings.rememberedWrites()
            || answerBytes > settings.rememberedBytes())) {
      forgottenUntil = bySigning.firstKey();
      dropFirst();
    }
  }

  private void dropFirst() {
    bySigning.pollFirstEntry().getValue().forEach(this::drop);
  }

  private void drop(Key key, CompletableFuture<Answer> answer) {
    answers.remove(key);
    if (answer.state() == Future.State.SUCCESS) {
      answerBytes -= answer.resultNow().json().size();
    }
  }

  private synchronized void forget(Key key) {
    answers.remove(key);
    bySigning.computeIfPresent(
        key.signedAt(),
        (_, same) -> {
          same.remove(key);
          return same.isEmpty() ? null : same;
        });
  }
}
