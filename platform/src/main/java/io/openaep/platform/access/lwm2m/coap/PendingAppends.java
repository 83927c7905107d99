package io.openaep.platform.access.lwm2m.coap;

import java.util.concurrent.atomic.AtomicInteger;

/// How many messages wait for the journal at once. When it cannot keep up nothing more is taken:
/// confirmable messages stay unacknowledged, so that their devices send again. Thread-safe.
public final class PendingAppends {
  private final int limit;
  private volatile boolean closed;
  private final AtomicInteger pending = new AtomicInteger();

  public PendingAppends(int limit) {
    this.limit = limit;
  }

  /// Takes a place. The caller gives it back with {@link #end} when the append has ended.
  ///
  /// @return false if there is none
  public boolean begin() {
    if (pending.incrementAndGet() > limit || closed) {
      pending.decrementAndGet();
      return false;
    }
    return true;
  }

  public void end() {
    pending.decrementAndGet();
  }

  /// There are no more places: the platform stops.
  public void close() {
    closed = true;
  }

  public int count() {
    return pending.get();
  }
}
