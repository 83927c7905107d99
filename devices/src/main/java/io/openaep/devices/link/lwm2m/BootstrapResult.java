package io.openaep.devices.link.lwm2m;

import io.openaep.devices.link.dtls.PskSecret;
import io.openaep.wire.Bytes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// How a bootstrap ended.
public sealed interface BootstrapResult {
  record Done(Server server) implements BootstrapResult {}

  record Failed(Lwm2mResult result) implements BootstrapResult {}

  /// The LwM2M server that the bootstrap server has named.
  ///
  /// @param lifetime to register with
  /// @param secret present where it is to be reached by DTLS
  record Server(String host, int port, Duration lifetime, Optional<PskSecret> secret) {
    private static final int URI_RESOURCE = 0;
    private static final int IS_BOOTSTRAP = 1;
    private static final int MODE = 2;
    private static final int IDENTITY = 3;
    private static final int KEY = 5;
    private static final int LIFETIME = 1;
    private static final long PRE_SHARED_KEY = 0;
    private static final long NO_SECURITY = 3;

    /// The first server that is not the bootstrap server's own account; empty if there is none that
    /// a device could use.
    ///
    /// @param securities instances of object 0 by id, each resource's bytes
    /// @param servers instances of object 1
    static Optional<Server> of(
        Map<Integer, Map<Integer, Bytes>> securities, Map<Integer, Map<Integer, Bytes>> servers) {
      if (servers.isEmpty()) {
        return Optional.empty();
      }
      long lifetime = whole(servers.values().iterator().next(), LIFETIME).orElse(86_400);
      return securities.values().stream()
          .filter(it -> whole(it, IS_BOOTSTRAP).orElse(0) == 0)
          .flatMap(it -> of(it, Duration.ofSeconds(Math.max(lifetime, 1))).stream())
          .findFirst();
    }

    private static Optional<Server> of(Map<Integer, Bytes> security, Duration lifetime) {
      URI uri;
      try {
        uri = URI.create(text(security, URI_RESOURCE));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
      long mode = whole(security, MODE).orElse(NO_SECURITY);
      boolean encrypted = mode == PRE_SHARED_KEY;
      boolean fits = ("coaps".equals(uri.getScheme()) ? encrypted : "coap".equals(uri.getScheme()));
      if (uri.getHost() == null || !fits || (!encrypted && mode != NO_SECURITY)) {
        return Optional.empty();
      }
      int port = uri.getPort() > 0 ? uri.getPort() : encrypted ? 5684 : 5683;
      String host = uri.getHost().replaceAll("[\\[\\]]", "");
      Optional<PskSecret> secret =
          encrypted
              ? Optional.of(
                  new PskSecret(text(security, IDENTITY), security.getOrDefault(KEY, Bytes.EMPTY)))
              : Optional.empty();
      return Optional.of(new Server(host, port, lifetime, secret));
    }

    private static String text(Map<Integer, Bytes> resources, int id) {
      return resources.getOrDefault(id, Bytes.EMPTY).toUtf8();
    }

    private static OptionalLong whole(Map<Integer, Bytes> resources, int id) {
      return Tlv.whole(resources.getOrDefault(id, Bytes.EMPTY));
    }
  }
}
