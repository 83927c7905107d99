package io.openaep.devices.module.lwm2m;

import io.openaep.devices.link.Lane;
import java.time.Duration;

/// When the module renews its registration without the host: nine tenths of the lifetime after it
/// was last renewed, as the vendor's client does (AEP device protocols, 1.1).
final class Renewal {
  private final Lane lane;
  private final Runnable renew;
  private Lane.Later timer = () -> {};

  Renewal(Lane lane, Runnable renew) {
    this.lane = lane;
    this.renew = renew;
  }

  /// Begins to wait anew.
  void after(Duration lifetime) {
    timer.cancel();
    timer = lane.after(lifetime.multipliedBy(9).dividedBy(10), renew);
  }

  void stop() {
    timer.cancel();
  }
}
