package io.openaep.platform.command;

import io.openaep.platform.access.Downlink;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Event.CommandCancelled;
import io.openaep.platform.journal.Event.CommandDelivered;
import io.openaep.platform.journal.Event.CommandFailed;
import io.openaep.platform.journal.Event.CommandSent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Commands of applications.
record CommandCargo(CommandStore store) implements Cargo {
  @Override
  public Event sent(Instant at, long device, long id) {
    return new CommandSent(at, device, id);
  }

  @Override
  public Event failed(Instant at, long device, long id, Failure failure, String detail) {
    return new CommandFailed(at, device, id, failure.name(), detail);
  }

  @Override
  public Event cancelled(Instant at, long device, long id, String by) {
    return new CommandCancelled(at, device, id, by);
  }

  @Override
  public boolean mayRepeat() {
    return true;
  }

  @Override
  public Optional<Event> answered(Instant at, long device, long id) {
    return store
        .tasks()
        .find(device, id)
        .flatMap(StoredTask::response)
        .map(_ -> new CommandDelivered(at, device, id));
  }

  @Override
  public Optional<Load> load(long device, long id, Duration patience, Instant leavesBefore) {
    return store
        .find(device, id)
        .map(stored ->
            new Downlink(id, stored.payload(), patience, channel(device, id), leavesBefore))
        .map(downlink ->
            session ->
                session
                    .send(downlink)
                    .thenApply(outcome ->
                        new Arrival(outcome, at -> new CommandDelivered(at, device, id))));
  }

  /// Only MQTT has a channel for each service; the other protocols pass it over.
  private String channel(long device, long id) {
    return store.tasks().find(device, id).map(it -> it.task().service().identifier()).orElse("");
  }
}
