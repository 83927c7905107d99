package io.openaep.platform.push;

import io.openaep.platform.journal.Recorded;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongPredicate;

/// One kind of message of one target goes to one URL. A call that subscribes to several kinds makes
/// several.
///
/// @param id AEP's `subId`
/// @param receiver the number of the receiver behind the URL: one for each tenant and URL
/// @param from events up to this position of the journal happened before the subscription
/// @param endedAt when its device, group or product was deleted: what happened until then is still
///   told, and nobody sees the subscription any more
public record Subscription(
    long id,
    String tenantId,
    long productId,
    Target target,
    MessageType type,
    long receiver,
    String url,
    long from,
    String createdBy,
    Instant createdAt,
    String updatedBy,
    Instant updatedAt,
    Optional<Instant> endedAt) {
  /// Whether the event happened while this subscription stood.
  boolean covers(Recorded recorded) {
    return from < recorded.position()
        && endedAt.map(end -> !recorded.event().at().isAfter(end)).orElse(true);
  }

  boolean concerns(DeviceCard device, LongPredicate inGroup) {
    return productId == device.productId()
        && switch (target) {
          case Target.WholeProduct _ -> true;
          case Target.OneDevice(String deviceId) -> deviceId.equals(device.deviceId());
          case Target.Group(long group) -> inGroup.test(group);
        };
  }
}
