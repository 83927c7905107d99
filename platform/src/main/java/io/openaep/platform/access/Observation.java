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
    boolean established) {

  /// A fleet is observed on the same few paths: they are kept once.
  public Observation {
    path = path.intern();
  }

  /// The same, with what it has in common with its registration kept once.
  public Observation of(Registration registration) {
    return new Observation(
        token,
        registration.device(),
        session,
        path,
        host.equals(registration.host()) ? registration.host() : host,
        port,
        pskIdentity.equals(registration.pskIdentity()) ? registration.pskIdentity() : pskIdentity,
        established);
  }
}
