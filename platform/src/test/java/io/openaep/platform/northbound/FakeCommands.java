package io.openaep.platform.northbound;

import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandBatch;
import io.openaep.platform.command.CommandBatch.Row;
import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.command.Commands;
import io.openaep.platform.command.Failure;
import io.openaep.platform.command.NewCommand;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.journal.StateChange;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;

/// Commands in memory; a test moves them on by hand.
final class FakeCommands implements Commands {
  /// Makes a mistake of ours.
  volatile boolean broken;

  private final Journal journal;
  private final InstantSource clock;
  private final List<Command> commands = new ArrayList<>();
  int limit = 1000;
  Optional<String> trouble = Optional.empty();

  /// Told of each command that is made ready, by how many there are with it.
  volatile IntConsumer asked = _ -> {};

  /// Later ones are stored, but that is never told.
  volatile int answered = Integer.MAX_VALUE;

  /// What the calls beyond that wait for.
  final CompletableFuture<Void> late = new CompletableFuture<>();

  /// The journal has no room for the first append.
  volatile boolean refusedFirst;

  FakeCommands(Journal journal, InstantSource clock) {
    this.journal = journal;
    this.clock = clock;
  }

  @Override
  public CompletionStage<Command> create(NewCommand wanted) {
    throw new UnsupportedOperationException("the northbound API makes its commands in batches");
  }

  @Override
  public synchronized CompletionStage<CommandBatch> prepare(List<NewCommand> wanted) {
    List<Row> rows = new ArrayList<>();
    for (NewCommand each : wanted) {
      rows.add(
          commands.size() + rows.size() >= limit
              ? new Row.Refused("1000 commands of this device are held; cancel some")
              : new Row.Ready(command(commands.size() + rows.size() + 1L, each)));
      asked.accept(rows.size());
    }
    return CompletableFuture.completedStage(new Batch(List.copyOf(rows)));
  }

  /// One append, with the state that goes with it.
  private final class Batch implements CommandBatch {
    private final List<Row> rows;

    Batch(List<Row> rows) {
      this.rows = rows;
    }

    @Override
    public List<Row> rows() {
      return rows;
    }

    @Override
    public CompletionStage<Void> store(List<StateChange> together) {
      synchronized (FakeCommands.this) {
        if (trouble.isPresent()) {
          return CompletableFuture.failedStage(new JournalUnavailable(trouble.get()));
        }
        if (refusedFirst) {
          refusedFirst = false;
          return CompletableFuture.failedStage(new JournalUnavailable("the queue is full"));
        }
        for (Row row : rows) {
          if (row instanceof Row.Ready(Command command)) {
            commands.add(command);
          }
        }
        CompletionStage<Long> append = journal.append(List.of(), together);
        return commands.size() > answered ? late : append.thenAccept(_ -> {});
      }
    }

    @Override
    public void close() {
      // what was not stored was never there
    }
  }

  private Command command(long id, NewCommand wanted) {
    return new Command(
        id,
        wanted.device(),
        wanted.payload(),
        wanted.content(),
        wanted.ttl(),
        wanted.createdBy(),
        CommandStatus.SAVED,
        clock.instant(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "waits for the device");
  }

  @Override
  public synchronized CompletionStage<CancelResult> cancel(long device, long id, String by) {
    Optional<Command> found = find(device, id);
    if (found.isEmpty()) {
      return CompletableFuture.completedStage(CancelResult.UNKNOWN);
    }
    if (found.get().status() != CommandStatus.SAVED) {
      return CompletableFuture.completedStage(CancelResult.TOO_LATE);
    }
    become(id, CommandStatus.CANCELLED, Optional.empty(), "cancelled by " + by);
    return CompletableFuture.completedStage(CancelResult.CANCELLED);
  }

  @Override
  public synchronized CompletionStage<Integer> cancelAll(
      long device, String by, List<StateChange> together) {
    int cancelled = 0;
    for (Command command : List.copyOf(commands)) {
      if (command.device().number() == device && command.status() == CommandStatus.SAVED) {
        become(command.id(), CommandStatus.CANCELLED, Optional.empty(), "cancelled by " + by);
        cancelled++;
      }
    }
    int all = cancelled;
    return journal.append(List.of(), together).thenApply(_ -> all);
  }

  synchronized void become(
      long id, CommandStatus status, Optional<Failure> failure, String reason) {
    Command old = commands.get((int) id - 1);
    Optional<Instant> now = Optional.of(clock.instant());
    commands.set(
        (int) id - 1,
        new Command(
            id,
            old.device(),
            old.payload(),
            old.content(),
            old.ttl(),
            old.createdBy(),
            status,
            old.createdAt(),
            status == CommandStatus.SENT ? now : old.sentAt(),
            status == CommandStatus.DELIVERED ? now : old.deliveredAt(),
            status == CommandStatus.DELIVERED || status.open() ? Optional.empty() : now,
            failure,
            reason));
  }

  @Override
  public synchronized Optional<Command> find(long device, long id) {
    if (broken) {
      throw new IllegalStateException("inner detail");
    }
    return commands.stream()
        .filter(command -> command.device().number() == device && command.id() == id)
        .findFirst();
  }

  @Override
  public synchronized CommandPage list(
      long device, Optional<CommandStatus> status, Instant from, Instant to, int page, int size) {
    List<Command> all =
        commands.reversed().stream()
            .filter(command -> command.device().number() == device)
            .filter(it -> status.isEmpty() || it.status() == status.get())
            .filter(it -> !it.createdAt().isBefore(from) && !it.createdAt().isAfter(to))
            .toList();
    return new CommandPage(all.size(), all.stream().skip((page - 1L) * size).limit(size).toList());
  }

  synchronized List<Command> all() {
    return List.copyOf(commands);
  }
}
