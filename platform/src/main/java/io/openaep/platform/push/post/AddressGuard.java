package io.openaep.platform.push.post;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// Decides which addresses may be pushed to: only public ones, and those that the operator has
/// allowed. Otherwise a tenant could have the platform talk to the operator's own network. Also
/// refused are IPv6 addresses that carry a refused IPv4 address (mapped, NAT64, 6to4) and tunnels
/// whose end cannot be seen. Ranges: IANA's special-purpose registries (RFC 6890 and updates).
/// Immutable.
public final class AddressGuard {
  private static final List<Network> NOT_PUBLIC =
      Network.parseAll(
          "0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,"
              + "192.0.0.0/24,192.0.2.0/24,192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,"
              + "198.51.100.0/24,203.0.113.0/24,224.0.0.0/4,240.0.0.0/4");

  /// Everything outside of 2000::/3 is not (yet) given out to anybody, or is local.
  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

  /// Teredo, ORCHID, benchmarking, documentation.
  private static final List<Network> NOT_PUBLIC_IN_IT =
      Network.parseAll("2001::/23,2001:db8::/32,3fff::/20");

  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private final List<Network> allowed;

  /// @param allowed networks with commas between them, beyond the public ones
  /// @throws IllegalArgumentException with a sentence
  public AddressGuard(String allowed) {
    this.allowed = Network.parseAll(allowed);
  }

  /// Whether messages may be pushed to this address.
  public boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    return allowed.stream().anyMatch(it -> it.contains(bytes)) || isPublic(bytes);
  }

  private boolean isPublic(byte[] address) {
    if (address.length == 4) {
      return NOT_PUBLIC.stream().noneMatch(it -> it.contains(address));
    }
    if (NAT64.contains(address)) {
      return carried(address, 12);
    }
    if (SIX_TO_FOUR.contains(address)) {
      return carried(address, 2);
    }
    return GLOBAL_UNICAST.contains(address)
        && NOT_PUBLIC_IN_IT.stream().noneMatch(it -> it.contains(address));
  }

  /// The IPv4 address inside decides.
  private boolean carried(byte[] address, int from) {
    byte[] inner = Arrays.copyOfRange(address, from, from + 4);
    return allowed.stream().anyMatch(it -> it.contains(inner)) || isPublic(inner);
  }

  /// What to tell whoever asked for it.
  public static String refusal(String host, InetAddress address) {
    String where = address.getHostAddress();
    String named = host.equals(where) ? where : host + " is at " + where + ", which";
    return named
        + " is not a public address; name a public one, or let the operator allow it with"
        + " push.post.allowed-networks";
  }
}
