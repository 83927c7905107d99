package io.openaep.conformance;

import java.util.Optional;

/// Leshan 1.5.0, which speaks LwM2M 1.0.
class Leshan1Test extends ForeignLwm2mContract {
  @Override
  ForeignMeter meter(String uri, String endpoint, Optional<String> key, boolean bootstrap) {
    return new Leshan1Meter(uri, endpoint, key, bootstrap);
  }
}
