package io.openaep.platform.push;

import java.time.Instant;

/// One kind of message of one target goes to one URL. A call that subscribes to several kinds makes
/// several.
///
/// @param id AEP's `subId`
/// @param receiver the number of the receiver behind the URL: one for each tenant and URL
/// @param from events up to this position of the journal happened before the subscription
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
    Instant updatedAt) {
  boolean concerns(DeviceCard device, java.util.function.LongPredicate inGroup) {
    return productId == device.productId()
        && switch (target) {
          case Target.WholeProduct _ -> true;
          case Target.OneDevice(String deviceId) -> deviceId.equals(device.deviceId());
          case Target.Group(long group) -> inGroup.test(group);
        };
  }
}
