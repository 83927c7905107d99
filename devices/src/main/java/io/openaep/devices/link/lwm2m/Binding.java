package io.openaep.devices.link.lwm2m;

/// How the server may reach the device (LwM2M 1.0, 5.3.1.1).
public enum Binding {
  /// UDP, at any time.
  U,
  /// UDP with queue mode: after the device was heard.
  UQ
}
