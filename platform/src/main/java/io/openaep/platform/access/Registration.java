package io.openaep.platform.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One LwM2M registration, kept across restarts.
///
/// @param location the last path segment of its resource, at least 64 random bits
/// @param session see {@link Source#session}
/// @param objects the link-format payload as sent
/// @param binding `b=` as sent (`U`, `UQ`)
/// @param host textual IP address of the newest authenticated packet
/// @param pskIdentity present when registered over DTLS
public record Registration(
    DeviceRef device,
    String location,
    long session,
    String endpoint,
    Duration lifetime,
    String binding,
    String version,
    String objects,
    String host,
    int port,
    Optional<String> pskIdentity,
    Instant registeredAt,
    Instant updatedAt) {

  /// When the device goes offline unless it updates before.
  public Instant expiresAt() {
    return updatedAt.plus(lifetime);
  }
}
