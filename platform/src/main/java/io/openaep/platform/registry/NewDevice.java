package io.openaep.platform.registry;

import io.openaep.wire.Bytes;
import java.util.Optional;

/// A device to be made.
///
/// @param deviceSn required for MQTT and TCP
/// @param imei required for LwM2M
/// @param psk given key bytes; empty: a random one is made where the product is encrypted
public record NewDevice(
    long productId,
    String name,
    Optional<String> deviceSn,
    Optional<String> imei,
    Optional<String> imsi,
    Optional<Bytes> psk,
    boolean autoObserve,
    String operator) {}
