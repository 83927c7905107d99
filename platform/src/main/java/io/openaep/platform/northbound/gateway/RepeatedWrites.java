package io.openaep.platform.northbound.gateway;

import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.StateChange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recognises a signed write that comes again, by retry or replay, and gives the first answer
/// without doing anything. That a write has begun is on disk before it begins, and its answer
/// before that is given, so that neither a restart nor a crash makes anything happen twice: a
/// repetition of a write that a crash cut off is refused, because nobody knows how far it came
/// (docs/adr/0009-repeated-writes.md).
///
/// Memory is bounded: when it is full the writes signed longest ago are forgotten, and from then on
/// writes signed no later than those are refused. Thread-safe; a repetition waits while the first
/// one runs.
final class RepeatedWrites {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatedWrites.class);

  /// What is the same in a repetition. The signature covers body and parameters but neither method,
  /// path nor version.
  record Key(String function, String version, String appKey, Instant signedAt, String signature) {
    /// 43 characters, whatever a caller has sent.
    String id() {
      String text = String.join("\n", function, version, appKey, signedAt.toString(), signature);
      try {
        byte[] sum =
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sum);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }

  /// What became of a write.
  ///
  /// @param nothingDone it is certain that nothing was changed, so that it may be tried again
  record Outcome(Answer answer, boolean nothingDone) {}

  private record Begun(
      Optional<CompletableFuture<Answer>> first,
      CompletableFuture<Answer> mine,
      List<StateChange> changes) {}

  private final GatewaySettings settings;
  private final WriteMemory memory;
  private final Map<String, CompletableFuture<Answer>> answers = new HashMap<>();

  /// The ids of {@link #answers} by signing time, which several writes may share.
  private final TreeMap<Instant, List<String>> bySigning = new TreeMap<>();

  /// Rows on disk that are no longer needed; they go with the next write.
  private final List<StateChange> dropped = new ArrayList<>();

  private Instant forgottenUntil;
  private long answerBytes;

  RepeatedWrites(GatewaySettings settings, WriteMemory memory, InstantSource clock) {
    this.settings = settings;
    this.memory = memory;
    this.forgottenUntil = memory.forgottenUntil();
    for (WriteMemory.Kept kept : memory.load()) {
      CompletableFuture<Answer> answer =
          kept.answer()
              .map(CompletableFuture::completedFuture)
              .orElseGet(() -> CompletableFuture.failedFuture(unknown()));
      enter(kept.id(), kept.signedAt(), answer);
    }
    forgetOld(clock.instant());
    keepBounds();
  }

  /// The answer of `work`, or that of the same write before. Answers other than HTTP 200 promise
  /// nothing and are not remembered, unless something may have been done.
  ///
  /// @param repeated run when this is a repetition
  Answer once(Key key, Instant now, Runnable repeated, Supplier<Outcome> work) {
    String id = key.id();
    Begun begun = begin(id, key, now);
    if (begun.first().isPresent()) {
      repeated.run();
      return OnDisk.await(begun.first().get());
    }
    CompletableFuture<Answer> mine = begun.mine();
    storeBeginning(id, key, begun);
    Outcome outcome;
    try {
      outcome = work.get();
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(unknown());
      throw e;
    }
    if (outcome.answer().status() == 200) {
      remember(outcome.answer());
      storeAnswer(id, key, outcome.answer());
      mine.complete(outcome.answer());
    } else if (outcome.nothingDone()) {
      memory.storeLater(List.of(WriteMemory.dropped(id))); // before a retry can begin
      forget(id, key);
      mine.complete(outcome.answer());
    } else {
      mine.completeExceptionally(unknown());
    }
    return outcome.answer();
  }

  private void storeBeginning(String id, Key key, Begun begun) {
    try {
      memory.store(begun.changes());
    } catch (JournalUnavailable | CallRefused e) {
      forget(id, key);
      putBack(begun.changes());
      CallRefused refused =
          CallRefused.http(503, "Nothing was stored: " + e.getMessage() + " Try again later.");
      begun.mine().completeExceptionally(refused);
      throw refused;
    }
  }

  private void storeAnswer(String id, Key key, Answer answer) {
    try {
      memory.store(List.of(memory.answered(id, key.signedAt(), answer)));
    } catch (JournalUnavailable | CallRefused e) {
      // Done is done: after a restart a repetition would be refused instead of answered.
      LOG.warn("answer not remembered api={} reason=\"{}\"", key.function(), e.getMessage());
    }
  }

  synchronized int size() {
    return answers.size();
  }

  private synchronized Begun begin(String id, Key key, Instant now) {
    forgetOld(now);
    CompletableFuture<Answer> mine = new CompletableFuture<>();
    CompletableFuture<Answer> first = answers.get(id);
    if (first != null) {
      return new Begun(Optional.of(first), mine, List.of());
    }
    if (!key.signedAt().isAfter(forgottenUntil)) {
      throw CallRefused.http(
          401, "This write was signed too long ago to rule out a repetition; sign it again.");
    }
    enter(id, key.signedAt(), mine);
    keepBounds();
    List<StateChange> changes = new ArrayList<>(dropped);
    dropped.clear();
    changes.add(WriteMemory.begun(id, key.signedAt()));
    return new Begun(Optional.empty(), mine, changes);
  }

  private void enter(String id, Instant signedAt, CompletableFuture<Answer> answer) {
    answers.put(id, answer);
    bySigning.computeIfAbsent(signedAt, _ -> new ArrayList<>(1)).add(id);
    answerBytes += bytes(answer);
  }

  private synchronized void remember(Answer answer) {
    answerBytes += answer.json().size();
    keepBounds();
  }

  private void forgetOld(Instant now) {
    Instant oldest = now.minus(settings.timestampWindow());
    while (!bySigning.isEmpty() && bySigning.firstKey().isBefore(oldest)) {
      dropFirst();
    }
  }

  private void keepBounds() {
    Instant before = forgottenUntil;
    while (bySigning.size() > 1
        && (answers.size() > settings.rememberedWrites()
            || answerBytes > settings.rememberedBytes())) {
      forgottenUntil = bySigning.firstKey();
      dropFirst();
    }
    if (!forgottenUntil.equals(before)) {
      dropped.add(WriteMemory.forgotten(forgottenUntil));
    }
  }

  private void dropFirst() {
    for (String id : bySigning.pollFirstEntry().getValue()) {
      CompletableFuture<Answer> answer = answers.remove(id);
      answerBytes -= answer == null ? 0 : bytes(answer);
      dropped.add(WriteMemory.dropped(id));
    }
  }

  private static long bytes(CompletableFuture<Answer> answer) {
    return answer.state() == Future.State.SUCCESS ? answer.resultNow().json().size() : 0;
  }

  /// What was to be dropped with a write that could not be stored goes with the next one.
  private synchronized void putBack(List<StateChange> changes) {
    dropped.addAll(0, changes.subList(0, changes.size() - 1));
  }

  private synchronized void forget(String id, Key key) {
    answers.remove(id);
    bySigning.computeIfPresent(
        key.signedAt(),
        (_, same) -> {
          same.remove(id);
          return same.isEmpty() ? null : same;
        });
  }

  private static CallRefused unknown() {
    return CallRefused.unfinished(
        409,
        "This write was begun before and its end is not known: look whether it was carried out,"
            + " then sign it again.");
  }
}
