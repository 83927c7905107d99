package io.openaep.platform.access;

/// The protocol of a product: fixed when the product is created, and the door its devices use.
public enum Protocol {
  LWM2M,
  MQTT,
  TCP;

  /// The lower-case word used in logs, metrics and pushes: `lwm2m`, `mqtt`, `tcp`.
  public String word() {
    return switch (this) {
      case LWM2M -> "lwm2m";
      case MQTT -> "mqtt";
      case TCP -> "tcp";
    };
  }
}
