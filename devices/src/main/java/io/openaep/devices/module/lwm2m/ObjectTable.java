package io.openaep.devices.module.lwm2m;

import io.openaep.devices.at.AtException;
import io.openaep.devices.link.lwm2m.Lwm2mClient;
import io.openaep.devices.link.lwm2m.Lwm2mPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The host's objects (`QLWADDOBJ`): which instances exist, with which resources, in the order in
/// which they were added. A restart forgets them.
final class ObjectTable {
  private static final int OBJECT_LIMIT = 15;
  private static final int INSTANCE_LIMIT = 4;

  private final Map<Lwm2mPath, List<Integer>> resourcesByInstance = new LinkedHashMap<>();

  /// Adds an instance, or replaces its resources.
  ///
  /// @throws AtException if the object is built in, or there are too many
  void put(int object, int instance, List<Integer> resources) throws AtException {
    if (Lwm2mClient.isBuiltIn(object)) {
      throw AtException.range("object " + object + " belongs to the module");
    }
    Lwm2mPath path = Lwm2mPath.of(object, instance, Lwm2mPath.NONE);
    if (!resourcesByInstance.containsKey(path)) {
      Set<Integer> objects = objects();
      if (!objects.contains(object) && objects.size() >= OBJECT_LIMIT) {
        throw AtException.range("more than " + OBJECT_LIMIT + " objects");
      }
      long instances =
          resourcesByInstance.keySet().stream().filter(p -> p.object() == object).count();
      if (instances >= INSTANCE_LIMIT) {
        throw AtException.range("more than " + INSTANCE_LIMIT + " instances");
      }
    }
    resourcesByInstance.put(path, List.copyOf(resources));
  }

  private Set<Integer> objects() {
    return resourcesByInstance.keySet().stream()
        .map(Lwm2mPath::object)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// @return whether there was such an object
  boolean remove(int object) {
    return resourcesByInstance.keySet().removeIf(path -> path.object() == object);
  }

  void clear() {
    resourcesByInstance.clear();
  }

  /// Every resource by its full path.
  Set<Lwm2mPath> resources() {
    Set<Lwm2mPath> all = new LinkedHashSet<>();
    resourcesByInstance.forEach((path, ids) ->
        ids.forEach(id -> all.add(Lwm2mPath.of(path.object(), path.instance(), id))));
    return all;
  }

  /// The first resource that `path` covers.
  Optional<Lwm2mPath> first(Lwm2mPath path) {
    return resources().stream()
        .filter(r ->
            r.object() == path.object()
                && (path.instance() == Lwm2mPath.NONE || r.instance() == path.instance())
                && (!path.namesResource() || r.resource() == path.resource()))
        .findFirst();
  }

  /// One line an instance, as the read form lists them.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    resourcesByInstance.forEach((path, ids) ->
        lines.add(
            "+QLWADDOBJ: "
                + path.object()
                + ","
                + path.instance()
                + ","
                + ids.size()
                + ids.stream().map(id -> "," + id).collect(Collectors.joining())));
    return lines;
  }
}
