package io.openaep.platform.command;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.CommandSent;
import io.openaep.platform.journal.Recorded;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Commands in memory, for tests; passes the contract of the real store. It can lose its newest
/// commits, as a database may that does not wait for the disk.
class MemoryCommandStore implements CommandStore {
  private static final int COMMITS_REMEMBERED = 20;

  private final ArrayDeque<State> before = new ArrayDeque<>();
  private State state = new State(0, 0, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

  private record State(
      long position,
      long highestId,
      TreeMap<Long, StoredCommand> byId,
      TreeMap<Long, StoredOperation> operations,
      TreeMap<Long, StoredTask> tasks) {}

  @Override
  public synchronized long position() {
    return state.position();
  }

  @Override
  public synchronized long highestId() {
    return state.highestId();
  }

  /// The newest commits were not on disk when the power failed.
  synchronized void loseNewestCommits(int count) {
    for (int i = 0; i < count && !before.isEmpty(); i++) {
      state = before.pop();
    }
  }

  @Override
  public synchronized void fold(List<Recorded> batch) {
    TreeMap<Long, StoredCommand> byId = new TreeMap<>(state.byId());
    TreeMap<Long, StoredOperation> operations = new TreeMap<>(state.operations());
    TreeMap<Long, StoredTask> tasks = new TreeMap<>(state.tasks());
    long position = state.position();
    long highest = state.highestId();
    for (Recorded recorded : batch) {
      if (recorded.position() > position) {
        position = recorded.position();
        if (recorded.event() instanceof CommandSaved saved) {
          byId.putIfAbsent(saved.command(), StoredCommand.saved(position, saved));
          highest = Math.max(highest, saved.command());
        }
        if (recorded.event() instanceof Event.OperationSaved saved) {
          operations.putIfAbsent(saved.operation(), StoredOperation.saved(position, saved));
          highest = Math.max(highest, saved.operation());
        }
        MemoryOperationStore.apply(operations, recorded.event());
        MemoryTaskStore.apply(tasks, byId, recorded);
        apply(byId, recorded.event());
      }
    }
    before.push(state);
    if (before.size() > COMMITS_REMEMBERED) {
      before.removeLast();
    }
    state = new State(position, highest, byId, operations, tasks);
  }

  private static void apply(Map<Long, StoredCommand> byId, Event event) {
    switch (event) {
      case CommandSent it -> change(byId, it.command(), command -> command.after(it));
      case CommandDelivered it -> change(byId, it.command(), command -> command.after(it));
      case CommandFailed it -> change(byId, it.command(), command -> command.after(it));
      case CommandCancelled it -> change(byId, it.command(), command -> command.after(it));
      case Event.CommandCompleted it -> change(byId, it.command(), command -> command.after(it));
      case Event.CommandUnanswered it -> change(byId, it.command(), command -> command.after(it));
      case Event.ResponseIgnored it -> change(byId, it.command(), command -> command.after(it));
      case Event.DeviceRemoved it ->
          byId.values().removeIf(command -> command.device() == it.device());
      case CommandSaved _,
          Event.PlatformStarted _,
          Event.Connected _,
          Event.Updated _,
          Event.Gone _,
          Event.Reported _,
          Event.Observed _,
          Event.DeviceCreated _,
          Event.DeviceDeleted _,
          Event.ObjectEvent _,
          Event.WillPublished _ -> {}
    }
  }

  private static void change(
      Map<Long, StoredCommand> byId, long id, UnaryOperator<StoredCommand> event) {
    byId.computeIfPresent(id, (_, command) -> event.apply(command));
  }

  @Override
  public synchronized Optional<StoredCommand> find(long device, long id) {
    return Optional.ofNullable(state.byId().get(id)).filter(it -> it.device() == device);
  }

  @Override
  public synchronized StoredPage list(
      long device, Optional<CommandStatus> status, Instant from, Instant to, int page, int size) {
    List<StoredCommand> matching = new ArrayList<>(state.byId().values());
    matching.removeIf(
        it -> it.device() != device || it.createdAt().isBefore(from) || it.createdAt().isAfter(to));
    matching.removeIf(it -> status.isPresent() && it.status() != status.get());
    matching.sort(
        Comparator.comparing(StoredCommand::createdAt)
            .thenComparingLong(StoredCommand::id)
            .reversed());
    return new StoredPage(
        matching.size(), matching.stream().skip((page - 1L) * size).limit(size).toList());
  }

  @Override
  public OperationStore operations() {
    return new MemoryOperationStore(this::operationsNow);
  }

  @Override
  public TaskStore tasks() {
    return new MemoryTaskStore(this::tasksNow, this::find);
  }

  private synchronized NavigableMap<Long, StoredTask> tasksNow() {
    return state.tasks();
  }

  private synchronized NavigableMap<Long, StoredOperation> operationsNow() {
    return state.operations();
  }

  @Override
  public synchronized List<OpenCommand> open() {
    return state.byId().values().stream()
        .filter(it -> it.finishedAt().isEmpty())
        .map(StoredCommand::opened)
        .toList();
  }
}
