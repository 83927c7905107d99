package io.openaep.devices.module.baseband;

/// What commands and the course of sleep ask of the power supply. Each returns at once and takes
/// effect after the current turn of the loop, so that an `OK` is still printed. On the loop.
public interface Power {
  /// Ends and starts again, with the boot codes.
  void restart();

  /// Ends; the port is dead until somebody presses the key.
  void off();

  /// Deep sleep: as off, but DTR pulled low starts the module.
  void deepSleep();
}
