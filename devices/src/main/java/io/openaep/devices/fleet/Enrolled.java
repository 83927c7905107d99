package io.openaep.devices.fleet;

/// A device that the platform knows.
///
/// @param number the IMEI on LwM2M, else the device number
/// @param secret the 特征串, or the PSK on LwM2M over DTLS; empty on plain LwM2M
record Enrolled(String deviceId, String number, String secret) {
  @Override
  public String toString() {
    return "Enrolled[" + deviceId + "]"; // without the secret
  }
}
