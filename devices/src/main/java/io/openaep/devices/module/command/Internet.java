package io.openaep.devices.module.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the module asks the network itself, beside the connections of its host. All methods block
/// and are called on threads of their own.
interface Internet {
  /// Looks a name up; an address stands for itself.
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /// How long an echo took; empty if none came within `limit`.
  Optional<Duration> ping(InetAddress address, Duration limit) throws IOException;

  /// Asks a time server.
  Instant time(InetSocketAddress server, Duration limit) throws IOException;
}
