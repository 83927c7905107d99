package io.openaep.platform.registry;

import io.openaep.platform.access.DeviceRef;
import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.Optional;

/// A device (设备).
///
/// @param deviceSn the device number (设备编号) chosen by the user; empty on LwM2M
/// @param imei LwM2M only; unique on the platform
/// @param token the 特征串: 43 characters of base64url; empty on LwM2M and with 一型一密
/// @param psk the DTLS key's bytes, LwM2M over DTLS
/// @param autoObserve the platform observes after registration (AEP `autoObserver` 0)
/// @param cancelledAt set when it was cancelled (deviceStatus 2)
public record Device(
    DeviceRef ref,
    String tenantId,
    String name,
    Optional<String> deviceSn,
    Optional<String> imei,
    Optional<String> imsi,
    Optional<String> token,
    Optional<Bytes> psk,
    boolean autoObserve,
    Optional<Instant> cancelledAt,
    String createdBy,
    String updatedBy,
    Instant createdAt,
    Instant updatedAt) {
  /// With the name, IMSI, auto-observe and operator of `wanted`: what an update may change.
  Device changedLike(Device wanted, Instant at) {
    return new Device(
        ref,
        tenantId,
        wanted.name,
        deviceSn,
        imei,
        wanted.imsi,
        token,
        psk,
        wanted.autoObserve,
        cancelledAt,
        createdBy,
        wanted.updatedBy,
        createdAt,
        at);
  }

  /// Without the secrets.
  @Override
  public String toString() {
    return "Device[" + ref + "]";
  }
}
