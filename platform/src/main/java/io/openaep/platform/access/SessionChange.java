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

  record DropObservation(long deviceNumber, Bytes token) implements SessionChange {}

  /// Saves or replaces the one kept MQTT session of its device.
  record SaveMqttSession(KeptMqttSession session) implements SessionChange {}

  /// Removes the device's kept MQTT session with everything received in it; not its will.
  record DropMqttSession(long deviceNumber) implements SessionChange {}

  record SaveMqttReceived(MqttReceived received) implements SessionChange {}

  record DropMqttReceived(long deviceNumber, int packetId) implements SessionChange {}

  /// Saves or replaces the one will of its device.
  record SaveMqttWill(KeptMqttWill will) implements SessionChange {}

  record DropMqttWill(long deviceNumber) implements SessionChange {}
}
