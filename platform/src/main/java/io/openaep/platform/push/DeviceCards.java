package io.openaep.platform.push;

import io.openaep.platform.access.Protocol;
import io.openaep.platform.journal.DeviceIdentity;
import io.openaep.platform.journal.Event;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The cards of devices, from the registry or, once they are deleted, from what push remembers of
/// them or has yet to hear. Kept in memory for some seconds, because a lookup costs as much as the
/// rest of routing. Thread-safe.
final class DeviceCards {
  private static final int KEPT = 50_000;

  /// A change of a device's IMSI is seen in messages after this time at the latest.
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Registry registry;
  private final Departed departed;
  private final InstantSource clock;
  private final Map<Long, Kept> kept = new LinkedHashMap<>();

  private record Kept(Optional<DeviceCard> card, Instant at) {}

  DeviceCards(Registry registry, Departed departed, InstantSource clock) {
    this.registry = registry;
    this.departed = departed;
    this.clock = clock;
  }

  Optional<DeviceCard> of(long number) {
    Instant now = clock.instant();
    synchronized (kept) {
      Kept known = kept.get(number);
      if (known != null && now.isBefore(known.at().plus(FRESH))) {
        return known.card();
      }
    }
    Optional<DeviceCard> card = find(number);
    synchronized (kept) {
      kept.remove(number);
      if (card.isEmpty()) {
        return card;
      }
      kept.put(number, new Kept(card, now));
      if (kept.size() > KEPT) {
        var oldest = kept.entrySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
    return card;
  }

  /// The card of a device that the registry has just deleted.
  DeviceCard departing(Event.DeviceDeleted deleted) {
    DeviceIdentity identity = deleted.identity();
    Optional<Product> product = registry.product(identity.productId());
    Protocol likely = identity.imei().isPresent() ? Protocol.LWM2M : Protocol.MQTT;
    return new DeviceCard(
        deleted.device(),
        identity.tenantId(),
        identity.productId(),
        identity.deviceId(),
        product.map(Product::protocol).orElse(likely),
        product.map(Product::transparent).orElse(true),
        identity.deviceSn(),
        identity.imei(),
        Optional.empty());
  }

  private Optional<DeviceCard> find(long number) {
    return registry
        .deviceByNumber(number)
        .flatMap(device ->
            registry
                .product(device.ref().productId())
                .map(product -> DeviceCard.of(device, product)))
        .or(() -> departed.remembered(number))
        .or(() -> departed.ahead(number).map(this::departing))
        // The fold may have come to it just now.
        .or(() -> departed.remembered(number));
  }
}
