package io.openaep.devices.link;

/// The radio as the links see it: every packet wakes it or keeps it awake, and a module in PSM
/// hears nothing. All methods are called on the device's {@link Lane}.
public interface Air {
  /// A packet is about to leave.
  ///
  /// @return whether it does; `false` without coverage, where it is lost
  boolean uplink();

  /// A packet has come.
  ///
  /// @return whether it reaches the device; `false` in PSM, where the network has no way to page it
  boolean downlink();
}
