package io.openaep.platform.access;

/// A listening port of the platform: which protocol, and whether the transport is encrypted.
public enum Door {
  LWM2M(Protocol.LWM2M, false),
  LWM2MS(Protocol.LWM2M, true),
  MQTT(Protocol.MQTT, false),
  MQTTS(Protocol.MQTT, true),
  TCP(Protocol.TCP, false);

  private final Protocol protocol;
  private final boolean encrypted;

  Door(Protocol protocol, boolean encrypted) {
    this.protocol = protocol;
    this.encrypted = encrypted;
  }

  public Protocol protocol() {
    return protocol;
  }

  public boolean encrypted() {
    return encrypted;
  }

  /// The lower-case word used in configuration, the ready line, logs and metrics: `lwm2ms`.
  public String word() {
    return encrypted ? protocol.word() + "s" : protocol.word();
  }

  /// The sentence for a port that cannot be had.
  ///
  /// @param where `address:port`
  /// @param reason the system's
  public String taken(String where, String reason) {
    return "Cannot listen on %s for %s: %s. Choose another port with --%s-port or address with --bind."
        .formatted(where, word(), reason, word());
  }
}
