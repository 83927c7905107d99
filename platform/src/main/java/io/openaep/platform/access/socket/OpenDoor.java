package io.openaep.platform.access.socket;

import io.micrometer.core.instrument.Counter;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Executor;

/// One door while it is open: what all its connections share. Thread-safe.
public final class OpenDoor {
  private final Door door;
  private final SocketConfig config;
  private final Ports ports;
  private final Presence presence;
  private final LoginFlood flood;
  private final Strangers strangers = new Strangers();
  private final Executor asking;
  private final Counter readingStopped;

  /// @param asking runs questions to the registry, which may wait for the disk
  OpenDoor(Door door, SocketConfig config, Ports ports, Executor asking) {
    this.door = door;
    this.config = config;
    this.ports = ports;
    this.asking = asking;
    this.presence = new Presence(ports.uplinks(), ports.sessions());
    this.flood = new LoginFlood(config.flood(), ports.clock());
    this.readingStopped =
        Counter.builder("openaep.reading.stopped")
            .description("How often a connection was no longer read from")
            .tag("door", door.word())
            .register(ports.meters());
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

  /// How long a connection from there may stay open without a login.
  Duration loginTimeout(InetAddress address) {
    return flood.suspects(address) ? config.flood().loginTimeout() : config.loginTimeout();
  }

  /// A connection has ended without a login.
  void strangerFailed(InetAddress address, String who, String remote) {
    if (flood.failed(address)) {
      long minutes = config.flood().lasts().toMinutes();
      String reason =
          "suspect for " + minutes + " min: too many connections that ended without a login";
      ports.refusals().refused(door, "flood", who, remote, reason);
    }
  }

  Strangers strangers() {
    return strangers;
  }

  Executor asking() {
    return asking;
  }

  /// Counts that a connection is no longer read from because answers or its own reading lag.
  Counter readingStopped() {
    return readingStopped;
  }

  /// Counts the connections that have ended, with a login or without.
  Counter ended(GoneCause cause) {
    String word = cause.name().toLowerCase(Locale.ROOT);
    return Counter.builder("openaep.connections.ended")
        .description("MQTT and TCP connections that ended, by what ended them")
        .tags("door", door.word(), "cause", word)
        .register(ports.meters());
  }

  Instant now() {
    return ports.clock().instant();
  }
}
