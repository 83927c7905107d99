package io.openaep.devices.link.dtls;

import io.openaep.wire.Bytes;

/// Who the device is and how it proves it (RFC 4279). AEP takes the bare IMEI as identity and the
/// bytes that the 16 characters of the key spell (AEP device protocols, 1.3).
public record PskSecret(String identity, Bytes key) {
  /// Without the key.
  @Override
  public String toString() {
    return "PskSecret[" + identity + "]";
  }
}
