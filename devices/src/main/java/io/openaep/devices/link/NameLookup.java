package io.openaep.devices.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Consumer;

/// Looks names up, each on a virtual thread of its own, because that blocks.
public final class NameLookup {
  private NameLookup() {}

  /// @param destination unresolved: a name, or an address of either family in text
  /// @param then told on the lane, later: empty if nobody knows the name
  public static void resolve(
      InetSocketAddress destination, Lane lane, Consumer<Optional<InetSocketAddress>> then) {
    String host = destination.getHostString();
    try {
      InetAddress literal = InetAddress.ofLiteral(host);
      lane.run(() -> then.accept(Optional.of(at(literal, destination))));
    } catch (IllegalArgumentException e) {
      Thread.ofVirtual()
          .name("dns-" + host)
          .start(() -> {
            Optional<InetSocketAddress> found = ask(destination);
            lane.run(() -> then.accept(found));
          });
    }
  }

  private static Optional<InetSocketAddress> ask(InetSocketAddress destination) {
    try {
      InetAddress address = InetAddress.getByName(destination.getHostString());
      return Optional.of(at(address, destination));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private static InetSocketAddress at(InetAddress address, InetSocketAddress destination) {
    return new InetSocketAddress(address, destination.getPort());
  }
}
