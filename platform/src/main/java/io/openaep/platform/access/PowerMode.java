package io.openaep.platform.access;

import java.time.Duration;

/// How a product's devices sleep (AEP `powerModel`), and with that when a command may leave
/// (delivery rules, "When a command leaves").
public sealed interface PowerMode {
  /// The device is reachable only after an uplink of its own.
  record Psm() implements PowerMode {}

  /// The device is reachable at once; also every MQTT and TCP device.
  record Drx() implements PowerMode {}

  /// Reachable at once, but the answer may take a paging cycle.
  ///
  /// @param window `lwm2mEdrxTime`, 20 s … 10,485.76 s
  record Edrx(Duration window) implements PowerMode {}
}
