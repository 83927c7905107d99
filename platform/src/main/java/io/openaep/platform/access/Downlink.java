package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.time.Duration;

/// A command on its way to a device; how it is framed (a write to `/19/1/0`, a PUBLISH, a 0x03
/// frame) is the session's business.
///
/// @param commandId for logs and traces
/// @param patience how much longer than the transport's own retransmission the answer may take: the
///   paging window plus 10 s on eDRX, else zero
/// @param channel the MQTT topic of a command of a thing model: its service's identifier; empty for
///   the channel that the protocol has for commands
public record Downlink(long commandId, Bytes payload, Duration patience, String channel) {
  /// On the protocol's own channel for commands.
  public Downlink(long commandId, Bytes payload, Duration patience) {
    this(commandId, payload, patience, "");
  }
}
