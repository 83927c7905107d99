package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.time.Duration;
import java.time.Instant;

/// A command on its way to a device; how it is framed (a write to `/19/1/0`, a PUBLISH, a 0x03
/// frame) is the session's business.
///
/// @param commandId for logs and traces
/// @param patience how much longer than the transport's own retransmission the answer may take: the
///   paging window plus 10 s on eDRX, else zero
/// @param channel the MQTT topic of a command of a thing model: its service's identifier; empty for
///   the channel that the protocol has for commands
/// @param leavesBefore its first byte must not leave at this time or later: whoever holds it back
///   ends it as {@link SendOutcome.Overdue}
public record Downlink(
    long commandId, Bytes payload, Duration patience, String channel, Instant leavesBefore) {
  /// On the protocol's own channel for commands, whenever it may be.
  public Downlink(long commandId, Bytes payload, Duration patience) {
    this(commandId, payload, patience, "", Instant.MAX);
  }
}
