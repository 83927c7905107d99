package io.openaep.platform.access.lwm2m.coap;

import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.Exchange.Origin;
import org.eclipse.californium.core.network.KeyMID;
import org.eclipse.californium.core.network.deduplication.Deduplicator;
import org.eclipse.californium.core.network.deduplication.SweepPerPeerDeduplicator;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;

/// Remembers what was received (RFC 7252, 4.5), a few messages per peer, and can {@link #forget} a
/// message that could not be stored, so that its retransmission counts as new. Runs on the protocol
/// thread.
///
/// The number of peers is what an attacker with forged addresses can make grow: above a limit
/// nothing new is remembered. Then a repeated message reaches the journal twice, which recognises
/// it by its repeat key.
final class ForgettingDeduplicator implements Deduplicator {
  private final SweepPerPeerDeduplicator remembered;
  private final int limit;

  /// Stands for "never seen": the wrapped class can replace an entry but not remove one.
  private final Exchange tombstone =
      new Exchange(Request.newGet(), "forgotten", Origin.LOCAL, Runnable::run);

  ForgettingDeduplicator(Configuration configuration, int limit) {
    this.remembered = new SweepPerPeerDeduplicator(configuration);
    this.limit = limit;
  }

  /// The next message with this key is new.
  void forget(KeyMID key) {
    Exchange current = remembered.find(key);
    if (current != null && !tombstone.equals(current)) {
      remembered.replacePrevious(key, current, tombstone);
    }
  }

  @Override
  public @Nullable Exchange findPrevious(KeyMID key, Exchange exchange) {
    if (remembered.size() >= limit) {
      Exchange known = remembered.find(key);
      boolean sameKind = known != null && known.getOrigin() == exchange.getOrigin();
      return tombstone.equals(known) || !sameKind ? null : known;
    }
    Exchange previous = remembered.findPrevious(key, exchange);
    if (tombstone.equals(previous)) {
      remembered.replacePrevious(key, tombstone, exchange);
      return null;
    }
    return previous;
  }

  /// The exchange in which this response was seen before. Requests and responses of a device share
  /// one space of message ids: a *request* under this key says nothing about a response (stock
  /// Californium compares them, fails on the missing context, and sends RST).
  @Override
  public @Nullable Exchange find(KeyMID key) {
    Exchange known = remembered.find(key);
    return known == null || tombstone.equals(known) || !known.isOfLocalOrigin() ? null : known;
  }

  @Override
  public boolean replacePrevious(KeyMID key, Exchange previous, Exchange exchange) {
    return remembered.replacePrevious(key, previous, exchange);
  }

  @Override
  public void start() {
    remembered.start();
  }

  @Override
  public void stop() {
    remembered.stop();
  }

  @Override
  public void setExecutor(ScheduledExecutorService executor) {
    remembered.setExecutor(executor);
  }

  @Override
  public boolean isEmpty() {
    return remembered.isEmpty();
  }

  @Override
  public int size() {
    return remembered.size();
  }

  @Override
  public void clear() {
    remembered.clear();
  }
}
