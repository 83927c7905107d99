package io.openaep.platform.push;

import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Fold;
import io.openaep.platform.journal.Journal;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.store.Handle;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The fold `push`: decides for each event who is to be told, and queues a reference to it for each
/// such receiver, in the transaction that stores the position. So every message is queued once,
/// whatever happens, and a receiver that is slow costs the fold nothing. Runs on the tail's thread.
final class PushFold implements Fold {
  /// A position in memory may run ahead of the one on disk by so many events that concerned nobody.
  private static final long UNSTORED_EVENTS = 10_000;

  private final PendingStore store;
  private final Subscriptions subscriptions;
  private final DeviceCards cards;
  private final Groups groups;
  private final Journal journal;
  private final Consumer<Map<Long, Integer>> queued;
  private volatile long position;
  private long stored;

  /// @param queued hears how many messages were added for which receivers, after the commit
  PushFold(
      PendingStore store,
      Subscriptions subscriptions,
      DeviceCards cards,
      Groups groups,
      Journal journal,
      Consumer<Map<Long, Integer>> queued) {
    this.store = store;
    this.subscriptions = subscriptions;
    this.cards = cards;
    this.groups = groups;
    this.journal = journal;
    this.queued = queued;
    this.position = store.position();
    this.stored = position;
  }

  @Override
  public String name() {
    return "push";
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void fold(List<Recorded> batch) {
    List<Recorded> fresh = batch.stream().filter(it -> it.position() > position).toList();
    if (fresh.isEmpty()) {
      return;
    }
    long last = fresh.getLast().position();
    endOfDevices(fresh);
    Batch found = new Batch();
    boolean remembers = fresh.stream().anyMatch(it -> remembers(it.event()));
    if (!remembers) {
      fresh.forEach(found::route);
    }
    if (remembers || !found.rows.isEmpty() || last - stored >= UNSTORED_EVENTS) {
      store
          .database()
          .change(handle -> {
            if (remembers) {
              for (Recorded recorded : fresh) {
                if (found.isChange(handle, recorded)) {
                  found.route(recorded);
                }
              }
            }
            PendingStore.add(handle, found.rows);
            PendingStore.moveTo(handle, last);
          });
      stored = last;
    }
    position = last;
    if (!found.cutOff.isEmpty()) {
      // If the platform is killed before this is stored, its next start finds them again.
      var _ = journal.append(found.cutOff, List.of());
    }
    if (!found.rows.isEmpty()) {
      Map<Long, Integer> counts = new HashMap<>();
      found.rows.forEach(row -> counts.merge(row.receiver(), 1, Integer::sum));
      queued.accept(counts);
    }
  }

  /// Comes before the commit, and again after a kill.
  private void endOfDevices(List<Recorded> batch) {
    List<Event.DeviceDeleted> deletions = new ArrayList<>();
    for (Recorded recorded : batch) {
      if (recorded.event() instanceof Event.DeviceDeleted deleted) {
        deletions.add(deleted);
      }
    }
    subscriptions.endOfDevices(deletions);
  }

  /// Whether an event changes or asks what the fold remembers between batches.
  private static boolean remembers(Event event) {
    return event instanceof Event.PlatformStarted
        || event instanceof Event.DeviceDeleted
        || Messages.type(event).equals(Optional.of(MessageType.ONLINE_OFFLINE));
  }

  /// What one batch brings.
  private final class Batch {
    private final List<Pending> rows = new ArrayList<>();
    private final List<Event> cutOff = new ArrayList<>();

    void route(Recorded recorded) {
      Optional<MessageType> type = Messages.type(recorded.event());
      if (type.isEmpty() || subscriptions.isEmpty()) {
        return;
      }
      Optional<DeviceCard> found =
          recorded.event() instanceof Event.DeviceDeleted deleted
              ? Optional.of(cards.departing(deleted))
              : cards.of(recorded.event().device());
      if (found.isEmpty()) {
        return;
      }
      DeviceCard card = found.get();
      if (Messages.withheld(recorded.event(), card)) {
        return;
      }
      for (Subscription each : subscriptions.ofProduct(card.productId())) {
        if (each.type() == type.get()
            && each.covers(recorded)
            && each.concerns(card, group -> groups.contains(group, card.number()))) {
          rows.add(new Pending(each.receiver(), recorded.position(), each.id(), 0, card.number()));
        }
      }
    }

    /// Whether the event changes whether its device is online; true for every other event.
    boolean isChange(Handle handle, Recorded recorded) throws SQLException {
      Event event = recorded.event();
      long device = event.device();
      if (event instanceof Event.Connected connected) {
        return comes(handle, device, connected.session(), connected.door());
      }
      if (event instanceof Event.Updated updated) {
        return comes(handle, device, updated.session(), updated.door());
      }
      if (event instanceof Event.Gone gone) {
        boolean current = PendingStore.presence(handle, device).equals(Optional.of(gone.session()));
        if (current) {
          PendingStore.absent(handle, device);
        }
        return current;
      }
      if (event instanceof Event.PlatformStarted started) {
        cutOff.addAll(PendingStore.cutOff(handle, started));
      }
      if (event instanceof Event.DeviceDeleted deleted) {
        PendingStore.absent(handle, device);
        PendingStore.depart(handle, cards.departing(deleted), recorded.position());
      }
      return true;
    }

    private boolean comes(Handle handle, long device, long session, String door)
        throws SQLException {
      Optional<Long> known = PendingStore.presence(handle, device);
      if (!known.equals(Optional.of(session))) {
        PendingStore.present(handle, device, session, door);
      }
      return known.isEmpty();
    }
  }
}
