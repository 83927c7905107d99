package io.openaep.devices.link.lwm2m;

import java.time.Duration;

/// As whom and how a client registers.
///
/// @param endpoint as the product's endpoint format wants it, e.g. the IMEI
/// @param lifetime without an update the registration ends after it
public record Lwm2mSettings(
    String endpoint, Duration lifetime, Binding binding, Retransmission retransmission) {
  public Lwm2mSettings {
    if (endpoint.isEmpty() || !lifetime.isPositive()) {
      throw new IllegalArgumentException("Give an endpoint name and a positive lifetime");
    }
  }
}
