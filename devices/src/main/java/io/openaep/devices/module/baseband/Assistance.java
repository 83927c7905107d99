package io.openaep.devices.module.baseband;

/// Release assistance for the next uplink (3GPP TS 24.301, 9.9.4.25): `<rai_flag>` of the LwM2M
/// commands.
public enum Assistance {
  /// The network decides.
  NONE,
  /// Nothing more comes: release after this uplink.
  AFTER_UPLINK,
  /// One answer comes: release after it.
  AFTER_REPLY
}
