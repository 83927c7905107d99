package io.openaep.platform.data;

import io.openaep.platform.data.HistoryStore.Entry;
import io.openaep.platform.data.HistoryStore.Part;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.journal.RemovedStore;
import io.openaep.platform.store.Handle;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One batch of events on its way through one transaction: reports, connections and what was heard
/// are gathered and written many at a time. Used once, on the tail's thread.
final class FoldBatch {
  private final StateStore.Changes states;
  private final HistoryStore history;
  private final RemovedStore removed;
  private final Products products;
  private final List<Entry> reports = new ArrayList<>();
  private final Map<Long, Heard> heard = new HashMap<>();

  /// Devices heard by something else than a report: that is nowhere to be found again.
  private final Set<Long> heardOtherwise = new HashSet<>();

  /// Each device's newest answer to the platform's observe request.
  private final Map<Long, HeardStore.Observed> observed = new TreeMap<>();

  private final Understood understood = new Understood();
  private List<Part> made = List.of();

  FoldBatch(
      StateStore.Changes states, HistoryStore history, RemovedStore removed, Products products) {
    this.states = states;
    this.history = history;
    this.removed = removed;
    this.products = products;
  }

  void apply(Handle handle, Recorded recorded) throws SQLException {
    if (removed.isPast(recorded.event())) {
      return;
    }
    switch (recorded.event()) {
      case Event.Reported it -> {
        reported(recorded.position(), it);
        UserPropertyStore.write(handle, it.device(), recorded.position(), it.at(), it.user());
      }
      case Event.Observed it -> {
        heard(it);
        observed.put(it.device(), new HeardStore.Observed(recorded.position(), it));
      }
      case Event.Connected it -> {
        heard(it);
        states.connected(handle, it.device(), it.at(), it.session(), it.door(), it.remote());
      }
      case Event.Updated it -> {
        heard(it);
        states.connected(handle, it.device(), it.at(), it.session(), it.door(), it.remote());
      }
      case Event.Gone it -> states.gone(handle, it.device(), it.at(), it.session());
      case Event.PlatformStarted it -> states.restarted(handle, it.at());
      case Event.DeviceRemoved it -> removed(handle, it);
      case Event.DeviceDeleted it -> products.learn(it.device(), it.identity().productId());
      case Event.DeviceCreated _,
          Event.CommandSaved _,
          Event.CommandSent _,
          Event.CommandDelivered _,
          Event.CommandFailed _,
          Event.CommandCancelled _,
          Event.CommandCompleted _,
          Event.CommandUnanswered _,
          Event.ResponseIgnored _,
          Event.WillPublished _ -> {}
      case Event.ObjectReported it -> {
        heard(it);
        ObjectValueStore.write(handle, it.device(), it.at(), it.content());
      }
      case Event.OperationAnswered it ->
          ObjectValueStore.write(handle, it.device(), it.at(), it.content());
      case Event.ObjectEvent _ -> {}
    }
  }

  /// Event reports and responses are no part of a device's history: the first have a list of their
  /// own, the others stand with their command.
  private void reported(long position, Event.Reported event) {
    switch (event.content()) {
      case Content.Opaque _, Content.Undecodable _ -> history(position, event, "", "");
      case Content.Properties content -> {
        history(position, event, content.service().identifier(), content.values());
        understood.properties(position, event, content);
      }
      case Content.Occurrence content -> {
        heard(event);
        understood.occurrence(position, event, content);
      }
      case Content.Response _ -> heard(event);
    }
  }

  private void history(long position, Event.Reported event, String service, String values) {
    long device = event.device();
    Place place = new Place(device, products.of(device), event.at().toEpochMilli(), position);
    reports.add(
        new Entry(
            place,
            new Report(
                event.at(),
                position,
                event.channel(),
                event.raw(),
                Problems.of(event.content()),
                service,
                values)));
    heard.merge(device, Heard.reporting(place), Heard::and);
  }

  private void heard(Event event) {
    Heard now = Heard.otherwise(event.device(), event.at());
    heard.merge(event.device(), now, Heard::and);
    heardOtherwise.add(event.device());
  }

  private void removed(Handle handle, Event.DeviceRemoved event) throws SQLException {
    long device = event.device();
    removed.add(handle, device, event.at());
    reports.removeIf(entry -> entry.place().device() == device);
    heard.remove(device);
    observed.remove(device);
    states.removed(handle, device);
    HeardStore.remove(handle, device);
    understood.removed(handle, device);
    ObjectValueStore.remove(handle, device);
    history.remove(handle, device, products.of(device));
  }

  /// Writes the reports, and of what was heard only that which is nowhere to be found again.
  void write(Handle handle) throws SQLException {
    made = history.write(handle, reports);
    states.write(handle);
    HeardStore.writeObserved(handle, observed.values());
    understood.write(handle);
    HeardStore.write(
        handle,
        heard.values().stream().filter(it -> heardOtherwise.contains(it.device())).toList());
  }

  /// Writes everything.
  void writeAndPlace(Handle handle) throws SQLException {
    made = history.write(handle, reports);
    states.write(handle);
    HeardStore.writeObserved(handle, observed.values());
    understood.write(handle);
    HeardStore.write(handle, heard.values());
    history.writePlaces(
        handle, reports.stream().map(Entry::place).sorted(Place.BY_DEVICE).toList(), made);
  }

  /// The transaction is committed.
  void adopt() {
    states.adopt();
    history.made(made);
  }

  /// The transaction with {@link #write} is committed: the rest is still to be placed.
  void leaveTo(Unplaced unplaced) {
    reports.forEach(entry -> unplaced.add(entry.place()));
    heard.values().forEach(unplaced::put);
  }
}
