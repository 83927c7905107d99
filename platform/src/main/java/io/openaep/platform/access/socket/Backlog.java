package io.openaep.platform.access.socket;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Inbound;
import io.openaep.platform.access.Receipt;
import io.openaep.platform.access.Uplinks;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// What all stream doors have given to the journal and not heard of again. When that is too much,
/// connections stop handling what they read, and so reading: an overload makes devices wait instead
/// of being refused. Thread-safe.
public final class Backlog implements Uplinks {
  /// Woken for each message that has been stored; more would keep the journal's writer too long.
  private static final int WOKEN_AT_A_TIME = 8;

  private final Uplinks uplinks;
  private final int limit;
  private final AtomicInteger pending = new AtomicInteger();
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  /// @param limit messages that may wait for the journal at a time
  public Backlog(Uplinks uplinks, int limit, MeterRegistry meters) {
    if (limit < 1) {
      throw new IllegalArgumentException("pendingAppends must be at least 1, not " + limit);
    }
    this.uplinks = uplinks;
    this.limit = limit;
    Gauge.builder("openaep.streams.pending", pending, AtomicInteger::get)
        .description("Messages of MQTT and TCP devices that wait for the journal")
        .register(meters);
  }

  @Override
  public CompletionStage<Receipt> store(Inbound inbound) {
    pending.incrementAndGet();
    boolean given = false;
    try {
      CompletionStage<Receipt> stored = uplinks.store(inbound);
      given = true;
      stored.whenComplete((receipt, failure) -> left());
      return stored;
    } finally {
      if (!given) {
        left();
      }
    }
  }

  boolean hasRoom() {
    return pending.get() < limit;
  }

  /// Runs `wake` once there is room; perhaps at once, on this thread.
  void await(Runnable wake) {
    waiting.add(wake);
    if (hasRoom()) {
      wakeSome();
    }
  }

  private void left() {
    pending.decrementAndGet();
    wakeSome();
  }

  /// When nothing is pending nobody would wake the rest later, so all are woken.
  private void wakeSome() {
    for (int woken = 0; hasRoom() && (woken < WOKEN_AT_A_TIME || pending.get() == 0); woken++) {
      Runnable next = waiting.poll();
      if (next == null) {
        return;
      }
      next.run();
    }
  }
}
