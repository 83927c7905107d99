package io.openaep.platform.access.lwm2m.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// The counter of DTLS handshakes, which several places feed.
final class Counters {
  private Counters() {}

  /// @param result `full`, `resumed` or `failed`
  static Counter handshakes(MeterRegistry meters, String result) {
    return Counter.builder("openaep.dtls.handshakes")
        .description("DTLS handshakes that came to an end, by what they came to")
        .tag("result", result)
        .register(meters);
  }
}
