package io.openaep.platform.access.socket;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/// Addresses as people write them.
public final class Remote {
  private Remote() {}

  /// `192.0.2.7:40000` or `[2001:db8::7]:40000`; never a name, which could be slow and forged.
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return address.getAddress() instanceof Inet6Address
        ? "[" + host + "]:" + address.getPort()
        : host + ":" + address.getPort();
  }
}
