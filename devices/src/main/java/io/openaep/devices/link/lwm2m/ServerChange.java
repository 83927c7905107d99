package io.openaep.devices.link.lwm2m;

import java.time.Duration;

/// What the server changed in object 1 (LwM2M Server), which the module keeps itself.
public sealed interface ServerChange {
  record Lifetime(Duration lifetime) implements ServerChange {}

  record BindingMode(Binding binding) implements ServerChange {}

  record MinimumPeriod(Duration period) implements ServerChange {}

  record MaximumPeriod(Duration period) implements ServerChange {}

  /// The server executed "Registration Update Trigger".
  record UpdateTrigger() implements ServerChange {}
}
