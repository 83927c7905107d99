package io.openaep.platform.command;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.DeviceRemoved;
import io.openaep.platform.journal.Event.ObjectEvent;
import io.openaep.platform.journal.Event.ObjectReported;
import io.openaep.platform.journal.Event.OperationAnswered;
import io.openaep.platform.journal.Event.OperationCancelled;
import io.openaep.platform.journal.Event.OperationFailed;
import io.openaep.platform.journal.Event.OperationSaved;
import io.openaep.platform.journal.Event.OperationSent;
import io.openaep.platform.journal.Recorded;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Those who wait for the end of an operation, as many as there are calls that wait. They are told
/// by the fold, on the tail's thread, after it has committed. Thread-safe.
final class OperationEnds {
  private final OperationStore store;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();

  /// What has become of the operation is in the store.
  private static final class Waiter extends CompletableFuture<Void> {
    private final long device;
    private final long operation;

    Waiter(long device, long operation) {
      this.device = device;
      this.operation = operation;
    }
  }

  OperationEnds(OperationStore store) {
    this.store = store;
  }

  /// Completes when the operation has ended, or is gone with its device.
  CompletableFuture<Void> of(long device, long operation) {
    Waiter waiter = new Waiter(device, operation);
    waiters.add(waiter);
    var _ = waiter.whenComplete((_, _) -> waiters.remove(waiter));
    // Asked only now, so that no end can come between the question and the waiting.
    boolean open =
        store.find(device, operation).filter(it -> it.finishedAt().isEmpty()).isPresent();
    if (!open) {
      waiter.complete(null);
    }
    return waiter;
  }

  /// A batch was folded.
  void folded(List<Recorded> batch) {
    if (!waiters.isEmpty()) {
      batch.forEach(recorded -> folded(recorded.event()));
    }
  }

  private void folded(Event event) {
    if (event instanceof ObjectEvent it) {
      ended(it).ifPresent(operation -> tell(it.device(), operation));
    } else if (event instanceof DeviceRemoved(var _, long device)) {
      waiters.stream().filter(it -> it.device == device).forEach(it -> it.complete(null));
    }
  }

  private static Optional<Long> ended(ObjectEvent event) {
    return switch (event) {
      case OperationAnswered it -> Optional.of(it.operation());
      case OperationFailed it -> Optional.of(it.operation());
      case OperationCancelled it -> Optional.of(it.operation());
      case OperationSaved _, OperationSent _, ObjectReported _ -> Optional.empty();
    };
  }

  private void tell(long device, long operation) {
    waiters.stream()
        .filter(it -> it.device == device && it.operation == operation)
        .forEach(it -> it.complete(null));
  }

  /// How many wait.
  int size() {
    return waiters.size();
  }
}
