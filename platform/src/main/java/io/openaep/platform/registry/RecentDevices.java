package io.openaep.platform.registry;

import java.util.Optional;
import java.util.function.Supplier;

/// The devices that were asked for last, by each of their names, so that a device that registers,
/// reports and is sent to costs no SQL on the threads of the doors. Bounded; never older than the
/// last change. Thread-safe.
final class RecentDevices {
  private final Recent<Long, Device> byNumber;
  private final Recent<String, Device> byImei;
  private final Recent<String, Device> byId;

  /// @param limit devices kept by each name
  RecentDevices(int limit) {
    byNumber = new Recent<>(limit);
    byImei = new Recent<>(limit);
    byId = new Recent<>(limit);
  }

  Optional<Device> byNumber(long number, Supplier<Optional<Device>> load) {
    return byNumber.get(number, load);
  }

  /// Found by its IMEI (it registers), and soon asked for by its number (it is sent to): known by
  /// both from then on.
  Optional<Device> byImei(String imei, Supplier<Optional<Device>> load) {
    return byImei.get(imei, () -> learnNumber(load));
  }

  Optional<Device> byId(String deviceId, Supplier<Optional<Device>> load) {
    return byId.get(deviceId, () -> learnNumber(load));
  }

  private Optional<Device> learnNumber(Supplier<Optional<Device>> load) {
    return byNumber.learn(it -> it.ref().number(), load);
  }

  /// To be called after a change is committed and before its caller hears of it.
  void forget(Device changed) {
    byNumber.forget(changed.ref().number());
    byId.forget(changed.ref().deviceId());
    changed.imei().ifPresent(byImei::forget);
  }
}
