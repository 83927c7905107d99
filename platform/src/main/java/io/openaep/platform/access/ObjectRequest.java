package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An operation on a device's objects, on its way to the device.
///
/// @param operation its id, for logs and traces
/// @param contentFormat of the payload of a write; else the format asked for, if any
/// @param payload what is written, or the arguments of an execute; else empty
/// @param patience how much longer than the transport's own retransmission the answer may take
/// @param leavesBefore its first byte must not leave at this time or later: whoever holds it back
///   ends it as {@link SendOutcome.Overdue}
public record ObjectRequest(
    long operation,
    ObjectAction action,
    ObjectPath path,
    Optional<Integer> contentFormat,
    Bytes payload,
    Duration patience,
    Instant leavesBefore) {
  /// Whenever it may be.
  public ObjectRequest(
      long operation,
      ObjectAction action,
      ObjectPath path,
      Optional<Integer> contentFormat,
      Bytes payload,
      Duration patience) {
    this(operation, action, path, contentFormat, payload, patience, Instant.MAX);
  }
}
