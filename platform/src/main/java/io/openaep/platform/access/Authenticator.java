package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.util.Optional;

/// Decides who is let in. Filled by `registry`; answers from memory or one indexed read, so that a
/// session may ask on its own thread. Secrets are compared in constant time.
public interface Authenticator {
  /// MQTT and TCP: the device id and its 特征串 (or the product's, 一型一密).
  Admission byPassword(Door door, String deviceId, String password);

  /// LwM2M registration.
  ///
  /// @param endpoint as sent in `ep=`
  /// @param pskIdentity the authenticated DTLS identity (the IMEI), empty on the plain door
  Admission byEndpoint(Door door, String endpoint, Optional<String> pskIdentity);

  /// The DTLS key of an identity (the IMEI), empty if there is no such device or it has no key.
  Optional<Bytes> preSharedKey(String pskIdentity);

  /// The current profile of a device, for sessions restored after a restart; empty when the device
  /// is gone or cancelled.
  Optional<DeviceProfile> profile(long deviceNumber);
}
