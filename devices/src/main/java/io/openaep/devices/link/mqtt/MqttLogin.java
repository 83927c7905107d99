package io.openaep.devices.link.mqtt;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;

/// What a CONNECT packet carries.
///
/// @param keepAlive zero for none
public record MqttLogin(
    Version version,
    String clientId,
    Optional<String> user,
    Optional<String> password,
    boolean cleanSession,
    Duration keepAlive,
    Optional<Will> will) {

  /// The protocol level.
  public enum Version {
    V3_1,
    V3_1_1
  }

  /// What the server publishes where the device vanishes.
  public record Will(String topic, Bytes message, int qos, boolean retain) {}

  /// Without the password.
  @Override
  public String toString() {
    return "MqttLogin[" + clientId + "]";
  }
}
