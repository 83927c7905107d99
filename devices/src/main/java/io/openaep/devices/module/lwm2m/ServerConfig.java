package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.dtls.PskSecret;
import java.time.Duration;
import java.util.Optional;

/// What `AT+QLWCONFIG` holds: which server, and as whom (AT reference, 7.3). Kept in flash.
///
/// @param secret present where the server is to be reached by DTLS
record ServerConfig(
    String host, int port, String endpoint, Duration lifetime, Optional<PskSecret> secret) {

  /// As the read form prints it.
  String line() {
    String plain =
        "+QLWCONFIG: 0,\""
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
