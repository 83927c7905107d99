package io.openaep.platform.http;

import java.time.Duration;

/// The bounds of the HTTP server: everything that a peer could make grow.
///
/// @param bodyLimitBytes one request body
/// @param bodiesLimitBytes all request bodies in memory at one time; further requests wait
/// @param requestLineLimitBytes method, path and query
/// @param headersLimitBytes all headers of a request; and the extensions and trailers of its chunks
/// @param connectionLimit open connections per listening address; further ones wait unaccepted
/// @param idleTimeout from the end of an answer (or the connect) until the next request's headers
///   are complete
/// @param transferTimeout for a request's body to arrive, and for its answer to be taken
/// @param stopGrace how long running requests may take when the platform stops
public record HttpSettings(
    int bodyLimitBytes,
    int bodiesLimitBytes,
    int requestLineLimitBytes,
    int headersLimitBytes,
    int connectionLimit,
    Duration idleTimeout,
    Duration transferTimeout,
    Duration stopGrace) {
  public HttpSettings {
    if (bodyLimitBytes < 1 || bodiesLimitBytes < bodyLimitBytes) {
      throw new IllegalArgumentException(
          "http.bodies-limit-bytes must be at least http.body-limit-bytes, and both positive.");
    }
    if (requestLineLimitBytes < 256 || headersLimitBytes < 256 || connectionLimit < 1) {
      throw new IllegalArgumentException(
          "http limits are too small: request line and headers need 256 bytes, connections 1.");
    }
    if (!idleTimeout.isPositive() || !transferTimeout.isPositive() || stopGrace.isNegative()) {
      throw new IllegalArgumentException("http timeouts must be positive.");
    }
  }

  public static HttpSettings defaults() {
    return new HttpSettings(
        1 << 20,
        64 << 20,
        8192,
        16384,
        2000,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5));
  }
}
