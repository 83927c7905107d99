package io.openaep.platform.command;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// A batch from its wishes to its events. The dispatcher's thread makes it ready, some at a time,
/// so that a large one holds up nothing else; the caller's thread encodes and stores it; the
/// dispatcher's thread counts the events as they are folded. The hand-over between the two is what
/// makes it safe.
final class PreparedCommands implements CommandBatch {
  private final List<Wish> wishes;
  private final Journal journal;
  private final Abandonment abandonment;
  private final List<Row> rows = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final CompletableFuture<CommandBatch> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> stored = new CompletableFuture<>();
  private boolean appended;
  private int folded;

  /// @param refusal why it is refused whatever its lane says; empty if it is not
  record Wish(NewCommand command, Optional<String> refusal) {}

  /// Told, on any thread, that the events of a batch are not stored and never will be.
  @FunctionalInterface
  interface Abandonment {
    void abandoned(List<Event> events, Throwable why);
  }

  PreparedCommands(List<Wish> wishes, Journal journal, Abandonment abandonment) {
    this.wishes = List.copyOf(wishes);
    this.journal = journal;
    this.abandonment = abandonment;
  }

  /// Completes when every wish has its row.
  CompletableFuture<CommandBatch> ready() {
    return ready;
  }

  /// Completes when every event is folded.
  CompletableFuture<Void> stored() {
    return stored;
  }

  /// The next wish that has no row yet. On the dispatcher's thread, like the next four.
  Optional<Wish> next() {
    return rows.size() < wishes.size() ? Optional.of(wishes.get(rows.size())) : Optional.empty();
  }

  void refuse(String reason) {
    rows.add(new Row.Refused(reason));
  }

  void add(Command command, CommandSaved event) {
    rows.add(new Row.Ready(command));
    events.add(event);
  }

  /// There is no next wish.
  void complete() {
    ready.complete(this);
  }

  /// One of its events was folded.
  void folded() {
    if (++folded == events.size()) {
      stored.complete(null);
    }
  }

  /// The dispatcher takes no wishes now.
  void refuseAll(JournalUnavailable why) {
    abandonment.abandoned(events, why);
    ready.completeExceptionally(why);
  }

  @Override
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  @Override
  public CompletionStage<Void> store(List<StateChange> together) {
    CompletionStage<Long> append = journal.append(events, together);
    appended = true;
    append.whenComplete((_, trouble) -> {
      if (trouble != null) {
        stored.completeExceptionally(trouble);
        abandonment.abandoned(events, trouble);
      } else if (events.isEmpty()) {
        stored.complete(null);
      }
    });
    return stored.minimalCompletionStage();
  }

  @Override
  public void close() {
    if (!appended && !events.isEmpty()) {
      abandonment.abandoned(
          events, new JournalUnavailable("the call was given up before it was stored"));
    }
  }
}
