package io.openaep.platform.northbound;

import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandRefused;
import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.command.Commands;
import io.openaep.platform.command.Failure;
import io.openaep.platform.command.NewCommand;
import io.openaep.platform.journal.JournalUnavailable;
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

  private final InstantSource clock;
  private final List<Command> commands = new ArrayList<>();
  int limit = 1000;
  Optional<String> trouble = Optional.empty();

  /// Told of each command, by how many there are with it.
  volatile IntConsumer asked = _ -> {};

  /// Later ones are stored, but that is never told.
  volatile int answered = Integer.MAX_VALUE;

  /// The journal has no room for the first.
  volatile boolean refusedFirst;

  FakeCommands(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized CompletionStage<Command> create(NewCommand wanted) {
    if (trouble.isPresent()) {
      return CompletableFuture.failedStage(new JournalUnavailable(trouble.get()));
    }
    if (refusedFirst) {
      refusedFirst = false;
      return CompletableFuture.failedStage(new JournalUnavailable("the queue is full"));
    }
    if (commands.size() >= limit) {
      return CompletableFuture.failedStage(
          new CommandRefused("1000 commands of this device are held; cancel some"));
    }
    Command command =
        new Command(
            commands.size() + 1L,
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
    commands.add(command);
    asked.accept(commands.size());
    return commands.size() > answered
        ? new CompletableFuture<>()
        : CompletableFuture.completedStage(command);
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
