package io.openaep.platform.push;

import java.util.List;

/// What a caller wants to be told.
///
/// @param types at least one; each becomes a subscription
public record NewSubscription(
    String tenantId,
    long productId,
    Target target,
    List<MessageType> types,
    String url,
    String operator) {
  public NewSubscription {
    types = types.stream().distinct().sorted().toList();
    if (types.isEmpty()) {
      throw new IllegalArgumentException("a subscription to nothing");
    }
  }
}
