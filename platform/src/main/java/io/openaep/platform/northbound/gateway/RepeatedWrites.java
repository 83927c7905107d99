package io.openaep.platform.northbound.gateway;

import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.StateChange;
import io.openaep.platform.northbound.gateway.KeptWrites.Kept;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Recognises a signed write that comes again, by retry or replay, and gives the first answer
/// without doing anything. That a write has begun is on disk before it begins, and its answer
/// before that is given, so that neither a restart nor a crash makes anything happen twice: a
/// repetition of a write that a crash cut off is refused, because nobody knows how far it came
/// (docs/adr/0009-repeated-writes.md).
///
/// Memory is bounded: when it is full, the application that holds most of it loses the writes that
/// it signed longest ago, and from then on its writes signed no later than those are refused. So
/// one application's flood shortens no other's window. Thread-safe; a repetition waits while the
/// first one runs.
final class RepeatedWrites {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatedWrites.class);
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /// What is the same in a repetition. The signature covers body and parameters but neither method,
  /// path nor version.
  record Key(String function, String version, String appKey, Instant signedAt, String signature) {
    /// 43 characters, whatever a caller has sent. It is on disk: another form would make a write
    /// that is repeated after an upgrade a new one.
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

  /// @param first an earlier one, if this is its repetition
  private record Begun(Optional<Kept> first, Kept mine) {}

  private final GatewaySettings settings;
  private final WriteMemory memory;
  private final Map<String, Kept> writes = new HashMap<>();
  private final Map<String, KeptWrites> applications = new HashMap<>();

  /// Rows on disk that are no longer needed; they go with the next write.
  private final Set<String> droppedRows = new LinkedHashSet<>();

  /// Applications of which other writes are forgotten than the disk says; with the next write, too.
  private final Set<String> changedMarks = new LinkedHashSet<>();

  /// When all applications were last looked through for old writes.
  private Instant sweptAt = Instant.MIN;

  private long answerBytes;

  RepeatedWrites(GatewaySettings settings, WriteMemory memory, InstantSource clock) {
    this.settings = settings;
    this.memory = memory;
    memory.forgottenUntil().forEach((appKey, until) -> of(appKey).forgottenUntil(until));
    for (WriteMemory.Row row : memory.load()) {
      CompletableFuture<Answer> answer =
          row.answer()
              .map(CompletableFuture::completedFuture)
              .orElseGet(() -> CompletableFuture.failedFuture(unknown()));
      Kept kept = new Kept(row.id(), row.appKey(), row.signedAt(), answer);
      enter(kept);
      row.answer().ifPresent(known -> weigh(kept, known));
    }
    forgetOld(clock.instant());
    keepBounds();
  }

  /// The answer of `work`, or that of the same write before. Answers other than HTTP 200 promise
  /// nothing and are not remembered, unless something may have been done.
  ///
  /// @param repeated run when this is a repetition
  Answer once(Key key, Instant now, Runnable repeated, Supplier<Outcome> work) {
    Begun begun = begin(key, now);
    if (begun.first().isPresent()) {
      repeated.run();
      return OnDisk.await(begun.first().get().answer());
    }
    Kept mine = begun.mine();
    storeBeginning(mine);
    Outcome outcome = outcome(mine, work);
    if (outcome.answer().status() == 200) {
      rememberAfterwards(key, mine, outcome.answer());
    } else if (outcome.nothingDone()) {
      var _ = memory.append(List.of(WriteMemory.dropped(mine.id()))); // before a retry can begin
      forget(mine);
      mine.answer().complete(outcome.answer());
    } else {
      mine.answer().completeExceptionally(unknown());
    }
    return outcome.answer();
  }

  /// The same for work that takes effect in one append to the journal: nothing is stored before,
  /// and the answer in that append. Answers that come without it have changed nothing.
  Answer together(Key key, Instant now, Runnable repeated, Function<AnswerKeeper, Outcome> work) {
    Begun begun = begin(key, now);
    if (begun.first().isPresent()) {
      repeated.run();
      return OnDisk.await(begun.first().get().answer());
    }
    Kept mine = begun.mine();
    Keeper keeper = new Keeper(mine);
    Outcome outcome = outcome(mine, () -> work.apply(keeper));
    Answer answer = outcome.answer();
    if (answer.equals(keeper.answer)) {
      keeper.stored(answer);
    } else if (answer.status() == 200 && keeper.answer == null) {
      rememberAfterwards(key, mine, answer);
    } else if (!outcome.nothingDone()) {
      keeper.endLater();
    } else {
      forget(mine);
      mine.answer().complete(answer);
    }
    return answer;
  }

  /// Of one write and its thread.
  private final class Keeper implements AnswerKeeper {
    private final Kept mine;
    private @Nullable Answer answer;
    private @Nullable CompletionStage<?> append;
    private boolean remembered;

    Keeper(Kept mine) {
      this.mine = mine;
    }

    /// Where there is no room for the answer, that the write has begun is stored with its effect,
    /// until the disk has it that its time is forgotten.
    @Override
    public List<StateChange> keep(Answer kept) {
      answer = kept;
      remembered = remember(mine, kept);
      var _ = append(List.of());
      return List.of(remembered ? memory.answered(mine, kept) : WriteMemory.begun(mine));
    }

    @Override
    public void follow(CompletionStage<?> stored) {
      append = stored;
    }

    void stored(Answer kept) {
      if (!remembered) {
        discard(mine);
      }
      mine.answer().complete(kept);
    }

    /// The caller was told that its end is not known; whoever repeats it waits for that end.
    void endLater() {
      if (append == null || answer == null) {
        mine.answer().completeExceptionally(unknown());
        return;
      }
      Answer kept = answer;
      append.whenComplete((_, trouble) -> {
        Throwable why = trouble instanceof CompletionException ? trouble.getCause() : trouble;
        if (why == null) {
          stored(kept);
        } else if (why instanceof JournalUnavailable refused && !refused.mayBeStored()) {
          forget(mine);
          mine.answer().completeExceptionally(nothingStored(refused));
        } else {
          mine.answer().completeExceptionally(unknown());
        }
      });
    }
  }

  private static Outcome outcome(Kept mine, Supplier<Outcome> work) {
    try {
      return work.get();
    } catch (RuntimeException | Error e) {
      mine.answer().completeExceptionally(unknown());
      throw e;
    }
  }

  private void rememberAfterwards(Key key, Kept mine, Answer answer) {
    if (remember(mine, answer)) {
      storeAnswer(key, mine, answer);
    } else {
      discard(mine);
    }
    mine.answer().complete(answer);
  }

  /// Its row goes, together with the mark that refuses its repetition from now on.
  private synchronized void discard(Kept mine) {
    droppedRows.add(mine.id());
    changedMarks.add(mine.appKey());
    var _ = append(List.of());
  }

  private void storeBeginning(Kept mine) {
    try {
      OnDisk.await(append(List.of(WriteMemory.begun(mine))));
    } catch (JournalUnavailable | CallRefused e) {
      forget(mine);
      CallRefused refused = nothingStored(e);
      mine.answer().completeExceptionally(refused);
      throw refused;
    }
  }

  private static CallRefused nothingStored(RuntimeException why) {
    return CallRefused.http(503, "Nothing was stored: " + why.getMessage() + " Try again later.");
  }

  /// Brings what was dropped into the journal, and `more` with it. Under the lock, and a mark as it
  /// is at that moment: so an older mark never comes after a younger one, and no row goes before
  /// the mark that stands for it.
  private synchronized CompletionStage<?> append(List<StateChange> more) {
    Set<String> rows = Set.copyOf(droppedRows);
    Set<String> marks = Set.copyOf(changedMarks);
    droppedRows.clear();
    changedMarks.clear();
    List<StateChange> changes = new ArrayList<>();
    rows.stream()
        .filter(id -> !writes.containsKey(id))
        .forEach(id -> changes.add(WriteMemory.dropped(id)));
    marks.forEach(appKey -> changes.add(mark(appKey)));
    changes.addAll(more);
    if (changes.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<?> stored = memory.append(changes);
    var _ =
        stored.whenComplete((_, trouble) -> {
          if (trouble != null) {
            putBack(rows, marks);
          }
        });
    return stored;
  }

  private StateChange mark(String appKey) {
    Instant until = forgottenUntil(appKey);
    return until.equals(Instant.MIN)
        ? WriteMemory.droppedForgotten(appKey)
        : WriteMemory.forgotten(appKey, until);
  }

  /// What could not be stored goes with the next write.
  private synchronized void putBack(Set<String> rows, Set<String> marks) {
    droppedRows.addAll(rows);
    changedMarks.addAll(marks);
  }

  private void storeAnswer(Key key, Kept mine, Answer answer) {
    try {
      OnDisk.await(memory.append(List.of(memory.answered(mine, answer))));
    } catch (JournalUnavailable | CallRefused e) {
      // Done is done: after a restart a repetition would be refused instead of answered.
      LOG.warn("answer not remembered api={} reason=\"{}\"", key.function(), e.getMessage());
    }
  }

  synchronized int size() {
    return writes.size();
  }

  /// Of all answers that are held.
  synchronized long answerBytes() {
    return answerBytes;
  }

  private synchronized Begun begin(Key key, Instant now) {
    forgetOld(now);
    String id = key.id();
    Kept mine = new Kept(id, key.appKey(), key.signedAt(), new CompletableFuture<>());
    Kept first = writes.get(id);
    if (first != null) {
      return new Begun(Optional.of(first), mine);
    }
    // The gate looked at the clock before: by now the write that this one repeats may be forgotten.
    if (key.signedAt().isBefore(now.minus(settings.timestampWindow()))
        || !key.signedAt().isAfter(forgottenUntil(key.appKey()))
        || !key.signedAt().isAfter(forgottenUntil(WriteMemory.ANY_APPLICATION))) {
      throw signedTooLongAgo();
    }
    enter(mine);
    keepBounds();
    if (writes.get(id) != mine) {
      throw signedTooLongAgo(); // there is room only for writes that were signed later
    }
    return new Begun(Optional.empty(), mine);
  }

  private static CallRefused signedTooLongAgo() {
    return CallRefused.http(
        401, "This write was signed too long ago to rule out a repetition; sign it again.");
  }

  private KeptWrites of(String appKey) {
    return applications.computeIfAbsent(appKey, _ -> new KeptWrites());
  }

  private Instant forgottenUntil(String appKey) {
    KeptWrites own = applications.get(appKey);
    return own == null ? Instant.MIN : own.forgottenUntil();
  }

  private void enter(Kept kept) {
    writes.put(kept.id(), kept);
    of(kept.appKey()).add(kept);
  }

  /// Counts an answer, unless its write was forgotten while it ran.
  ///
  /// @return whether it is still remembered
  private synchronized boolean remember(Kept mine, Answer answer) {
    if (writes.get(mine.id()) == mine) {
      weigh(mine, answer);
      keepBounds();
    }
    return writes.get(mine.id()) == mine;
  }

  private void weigh(Kept kept, Answer answer) {
    of(kept.appKey()).answered(kept, answer.kept().size());
    answerBytes += answer.kept().size();
  }

  /// Once a second at most: old ones do no harm but take room. Of an application without writes
  /// nothing stays once the gate would long refuse what was forgotten.
  private void forgetOld(Instant now) {
    if (Duration.between(sweptAt, now).abs().compareTo(SWEEP) < 0) {
      return;
    }
    sweptAt = now;
    Instant oldest = now.minus(settings.timestampWindow());
    applications
        .entrySet()
        .removeIf(it -> {
          KeptWrites own = it.getValue();
          while (own.beginsBefore(oldest)) {
            drop(own);
          }
          // A call may have passed the gate a while ago.
          boolean over =
              own.writes() == 0
                  && own.forgottenUntil().isBefore(oldest.minus(settings.timestampWindow()));
          if (over) {
            changedMarks.add(it.getKey());
          }
          return over;
        });
  }

  private void keepBounds() {
    boolean shorter = true;
    while (shorter && writes.size() > settings.rememberedWrites()) {
      shorter = shorten(Comparator.comparingInt(it -> it.getValue().writes()));
    }
    while (shorter && answerBytes > settings.rememberedBytes()) {
      shorter = shorten(Comparator.comparingLong(it -> it.getValue().answerBytes()));
    }
  }

  /// The application that holds most loses its oldest.
  ///
  /// @return false if none has more than one
  private boolean shorten(Comparator<Map.Entry<String, KeptWrites>> size) {
    Optional<Map.Entry<String, KeptWrites>> most =
        applications.entrySet().stream().filter(it -> it.getValue().canForget()).max(size);
    most.ifPresent(it -> {
      drop(it.getValue());
      changedMarks.add(it.getKey());
    });
    return most.isPresent();
  }

  private void drop(KeptWrites own) {
    long before = own.answerBytes();
    for (Kept kept : own.forgetFirst()) {
      writes.remove(kept.id());
      droppedRows.add(kept.id());
    }
    answerBytes -= before - own.answerBytes();
  }

  private synchronized void forget(Kept kept) {
    if (writes.remove(kept.id(), kept)) {
      KeptWrites own = of(kept.appKey());
      long before = own.answerBytes();
      own.remove(kept);
      answerBytes -= before - own.answerBytes();
    }
  }

  private static CallRefused unknown() {
    return CallRefused.unfinished(
        409,
        "This write was begun before and its end is not known: look whether it was carried out,"
            + " then sign it again.");
  }
}
