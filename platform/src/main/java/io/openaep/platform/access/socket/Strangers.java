package io.openaep.platform.access.socket;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;

/// The connections of a door on which nobody has logged in yet, oldest first, so that the right one
/// gives way when there are too many: never a device that has logged in, and of the others the one
/// that has had the most time. Bounded by the door's connections. Thread-safe.
final class Strangers {
  private final LinkedHashSet<DeviceConnection> all = new LinkedHashSet<>();
  private final Map<InetAddress, LinkedHashSet<DeviceConnection>> byNetwork = new HashMap<>();

  /// A connection has come.
  ///
  /// @param limit of the strangers from its address
  /// @return the one that gives way for it; one that has not said anything if there is any
  synchronized Optional<DeviceConnection> arrived(DeviceConnection connection, int limit) {
    all.add(connection);
    LinkedHashSet<DeviceConnection> neighbours =
        byNetwork.computeIfAbsent(network(connection), it -> new LinkedHashSet<>());
    Optional<DeviceConnection> oldest =
        neighbours.size() < limit
            ? Optional.empty()
            : neighbours.stream()
                .filter(DeviceConnection::isSilent)
                .findFirst()
                .or(() -> neighbours.stream().findFirst());
    neighbours.add(connection);
    oldest.ifPresent(this::left);
    return oldest;
  }

  /// It has logged in, or is over, or was told to give way.
  synchronized void left(DeviceConnection connection) {
    all.remove(connection);
    LinkedHashSet<DeviceConnection> neighbours = byNetwork.get(network(connection));
    if (neighbours != null && neighbours.remove(connection) && neighbours.isEmpty()) {
      byNetwork.remove(network(connection));
    }
  }

  /// The oldest of all, which is told to give way.
  synchronized Optional<DeviceConnection> takeOldest() {
    Optional<DeviceConnection> oldest = all.stream().findFirst();
    oldest.ifPresent(this::left);
    return oldest;
  }

  private static InetAddress network(DeviceConnection connection) {
    return LoginFlood.network(connection.peer().getAddress());
  }
}
