package io.openaep.wire.mqtt;

import java.util.Arrays;
import java.util.Optional;

/// The versions of MQTT, as a CONNECT names them (3.1.2.1 and 3.1.2.2).
public enum MqttVersion {
  V3_1("MQIsdp", 3),
  V3_1_1("MQTT", 4),
  V5("MQTT", 5);

  private final String protocolName;
  private final int level;

  MqttVersion(String protocolName, int level) {
    this.protocolName = protocolName;
    this.level = level;
  }

  static Optional<MqttVersion> of(String protocolName, int level) {
    return Arrays.stream(values())
        .filter(it -> it.protocolName.equals(protocolName) && it.level == level)
        .findFirst();
  }

  static boolean isProtocolName(String text) {
    return Arrays.stream(values()).anyMatch(it -> it.protocolName.equals(text));
  }

  public boolean isV5() {
    return this == V5;
  }
}
