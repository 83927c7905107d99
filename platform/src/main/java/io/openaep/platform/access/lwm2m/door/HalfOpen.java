package io.openaep.platform.access.lwm2m.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.ConnectionEvictedException;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.DTLSContext;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import org.jspecify.annotations.Nullable;

/// Bounds the handshakes that have begun and not come to an end. The cookie (RFC 6347, 4.2.1) keeps
/// forged addresses out; somebody who begins handshakes from addresses of his own and never goes on
/// would still fill the memory, for a minute each. Above the limit the oldest unfinished one gives
/// way: of the newcomer's own address if that has more than its share, else of all. Nobody is
/// refused for his address: an honest handshake takes a second or two, and is overtaken only by a
/// flood that fills the whole limit within that time.
///
/// Called on the connectors' threads.
final class HalfOpen extends SessionAdapter {
  private static final int SHARE_DIVISOR = 10;
  private static final int IPV6_BYTES = 16;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final int limit;
  private final Refusals refusals;
  private final HandshakeRecords records;
  private final Counter failed;

  /// Oldest first, with the network it began from.
  private final SequencedMap<Handshaker, Network> all = new LinkedHashMap<>();

  private final Map<Network, SequencedSet<Handshaker>> byNetwork = new HashMap<>();
  private final Map<ConnectionId, InetSocketAddress> byConnection = new HashMap<>();

  /// An IPv4 address, or the 64-bit prefix of an IPv6 one: what one peer can choose from freely.
  private record Network(InetAddress value) {
    static Network of(InetSocketAddress peer) {
      InetAddress address = peer.getAddress();
      if (!(address instanceof Inet6Address)) {
        return new Network(address);
      }
      byte[] prefix = Arrays.copyOf(address.getAddress(), IPV6_BYTES);
      Arrays.fill(prefix, IPV6_NETWORK_BYTES, IPV6_BYTES, (byte) 0);
      try {
        return new Network(InetAddress.getByAddress(prefix));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("16 bytes are an address", e);
      }
    }
  }

  /// @param word the door, for the meters
  HalfOpen(
      int limit, Refusals refusals, HandshakeRecords records, MeterRegistry meters, String word) {
    this.limit = limit;
    this.refusals = refusals;
    this.records = records;
    this.failed = Counters.handshakes(meters, "failed");
    Gauge.builder("openaep.dtls.half.open", this, HalfOpen::size)
        .description("DTLS handshakes that have begun and not come to an end")
        .tag("door", word)
        .register(meters);
  }

  synchronized int size() {
    return all.size();
  }

  /// Who is at the other end of a handshake under way.
  synchronized Optional<InetSocketAddress> peerOf(ConnectionId connection) {
    return Optional.ofNullable(byConnection.get(connection));
  }

  @Override
  public void handshakeStarted(Handshaker handshaker) {
    Handshaker victim;
    synchronized (this) {
      Network network = Network.of(handshaker.getPeerAddress());
      victim = victim(network);
      if (victim != null) {
        drop(victim);
      }
      all.put(handshaker, network);
      byNetwork.computeIfAbsent(network, _ -> new LinkedHashSet<>()).add(handshaker);
      byConnection.put(handshaker.getConnection().getConnectionId(), handshaker.getPeerAddress());
    }
    if (victim != null) {
      end(victim);
    }
  }

  private @Nullable Handshaker victim(Network newcomer) {
    if (all.size() < limit) {
      return null;
    }
    int share = Math.max(limit / SHARE_DIVISOR, 1);
    return Optional.ofNullable(byNetwork.get(newcomer))
        .filter(own -> own.size() >= share)
        .orElse(all.sequencedKeySet())
        .getFirst();
  }

  private void end(Handshaker victim) {
    refusals.refused(
        Door.LWM2MS,
        "half_open",
        "-",
        Remotes.text(victim.getPeerAddress()),
        "too many unfinished handshakes; the oldest was given up");
    try {
      victim
          .getConnection()
          .getExecutor()
          .execute(() -> victim.handshakeFailed(new ConnectionEvictedException("flood")));
    } catch (RejectedExecutionException closed) {
      // it has ended by itself
    }
  }

  @Override
  public void contextEstablished(Handshaker handshaker, DTLSContext context) {
    dropped(handshaker);
    records.done(handshaker.getPeerAddress(), claimed(handshaker));
  }

  @Override
  public void handshakeCompleted(Handshaker handshaker) {
    dropped(handshaker);
  }

  @Override
  public void handshakeFailed(Handshaker handshaker, Throwable error) {
    dropped(handshaker);
    failed.increment();
    InetSocketAddress peer = handshaker.getPeerAddress();
    Optional<String> identity = claimed(handshaker);
    records.failed(peer, identity, "handshake failed: " + error.getMessage());
    if (isNews(error)) {
      refusals.refused(
          Door.LWM2MS,
          "handshake",
          identity.orElse("-"),
          Remotes.text(peer),
          "the handshake failed: " + error.getMessage());
    }
  }

  /// What the two ends could not agree on. A wrong or unknown key has been told by then, and one
  /// that was not finished in time is no refusal.
  private static boolean isNews(Throwable error) {
    return error instanceof HandshakeException failure
        && failure.getAlert().getDescription() != AlertDescription.UNKNOWN_PSK_IDENTITY;
  }

  static Optional<String> claimed(Handshaker handshaker) {
    return Optional.ofNullable(handshaker.getSession())
        .flatMap(it -> Optional.ofNullable(it.getPeerIdentity()))
        .map(Principal::getName);
  }

  private synchronized void dropped(Handshaker handshaker) {
    drop(handshaker);
  }

  private void drop(Handshaker handshaker) {
    Network network = all.remove(handshaker);
    if (network == null) {
      return;
    }
    byConnection.remove(handshaker.getConnection().getConnectionId());
    SequencedSet<Handshaker> own = byNetwork.get(network);
    if (own != null && own.remove(handshaker) && own.isEmpty()) {
      byNetwork.remove(network);
    }
  }
}
