package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.dtls.PskSecret;
import io.openaep.devices.link.lwm2m.BootstrapResult;
import java.time.Duration;
import java.util.Optional;

/// What `AT+QLWCONFIG` holds: which server, and as whom (AT reference, 7.3). Kept in flash.
///
/// @param bootstrap it is a bootstrap server, which names the LwM2M server
/// @param secret present where the server is to be reached by DTLS
record ServerConfig(
    boolean bootstrap,
    String host,
    int port,
    String endpoint,
    Duration lifetime,
    Optional<PskSecret> secret) {

  /// The server that this bootstrap server has named.
  ServerConfig named(BootstrapResult.Server server) {
    return new ServerConfig(
        false, server.host(), server.port(), endpoint, server.lifetime(), server.secret());
  }

  /// As the read form prints it.
  String line() {
    String plain =
        "+QLWCONFIG: "
            + (bootstrap ? 1 : 0)
            + ",\""
            + host
            + "\","
            + port
            + ",\""
            + endpoint
            + "\","
            + lifetime.toSeconds()
            + ","
            + (secret.isPresent() ? 0 : 3);
    return plain
        + secret.map(s -> ",\"" + s.identity() + "\",\"" + s.key().toHex() + "\"").orElse("");
  }
}
