package io.openaep.platform.access;

import io.openaep.wire.Bytes;
import java.time.Instant;
import java.util.List;

/// Keeps what lets a device resume its DTLS session when the platform has been restarted (RFC 5246,
/// 7.3: an abbreviated handshake), encrypted. The state of records, with its sequence numbers, is
/// never kept: it would repeat nonces. Filled by `session`; thread-safe.
public interface DtlsSessions {
  /// All that are kept, once, at start.
  List<Kept> all();

  /// Keeps the newest session of an identity, in place of its former one. Nobody waits for it: one
  /// that is lost costs its device a full handshake.
  void keep(Kept session);

  void forget(String pskIdentity);

  /// @param at when it was established
  /// @param secret for whoever keeps it opaque bytes, never to be logged
  record Kept(String pskIdentity, Instant at, Bytes secret) {
    @Override
    public String toString() {
      return "DTLS session of " + pskIdentity;
    }
  }
}
