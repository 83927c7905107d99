package io.openaep.devices.module.lwm2m;

import io.openaep.devices.module.baseband.Radio;
import java.util.ArrayList;
import java.util.List;

/// What keeps the module out of PSM: everything that was sent and not yet answered.
final class Wakefulness {
  private final Radio radio;
  private final List<Radio.Hold> holds = new ArrayList<>();

  Wakefulness(Radio radio) {
    this.radio = radio;
  }

  /// Keeps it awake until the given step is run, or everything is over.
  Runnable keep() {
    Radio.Hold hold = radio.hold();
    holds.add(hold);
    return () -> {
      holds.remove(hold);
      hold.release();
    };
  }

  /// Nothing is awaited any more.
  void releaseAll() {
    List.copyOf(holds).forEach(Radio.Hold::release);
    holds.clear();
  }
}
