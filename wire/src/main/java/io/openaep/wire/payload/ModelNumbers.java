package io.openaep.wire.payload;

import io.openaep.wire.model.Property;
import io.openaep.wire.model.Service;
import io.openaep.wire.model.ServiceKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gives numbers to what has none yet: the lowest free one of the kind, in the order of definition
/// (AEP device protocols, 1.7). Not thread-safe.
final class ModelNumbers {
  private final Set<Integer> properties = new HashSet<>();
  private final Set<Integer> services = new HashSet<>();

  /// Numbers that the model already has.
  void take(List<Property> knownProperties, List<Service> knownServices) {
    knownProperties.forEach(it -> properties.add(it.id()));
    knownServices.forEach(it -> services.add(it.id()));
  }

  void takeProperty(Optional<Integer> id) {
    id.ifPresent(properties::add);
  }

  void takeService(Optional<Integer> id) {
    id.ifPresent(services::add);
  }

  int property(Optional<Integer> wanted) {
    return wanted.orElseGet(() -> free(properties, 1));
  }

  int service(Optional<Integer> wanted, ServiceKind kind) {
    return wanted.orElseGet(() -> free(services, kind.firstId()));
  }

  private static int free(Set<Integer> taken, int from) {
    int id = from;
    while (!taken.add(id)) {
      id++;
    }
    return id;
  }
}
