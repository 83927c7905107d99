package io.openaep.platform.access.lwm2m.bootstrap;

import io.openaep.platform.access.Door;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The bootstrap server's figures.
///
/// @param bind addresses to listen on
/// @param plainPort CoAP without security; 0 picks a free one, empty closes the door
/// @param dtlsPort the same for CoAP over DTLS
/// @param servers the LwM2M server's own ports, which the devices are sent to
/// @param settings what can be configured
public record BootstrapConfig(
    List<InetAddress> bind,
    OptionalInt plainPort,
    OptionalInt dtlsPort,
    Servers servers,
    Settings settings) {
  public BootstrapConfig {
    bind = List.copyOf(bind);
  }

  /// @param plain port of the door without security; empty if closed
  /// @param dtls port of the door with DTLS
  public record Servers(OptionalInt plain, OptionalInt dtls) {
    OptionalInt of(Door door) {
      return door.encrypted() ? dtls : plain;
    }
  }

  /// @param host what devices are told as the LwM2M server's host; empty: the address that they
  ///   reached the bootstrap server at
  /// @param lifetime that devices are told to register with (LwM2M 1.0, appendix E.2)
  /// @param sessions devices that are bootstrapped at once; one more gets 5.03
  /// @param ackTimeout before the first retransmission of a write (RFC 7252, 4.8)
  public record Settings(
      Optional<String> host, Duration lifetime, int sessions, Duration ackTimeout) {
    public static final Settings STANDARD =
        new Settings(Optional.empty(), Duration.ofDays(1), 1_000, Duration.ofSeconds(2));

    public Settings {
      if (sessions < 1 || !lifetime.isPositive() || !ackTimeout.isPositive()) {
        throw new IllegalArgumentException("sessions, lifetime and ackTimeout must be positive");
      }
    }
  }
}
