package io.openaep.platform.outbox;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.time.Duration;
import java.util.List;

/// Deletes devices everywhere: from the registry, then by its outbox from every fold, and from the
/// air. Blocking; thread-safe.
public final class DeviceRemoval {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Registry registry;
  private final Journal journal;
  private final OutboxRelay relay;
  private final Sessions sessions;

  public DeviceRemoval(Registry registry, Journal journal, OutboxRelay relay, Sessions sessions) {
    this.registry = registry;
    this.journal = journal;
    this.relay = relay;
    this.sessions = sessions;
  }

  /// Returns when the deletion is on disk. Usually the journal has it then too; where it does not
  /// (it has just stopped taking anything), the outbox brings it there as soon as it can.
  ///
  /// @return those that existed
  /// @throws JournalUnavailable before anything is deleted if the journal takes nothing now
  public List<Device> remove(long productId, List<String> deviceIds) {
    journal
        .trouble()
        .ifPresent(reason -> {
          throw new JournalUnavailable(reason);
        });
    List<Device> removed = registry.deleteDevices(productId, deviceIds);
    if (!removed.isEmpty()) {
      close(removed);
      boolean _ = relay.awaitRelayed(PATIENCE);
      // A login that was under way while the device was deleted has its session by now.
      close(removed);
    }
    return removed;
  }

  private void close(List<Device> removed) {
    removed.forEach(device ->
        sessions.of(device.ref().number()).ifPresent(session -> session.close(GoneCause.REMOVED)));
  }
}
