package io.openaep.conformance;

import java.util.Optional;

/// Leshan 2.0.0-M18, which speaks LwM2M 1.1.
class Leshan2Test extends ForeignLwm2mContract {
  @Override
  ForeignMeter meter(String uri, String endpoint, Optional<String> key, boolean bootstrap) {
    return new Leshan2Meter(uri, endpoint, key, bootstrap);
  }
}
