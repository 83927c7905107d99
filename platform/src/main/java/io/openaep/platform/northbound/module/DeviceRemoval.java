package io.openaep.platform.northbound.module;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Registry;
import java.time.InstantSource;
import java.util.List;

/// Deletes devices everywhere: from the registry, in the journal so that every fold forgets them,
/// and from the air. Returns when all of it is on disk.
public final class DeviceRemoval {
  private final Registry registry;
  private final Journal journal;
  private final Sessions sessions;
  private final InstantSource clock;

  public DeviceRemoval(Registry registry, Journal journal, Sessions sessions, InstantSource clock) {
    this.registry = registry;
    this.journal = journal;
    this.sessions = sessions;
    this.clock = clock;
  }

  /// @return those that existed
  /// @throws JournalUnavailable before anything is deleted if the journal takes nothing now
  List<Device> remove(long productId, List<String> deviceIds) {
    journal
        .trouble()
        .ifPresent(reason -> {
          throw new JournalUnavailable(reason);
        });
    List<Device> removed = registry.deleteDevices(productId, deviceIds);
    if (removed.isEmpty()) {
      return removed;
    }
    List<Event> events =
        removed.stream()
            .<Event>map(device -> new Event.DeviceRemoved(clock.instant(), device.ref().number()))
            .toList();
    Waiting.onDisk(journal.append(events, List.of()));
    removed.forEach(device ->
        sessions.of(device.ref().number()).ifPresent(session -> session.close(GoneCause.REMOVED)));
    return removed;
  }
}
