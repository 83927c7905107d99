package io.openaep.platform.access;

import java.util.Optional;

/// What a session must know of the device it has just admitted: identity and the product's options
/// that shape the conversation. A snapshot; a session reads a fresh one at each login or
/// registration.
///
/// @param tenantId the owner, for the internal topic form and pushes
/// @param imei present on LwM2M
/// @param options what the product asks beyond AEP's own form
/// @param autoObserve the platform observes `/19/0/0` after registration (AEP `autoObserver` 0)
public record DeviceProfile(
    DeviceRef device,
    String tenantId,
    Optional<String> imei,
    PowerMode power,
    ProductOptions options,
    boolean autoObserve) {

  /// Of a product without options of its own.
  public DeviceProfile(
      DeviceRef device,
      String tenantId,
      Optional<String> imei,
      PowerMode power,
      boolean autoObserve) {
    this(device, tenantId, imei, power, ProductOptions.STANDARD, autoObserve);
  }
}
