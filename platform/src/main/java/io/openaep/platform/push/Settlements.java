package io.openaep.platform.push;

import io.openaep.platform.push.PendingStore.Settled;
import io.openaep.platform.store.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was delivered or dropped and is to be deleted from the disk, many rows in one transaction.
/// A crash before that repeats those messages, and loses none. Thread-safe.
final class Settlements {
  private static final Logger LOG = LoggerFactory.getLogger(Settlements.class);

  /// So many messages that cannot be deleted (a full disk) stop the sending.
  private static final int LIMIT = 20_000;

  private final PendingStore store;
  private final InstantSource clock;
  private final ConcurrentLinkedQueue<Settled> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private boolean succeeding = true;

  Settlements(PendingStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// @param delivered or dropped
  void add(Receiver receiver, Pending message, boolean delivered) {
    size.incrementAndGet();
    waiting.add(new Settled(message, delivered, receiver.tenantId(), clock.instant()));
  }

  boolean isFull() {
    return size.get() >= LIMIT;
  }

  /// Deletes what waits; if the disk refuses, it waits on.
  ///
  /// @return what is no longer on disk
  synchronized List<Settled> flush() {
    List<Settled> rows = new ArrayList<>();
    for (Settled row = waiting.poll(); row != null; row = waiting.poll()) {
      rows.add(row);
    }
    if (rows.isEmpty()) {
      return rows;
    }
    try {
      store.settle(rows);
      succeeding = true;
    } catch (StoreException e) {
      waiting.addAll(rows);
      if (succeeding) {
        LOG.warn("push cannot note what was delivered, will retry reason=\"{}\"", e.getMessage());
      }
      succeeding = false;
      return List.of();
    }
    size.addAndGet(-rows.size());
    return rows;
  }
}
