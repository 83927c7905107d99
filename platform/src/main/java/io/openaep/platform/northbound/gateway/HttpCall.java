package io.openaep.platform.northbound.gateway;

import io.openaep.wire.Bytes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What arrived over HTTP, free of the server's library.
///
/// @param path without the query
/// @param rawQuery undecoded, without the question mark
/// @param headers by lower-case name
/// @param body as sent; the gateway does not change it
/// @param remote the peer's address, for the log
public record HttpCall(
    String method,
    String path,
    String rawQuery,
    Map<String, String> headers,
    Bytes body,
    String remote) {
  /// The peer's address without its port.
  String remoteHost() {
    return remote.substring(0, Math.max(0, remote.lastIndexOf(':')));
  }

  /// Header names are case-insensitive; a blank header counts as missing.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
        .filter(value -> !value.isBlank());
  }
}
