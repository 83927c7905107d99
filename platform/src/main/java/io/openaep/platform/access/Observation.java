package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.util.Optional;

/// One LwM2M observation that the platform holds on a device, kept across restarts: the next
/// notification is recognised by its token alone.
///
/// @param token at least 64 random bits on plain CoAP
/// @param path such as `/19/0/0`
/// @param host textual IP address the observe request went to
/// @param established the device has answered; false from before the request leaves until then, so
///   that a crash in between is repaired: the device is asked again, with the same token, at its
///   next update
public record Observation(
    Bytes token,
    DeviceRef device,
    long session,
    String path,
    String host,
    int port,
    Optional<String> pskIdentity,
    boolean established) {}
