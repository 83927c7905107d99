package io.openaep.platform.command;

import io.openaep.platform.command.CommandStore.OpenCommand;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.OperationAnswered;
import io.openaep.platform.journal.Event.OperationCancelled;
import io.openaep.platform.journal.Event.OperationFailed;
import io.openaep.platform.journal.Event.OperationSent;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Supplier;

/// Operations in memory, part of {@link MemoryCommandStore}.
record MemoryOperationStore(Supplier<NavigableMap<Long, StoredOperation>> now)
    implements OperationStore {
  static void apply(Map<Long, StoredOperation> byId, Event event) {
    switch (event) {
      case OperationSent it -> change(byId, it.operation(), it);
      case OperationAnswered it -> change(byId, it.operation(), it);
      case OperationFailed it -> change(byId, it.operation(), it);
      case OperationCancelled it -> change(byId, it.operation(), it);
      case Event.DeviceRemoved it -> byId.values().removeIf(each -> each.device() == it.device());
      case Event _ -> {}
    }
  }

  private static void change(Map<Long, StoredOperation> byId, long id, Event.ObjectEvent event) {
    byId.computeIfPresent(id, (_, operation) -> operation.after(event));
  }

  @Override
  public Optional<StoredOperation> find(long device, long id) {
    return Optional.ofNullable(now.get().get(id)).filter(it -> it.device() == device);
  }

  @Override
  public List<StoredOperation> list(long device, long before, int limit) {
    NavigableMap<Long, StoredOperation> newestFirst =
        now.get().headMap(before, false).descendingMap();
    return newestFirst.values().stream().filter(it -> it.device() == device).limit(limit).toList();
  }

  @Override
  public List<OpenCommand> open() {
    return now.get().values().stream()
        .filter(it -> it.finishedAt().isEmpty())
        .map(StoredOperation::opened)
        .toList();
  }
}
