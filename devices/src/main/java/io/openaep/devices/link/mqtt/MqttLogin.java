package io.openaep.devices.link.mqtt;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;

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
  /// Publishes of QoS 1 and 2 that wait for the server.
  private static final int INFLIGHT_LIMIT = 100;

  /// The protocol level.
  public enum Version {
    V3_1,
    V3_1_1
  }

  /// What the server publishes where the device vanishes.
  public record Will(String topic, Bytes message, int qos, boolean retain) {}

  /// The same in Paho's words.
  MqttConnectOptions options() {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(
        switch (version) {
          case V3_1 -> MqttConnectOptions.MQTT_VERSION_3_1;
          case V3_1_1 -> MqttConnectOptions.MQTT_VERSION_3_1_1;
        });
    options.setCleanSession(cleanSession);
    options.setKeepAliveInterval(Math.toIntExact(keepAlive.toSeconds()));
    user.ifPresent(options::setUserName);
    password.map(String::toCharArray).ifPresent(options::setPassword);
    will.ifPresent(
        last -> options.setWill(last.topic(), last.message().toArray(), last.qos(), last.retain()));
    options.setMaxInflight(INFLIGHT_LIMIT);
    return options;
  }

  /// Without the password.
  @Override
  public String toString() {
    return "MqttLogin[" + clientId + "]";
  }
}
