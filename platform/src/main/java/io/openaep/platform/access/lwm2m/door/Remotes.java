package io.openaep.platform.access.lwm2m.door;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Socket addresses as text for people and for rows.
public final class Remotes {
  private Remotes() {}

  /// `192.0.2.7:5683`, `[2001:db8::7]:5683`, or `-` if there is none.
  public static String text(@Nullable InetSocketAddress address) {
    if (address == null) {
      return "-";
    }
    String host = host(address);
    return address.getAddress() instanceof Inet6Address
        ? "[" + host + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }

  /// The numeric address without a scope.
  public static String host(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    int scope = host.indexOf('%');
    return scope < 0 ? host : host.substring(0, scope);
  }
}
