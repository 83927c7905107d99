package io.openaep.platform.command;

import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandSaved;
import io.openaep.platform.journal.Event.Task;
import io.openaep.platform.journal.Recorded;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/// Tasks in memory, for tests: the part of {@link MemoryCommandStore} that concerns them.
final class MemoryTaskStore implements TaskStore {
  private final Supplier<NavigableMap<Long, StoredTask>> tasks;
  private final BiFunction<Long, Long, Optional<StoredCommand>> commands;

  MemoryTaskStore(
      Supplier<NavigableMap<Long, StoredTask>> tasks,
      BiFunction<Long, Long, Optional<StoredCommand>> commands) {
    this.tasks = tasks;
    this.commands = commands;
  }

  static void apply(
      NavigableMap<Long, StoredTask> tasks, Map<Long, StoredCommand> commands, Recorded recorded) {
    if (recorded.event() instanceof CommandSaved it && it.task().isPresent()) {
      tasks.putIfAbsent(
          it.command(),
          new StoredTask(it.device(), it.command(), it.task().get(), Optional.empty()));
    }
    if (recorded.event() instanceof Event.DeviceRemoved it) {
      tasks.values().removeIf(task -> task.device() == it.device());
    }
    if (recorded.event() instanceof Event.Reported it
        && it.content() instanceof Content.Response response) {
      newest(tasks, it.device(), response.taskId())
          .filter(task -> task.response().isEmpty() && task.awaits(response.service().id()))
          .filter(task -> {
            StoredCommand command = commands.get(task.command());
            return command != null
                && command.status() != CommandStatus.SAVED
                && command.status() != CommandStatus.CANCELLED;
          })
          .ifPresent(task ->
              tasks.put(
                  task.command(),
                  new StoredTask(
                      task.device(),
                      task.command(),
                      task.task(),
                      Optional.of(
                          new StoredTask.Response(
                              recorded.position(), it.at(), response.values())))));
    }
  }

  private static Optional<StoredTask> newest(
      NavigableMap<Long, StoredTask> tasks, long device, long taskId) {
    return tasks.descendingMap().values().stream()
        .filter(it -> it.device() == device && it.task().taskId() == taskId)
        .findFirst();
  }

  @Override
  public long last(long device) {
    return tasks.get().descendingMap().values().stream()
        .filter(it -> it.device() == device)
        .findFirst()
        .map(it -> it.task().taskId())
        .orElse(0L);
  }

  @Override
  public Optional<StoredTask> find(long device, long command) {
    return Optional.ofNullable(tasks.get().get(command)).filter(it -> it.device() == device);
  }

  @Override
  public Optional<StoredTask> newest(long device, long taskId) {
    return newest(tasks.get(), device, taskId);
  }

  @Override
  public List<StoredTask> delivered() {
    return tasks.get().values().stream()
        .filter(it -> it.task().answer() != Task.NONE)
        .filter(it ->
            commands
                .apply(it.device(), it.command())
                .filter(command ->
                    command.status() == CommandStatus.DELIVERED && command.detail().isEmpty())
                .isPresent())
        .toList();
  }
}
