package io.openaep.platform.access;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The live sessions by device: how a command finds its device. Thread-safe; a device has at most
/// one session, the newest.
public final class Sessions {
  private final ConcurrentHashMap<Long, DeviceSession> byDevice = new ConcurrentHashMap<>();

  /// Makes `session` the device's current one.
  ///
  /// @return the one it replaces, which the caller closes
  public Optional<DeviceSession> attach(DeviceSession session) {
    DeviceSession older = byDevice.put(session.source().device().number(), session);
    return Optional.ofNullable(older).filter(it -> !it.equals(session));
  }

  /// Removes `session` if it is still the device's current one.
  ///
  /// @return whether it was; only then is the device offline and a {@link Inbound.Gone} due
  public boolean detach(DeviceSession session) {
    return byDevice.remove(session.source().device().number(), session);
  }

  public Optional<DeviceSession> of(long deviceNumber) {
    return Optional.ofNullable(byDevice.get(deviceNumber));
  }

  public Collection<DeviceSession> all() {
    return List.copyOf(byDevice.values());
  }

  public int size() {
    return byDevice.size();
  }
}
