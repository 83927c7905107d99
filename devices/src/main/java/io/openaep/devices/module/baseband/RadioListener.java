package io.openaep.devices.module.baseband;

/// Told what changes in the radio part; each only what it needs. Called on the loop.
public interface RadioListener {
  /// {@link Radio#status()} is another one.
  default void registrationChanged() {}

  /// The radio connection (RRC) was made or released.
  default void connectionChanged(boolean connected) {}

  /// The module is in PSM: it cannot be paged.
  default void psmEntered() {}

  /// The module woke, before anything else that the packet or timer causes.
  default void psmLeft() {}
}
