package io.openaep.platform.access.socket;

import io.micrometer.core.instrument.Counter;
import io.openaep.platform.access.Door;
import java.time.Instant;

/// One door while it is open: what all its connections share. Thread-safe.
public final class OpenDoor {
  private final Door door;
  private final SocketConfig config;
  private final Ports ports;
  private final Presence presence;
  private final LoginFlood flood;
  private final Counter readingStopped;

  OpenDoor(Door door, SocketConfig config, Ports ports) {
    this.door = door;
    this.config = config;
    this.ports = ports;
    this.presence = new Presence(ports.uplinks(), ports.sessions());
    this.flood = new LoginFlood(config.flood(), ports.clock());
    this.readingStopped = ports.meters().counter("openaep.reading.stopped", "door", door.word());
  }

  public Door door() {
    return door;
  }

  /// The door's name in logs.
  String word() {
    return door.word();
  }

  public SocketConfig config() {
    return config;
  }

  public Ports ports() {
    return ports;
  }

  Presence presence() {
    return presence;
  }

  LoginFlood flood() {
    return flood;
  }

  /// Counts that a connection is no longer read from because answers or its own reading lag.
  Counter readingStopped() {
    return readingStopped;
  }

  Instant now() {
    return ports.clock().instant();
  }
}
