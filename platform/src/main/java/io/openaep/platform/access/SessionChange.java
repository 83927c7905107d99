package io.openaep.platform.access;

import io.openaep.wire.Bytes;

/// A change of what must survive a restart. Travels with the {@link Inbound} that an
/// acknowledgement answers and is committed in the same transaction as its event.
public sealed interface SessionChange {
  /// Saves or replaces the one registration of its device.
  record SaveRegistration(Registration registration) implements SessionChange {}

  /// Removes the device's registration and every observation of it.
  record DropRegistration(long deviceNumber) implements SessionChange {}

  record SaveObservation(Observation observation) implements SessionChange {}

  record DropObservation(Bytes token) implements SessionChange {}
}
