package io.openaep.devices.fleet;

/// A device that the platform knows.
///
/// @param number the IMEI on LwM2M, else the device number
/// @param secret the 特征串, or the PSK on LwM2M over DTLS; empty on plain LwM2M
record Enrolled(String deviceId, String number, String secret) {
  /// The same as the platform knows it.
  ///
  /// @param token is its secret if it has no key of its own
  Enrolled as(String id, String token) {
    return new Enrolled(id, number, secret.isEmpty() ? token : secret);
  }

  @Override
  public String toString() {
    return "Enrolled[" + deviceId + "]"; // without the secret
  }
}
