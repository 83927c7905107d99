package io.openaep.platform.access.lwm2m.door;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.Refusals;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.californium.scandium.dtls.Connection;
import org.eclipse.californium.scandium.dtls.InMemoryReadWriteLockConnectionStore;
import org.eclipse.californium.scandium.dtls.SessionStore;
import org.jspecify.annotations.Nullable;

/// The DTLS connections of one socket, handshakes under way among them. When it is full the one
/// idle longest gives way, if it has been idle long enough; else the newcomer is not let in, which
/// Scandium would do without a word. Thread-safe.
final class SessionTable extends InMemoryReadWriteLockConnectionStore {
  private final int limit;
  private final Refusals refusals;
  private final AtomicReference<@Nullable InetSocketAddress> justRefused = new AtomicReference<>();

  /// @param staleSeconds how long a connection must be idle before it gives way
  SessionTable(int limit, long staleSeconds, SessionStore kept, Refusals refusals) {
    super(limit, staleSeconds, kept, true);
    this.limit = limit;
    this.refusals = refusals;
  }

  int size() {
    return limit - remainingCapacity();
  }

  /// Whether this peer is the one that was not let in a moment ago; asked once. Scandium would send
  /// it another cookie, and a client that is quick would come back with it at once, for ever; left
  /// without an answer it waits before it tries again.
  boolean hasJustRefused(InetSocketAddress peer) {
    InetSocketAddress refused = justRefused.get();
    return peer.equals(refused) && justRefused.compareAndSet(refused, null);
  }

  @Override
  public boolean put(Connection connection) {
    boolean taken = super.put(connection);
    InetSocketAddress peer = connection.getPeerAddress();
    if (taken && peer != null) {
      boolean _ = hasJustRefused(peer); // now it is let in, and answered
    }
    if (!taken) {
      justRefused.set(connection.getPeerAddress());
      refusals.refused(
          Door.LWM2MS,
          "too_many_sessions",
          "-",
          Remotes.text(connection.getPeerAddress()),
          "all " + limit + " DTLS sessions were in use lately; the device will try again");
    }
    return taken;
  }
}
