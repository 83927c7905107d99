package io.openaep.devices.fleet;

import java.util.Locale;

/// What a fleet speaks; the word is the door's in `/api/info`.
public enum FleetProtocol {
  LWM2M,
  LWM2MS,
  MQTT,
  MQTTS,
  TCP;

  /// As in the ready line and on the command line: `lwm2ms`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean isLwm2m() {
    return this == LWM2M || this == LWM2MS;
  }

  boolean isMqtt() {
    return this == MQTT || this == MQTTS;
  }
}
