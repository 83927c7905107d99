package io.openaep.platform.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a product may ask of OpenAEP beyond AEP's own form ("OpenAEP options"): kept by `registry`,
/// heeded by the sessions and by the delivery of commands. A change is heeded by the next decision,
/// login or registration. Immutable.
///
/// @param activeWindow PSM: how long the device listens after its last exchange (the module's
///   T3324); within it a command leaves at once. Zero is strict, as AEP: a new command always waits
///   for the next uplink
/// @param redeliver commands are idempotent: one that ended without an answer is held again until
///   its TTL ends, instead of failing with TIMEOUT
/// @param responseTimeout how long after DELIVERED the response of a non-transparent device is
///   awaited
/// @param ackTimeout LwM2M: RFC 7252's ACK_TIMEOUT for requests to the device; empty = the
///   platform's setting
/// @param readAfterRegistration LwM2M: paths that are read when the device has registered, such as
///   `/3/0`
public record ProductOptions(
    Duration activeWindow,
    boolean redeliver,
    Duration responseTimeout,
    Optional<Duration> ackTimeout,
    List<String> readAfterRegistration) {

  /// What a product has that was never asked.
  public static final ProductOptions STANDARD =
      new ProductOptions(Duration.ZERO, false, Duration.ofSeconds(60), Optional.empty(), List.of());

  public ProductOptions {
    readAfterRegistration = List.copyOf(readAfterRegistration);
  }
}
