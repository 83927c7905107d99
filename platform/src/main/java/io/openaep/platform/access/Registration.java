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
/// @param apn `apn=` as sent: modules of China Telecom name the access point they came through,
///   which tells how the network lets them sleep (`psm0.eDRX0.ctnb`)
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
    Optional<String> apn,
    Instant registeredAt,
    Instant updatedAt) {

  /// A fleet sends the same few texts: they are kept once.
  public Registration {
    binding = binding.intern();
    version = version.intern();
    objects = objects.intern();
  }

  /// When the device goes offline unless it updates before.
  public Instant expiresAt() {
    return updatedAt.plus(lifetime);
  }

  /// The same, heard at another address.
  public Registration at(String newHost, int newPort) {
    return new Registration(
        device,
        location,
        session,
        endpoint,
        lifetime,
        binding,
        version,
        objects,
        newHost,
        newPort,
        pskIdentity,
        apn,
        registeredAt,
        updatedAt);
  }

  /// The same, updated (LwM2M 1.0, 5.3.2).
  public Registration updated(
      Duration newLifetime, String newBinding, String newObjects, Instant when) {
    return new Registration(
        device,
        location,
        session,
        endpoint,
        newLifetime,
        newBinding,
        version,
        newObjects,
        host,
        port,
        pskIdentity,
        apn,
        registeredAt,
        when);
  }
}
