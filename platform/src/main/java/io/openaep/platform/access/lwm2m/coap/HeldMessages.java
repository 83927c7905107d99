package io.openaep.platform.access.lwm2m.coap;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.KeyMID;
import org.jspecify.annotations.Nullable;

/// The table of messages received and not yet acknowledged, by peer and message id. It exists apart
/// from the deduplicator, which may be made to forget by other traffic of the same peer. Written on
/// the protocol thread; the journal's writer thread removes.
final class HeldMessages {
  private final int limit;
  private final ConcurrentHashMap<KeyMID, HeldMessage> byKey = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Exchange, HeldMessage> byExchange = new ConcurrentHashMap<>();

  HeldMessages(int limit) {
    this.limit = limit;
  }

  /// @return false if the table is full
  boolean hold(HeldMessage message) {
    if (byKey.size() >= limit) {
      return false;
    }
    byKey.put(message.key, message);
    byExchange.put(message.exchange, message);
    return true;
  }

  @Nullable HeldMessage at(KeyMID key) {
    return byKey.get(key);
  }

  Optional<HeldMessage> of(Exchange exchange) {
    return Optional.ofNullable(byExchange.get(exchange));
  }

  void remove(HeldMessage message) {
    byKey.remove(message.key, message);
    byExchange.remove(message.exchange, message);
  }

  void forEach(Consumer<HeldMessage> action) {
    byKey.values().forEach(action);
  }

  int size() {
    return byKey.size();
  }
}
