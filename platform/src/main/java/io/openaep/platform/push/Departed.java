package io.openaep.platform.push;

import io.openaep.platform.journal.DeviceIdentity;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.registry.Outbox;
import io.openaep.platform.registry.OutboxEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Devices that the registry has deleted. Between the deletion and the fold's hearing of it, what
/// they reported before would belong to nobody; so their deletion is looked for on its way: in the
/// outbox, then in the journal ahead of the fold. Blocking. Thread-safe.
final class Departed {
  private static final int PAGE = 500;

  private final PendingStore store;
  private final Journal journal;
  private final Outbox outbox;
  private final Map<Long, Recorded> ahead = new HashMap<>();
  private long readTo;

  Departed(PendingStore store, Journal journal, Outbox outbox) {
    this.store = store;
    this.journal = journal;
    this.outbox = outbox;
  }

  /// The card of a device whose deletion the fold has heard of.
  Optional<DeviceCard> remembered(long device) {
    return store.departed(device);
  }

  /// A deletion that the fold has not come to.
  Optional<Event.DeviceDeleted> ahead(long device) {
    return inOutbox(device).or(() -> inJournal(device));
  }

  private Optional<Event.DeviceDeleted> inOutbox(long device) {
    List<OutboxEntry> page = outbox.after(0, PAGE);
    while (!page.isEmpty()) {
      for (OutboxEntry entry : page) {
        if (entry.kind() == OutboxEntry.Kind.DELETED && entry.device().number() == device) {
          return Optional.of(deleted(entry));
        }
      }
      page = outbox.after(page.getLast().id(), PAGE);
    }
    return Optional.empty();
  }

  private static Event.DeviceDeleted deleted(OutboxEntry entry) {
    return new Event.DeviceDeleted(
        entry.at(),
        entry.device().number(),
        new DeviceIdentity(
            entry.tenantId(),
            entry.device().productId(),
            entry.device().deviceId(),
            entry.name(),
            entry.deviceSn(),
            entry.imei()));
  }

  /// Reads on from where it came to last time, so a fold far behind costs one reading in all.
  private synchronized Optional<Event.DeviceDeleted> inJournal(long device) {
    long folded = store.position();
    ahead.values().removeIf(it -> it.position() <= folded);
    readTo = Math.max(readTo, folded);
    for (List<Recorded> page = journal.read(readTo, PAGE);
        !page.isEmpty();
        page = journal.read(readTo, PAGE)) {
      for (Recorded each : page) {
        if (each.event() instanceof Event.DeviceDeleted) {
          ahead.put(each.event().device(), each);
        }
      }
      readTo = page.getLast().position();
    }
    return Optional.ofNullable(ahead.get(device)).map(it -> (Event.DeviceDeleted) it.event());
  }
}
