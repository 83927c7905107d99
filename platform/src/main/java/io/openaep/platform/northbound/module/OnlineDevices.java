package io.openaep.platform.northbound.module;

import io.openaep.platform.data.DeviceData;
import io.openaep.platform.registry.Registry;
import java.util.List;

/// Counts the devices of a product that are online, as the fold has them: what a query of one
/// device says is what the sums say.
///
/// @param data knows devices, not products
record OnlineDevices(Registry registry, DeviceData data) {
  private static final int SLICE = 10_000;

  long of(long productId) {
    long online = 0;
    List<Long> slice = registry.deviceNumbers(productId, 0, SLICE);
    while (!slice.isEmpty()) {
      online += data.online(slice);
      slice =
          slice.size() < SLICE
              ? List.of()
              : registry.deviceNumbers(productId, slice.getLast(), SLICE);
    }
    return online;
  }
}
