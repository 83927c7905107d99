package io.openaep.devices.module.baseband;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the host's addresses lead. Either as they are, or the guide's addresses of CTWING to a
/// platform of one's own, so that the guide's commands work unchanged. Pure and immutable; names
/// are not looked up here.
public final class Destinations {
  /// The platform's doors by the ports that the guide uses for them. A door that is missing is
  /// closed.
  public enum Door {
    LWM2M(5683),
    LWM2MS(5684),
    MQTT(1883),
    MQTTS(8883),
    TCP(8996);

    private final int guidePort;

    Door(int guidePort) {
      this.guidePort = guidePort;
    }

    /// The door that a port of the guide means; 8843 is the other TCP port of its table.
    static Optional<Door> of(int port) {
      if (port == 8843) {
        return Optional.of(TCP);
      }
      for (Door door : values()) {
        if (door.guidePort == port) {
          return Optional.of(door);
        }
      }
      return Optional.empty();
    }
  }

  private static final Set<InetAddress> GUIDE_ADDRESSES =
      Set.of(
          InetAddress.ofLiteral("221.229.214.202"),
          InetAddress.ofLiteral("180.106.148.146"),
          InetAddress.ofLiteral("153.35.119.75"),
          InetAddress.ofLiteral("240e:980:8120:28:84f4:c0c2:4a95:85f9"));

  private final Optional<String> platformHost;
  private final Map<Door, Integer> ports;

  private Destinations(Optional<String> platformHost, Map<Door, Integer> ports) {
    this.platformHost = platformHost;
    this.ports = Map.copyOf(ports);
  }

  /// Names and addresses as they are.
  public static Destinations direct() {
    return new Destinations(Optional.empty(), Map.of());
  }

  /// The guide's names and addresses mean the platform on `host`.
  ///
  /// @param ports its open doors
  public static Destinations platform(String host, Map<Door, Integer> ports) {
    return new Destinations(Optional.of(host), ports);
  }

  /// @param host a name or an IPv4 or IPv6 address without brackets, as the host wrote it
  /// @return an unresolved address; empty if it means a door that the platform keeps closed, which
  ///   to the module is a refused connection
  public Optional<InetSocketAddress> of(String host, int port) {
    if (platformHost.isEmpty() || !isGuide(host)) {
      return Optional.of(InetSocketAddress.createUnresolved(host, port));
    }
    Optional<Door> door = Door.of(port);
    if (door.isPresent()) {
      return Optional.ofNullable(ports.get(door.get()))
          .map(mapped -> InetSocketAddress.createUnresolved(platformHost.get(), mapped));
    }
    return Optional.of(InetSocketAddress.createUnresolved(platformHost.get(), port));
  }

  /// Where a bare name leads, for DNS and ping.
  public String host(String host) {
    return isGuide(host) ? platformHost.orElse(host) : host;
  }

  private static boolean isGuide(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.endsWith(".ctwing.cn") || name.endsWith(".cuiot.cn") || isGuideAddress(name);
  }

  private static boolean isGuideAddress(String host) {
    try {
      return GUIDE_ADDRESSES.contains(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }
}
