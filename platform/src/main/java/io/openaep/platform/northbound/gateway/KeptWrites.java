package io.openaep.platform.northbound.gateway;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/// The remembered writes of one application, ordered by signing time, and up to which signing time
/// they have been forgotten. Guarded by {@link RepeatedWrites}.
final class KeptWrites {
  private final TreeMap<Instant, List<Kept>> bySigning = new TreeMap<>();
  private Instant forgottenUntil = Instant.MIN;
  private int writes;
  private long answerBytes;

  /// One write, from its beginning on.
  static final class Kept {
    private final String id;
    private final String appKey;
    private final Instant signedAt;
    private final CompletableFuture<Answer> answer;
    private long answerBytes;

    Kept(String id, String appKey, Instant signedAt, CompletableFuture<Answer> answer) {
      this.id = id;
      this.appKey = appKey;
      this.signedAt = signedAt;
      this.answer = answer;
    }

    String id() {
      return id;
    }

    String appKey() {
      return appKey;
    }

    Instant signedAt() {
      return signedAt;
    }

    CompletableFuture<Answer> answer() {
      return answer;
    }
  }

  void add(Kept kept) {
    bySigning.computeIfAbsent(kept.signedAt, _ -> new ArrayList<>(1)).add(kept);
    writes++;
  }

  /// The size of its answer is known now.
  void answered(Kept kept, long bytes) {
    kept.answerBytes = bytes;
    answerBytes += bytes;
  }

  void remove(Kept kept) {
    bySigning.computeIfPresent(
        kept.signedAt,
        (_, same) -> {
          if (same.remove(kept)) {
            left(kept);
          }
          return same.isEmpty() ? null : same;
        });
  }

  /// Forgets those that were signed first, which several may have been at once. From now on a write
  /// signed no later cannot be told from a repetition.
  List<Kept> forgetFirst() {
    var first = bySigning.pollFirstEntry();
    if (first == null) {
      return List.of();
    }
    first.getValue().forEach(this::left);
    forgottenUntil(first.getKey());
    return first.getValue();
  }

  private void left(Kept kept) {
    writes--;
    answerBytes -= kept.answerBytes;
  }

  void forgottenUntil(Instant signedAt) {
    forgottenUntil = signedAt.isAfter(forgottenUntil) ? signedAt : forgottenUntil;
  }

  Instant forgottenUntil() {
    return forgottenUntil;
  }

  boolean beginsBefore(Instant time) {
    return !bySigning.isEmpty() && bySigning.firstKey().isBefore(time);
  }

  /// Whether something can be forgotten without forgetting a lone write, which may be running. Of
  /// many writes signed at one time all go: whoever signs so loses by it, and nobody else.
  boolean canForget() {
    return writes > 1;
  }

  int writes() {
    return writes;
  }

  long answerBytes() {
    return answerBytes;
  }
}
