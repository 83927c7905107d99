package io.openaep.platform.data;

import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.store.Handle;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a batch brings of products with a thing model beside their history: the newest value of
/// each property, and event reports. Used once, on the tail's thread.
final class Understood {
  private final Map<PropertyStore.Key, PropertyValue> newest = new HashMap<>();
  private final List<Occurred> events = new ArrayList<>();

  private record Occurred(long device, DeviceEvent event) {}

  void properties(long position, Event.Reported event, Content.Properties content) {
    String problem = Problems.of(content);
    JsonMembers.of(content.values())
        .forEach((property, json) ->
            newest.put(
                new PropertyStore.Key(event.device(), property),
                new PropertyValue(property, json, event.at(), position, problem)));
  }

  void occurrence(long position, Event.Reported event, Content.Occurrence content) {
    events.add(
        new Occurred(
            event.device(),
            new DeviceEvent(
                event.at(),
                position,
                content.service().id(),
                content.service().identifier(),
                content.level(),
                content.values(),
                Problems.of(content))));
  }

  void removed(Handle handle, long device) throws SQLException {
    newest.keySet().removeIf(key -> key.device() == device);
    events.removeIf(it -> it.device() == device);
    PropertyStore.remove(handle, device);
  }

  void write(Handle handle) throws SQLException {
    PropertyStore.write(handle, newest);
    for (Occurred occurred : events) {
      EventStore.write(handle, occurred.device(), occurred.event());
    }
  }
}
