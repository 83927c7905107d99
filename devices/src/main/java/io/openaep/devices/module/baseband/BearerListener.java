package io.openaep.devices.module.baseband;

/// What a link must do when the ground under it goes. Called on the loop.
///
/// Loss of coverage and PSM call nothing: connections stay, packets are lost.
public interface BearerListener {
  /// The module left the network on purpose (`CFUN=0/4`, `CGATT=0`, `COPS=2`, SIM taken out): close
  /// every connection and say so by the unsolicited codes for it; registrations are forgotten.
  void detached();

  /// `QIDEACT`: the same for what uses this context.
  void deactivated(int context);

  /// Power is off or the module restarts: close every connection at once, say nothing to anyone.
  /// The object is not used afterwards.
  void powerLost();
}
