package io.openaep.platform.access.socket;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Remembers which addresses keep failing to log in: they are suspect for a while (AEP device
/// protocols, 3.1, flood rule). Bounded by the number of addresses, not by what they do. Of an IPv6
/// address only the /64 counts: one machine may have all the rest. Thread-safe.
final class LoginFlood {
  private static final int IPV6_PREFIX_BYTES = 8;

  private final SocketConfig.FloodLimit limit;
  private final InstantSource clock;
  private final Map<InetAddress, Conduct> conducts = new LinkedHashMap<>(16, 0.75f, true);

  private static final class Conduct {
    private final Deque<Instant> failures = new ArrayDeque<>();
    private Instant suspectUntil = Instant.MIN;
  }

  LoginFlood(SocketConfig.FloodLimit limit, InstantSource clock) {
    this.limit = limit;
    this.clock = clock;
  }

  synchronized boolean suspects(InetAddress address) {
    Conduct conduct = conducts.get(network(address));
    return conduct != null && clock.instant().isBefore(conduct.suspectUntil);
  }

  /// Counts a connection that ended without a login.
  ///
  /// @return whether this failure is the one that makes the address suspect
  synchronized boolean failed(InetAddress address) {
    Instant now = clock.instant();
    Conduct conduct = conducts.computeIfAbsent(network(address), it -> new Conduct());
    forgetOldest();
    while (!conduct.failures.isEmpty()
        && !conduct.failures.getFirst().isAfter(now.minus(limit.within()))) {
      conduct.failures.removeFirst();
    }
    conduct.failures.addLast(now);
    if (conduct.failures.size() <= limit.failures()) {
      return false;
    }
    conduct.failures.clear();
    boolean before = now.isBefore(conduct.suspectUntil);
    conduct.suspectUntil = now.plus(limit.lasts());
    return !before;
  }

  private void forgetOldest() {
    if (conducts.size() > limit.addresses()) {
      var eldest = conducts.entrySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /// What counts as one address.
  static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, IPV6_PREFIX_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException("16 bytes are an IPv6 address", impossible);
    }
  }
}
