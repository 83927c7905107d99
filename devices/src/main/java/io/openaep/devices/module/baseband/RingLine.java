package io.openaep.devices.module.baseband;

import java.time.Duration;

/// The RI pin, by which the module wakes its host for an unsolicited code. Called on the loop.
@FunctionalInterface
public interface RingLine {
  /// @param length of one pulse
  /// @param count how many
  void pulse(Duration length, int count);
}
