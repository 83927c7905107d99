package io.openaep.devices.link.dtls;

import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/// The session of the last handshake, for a shorter next one (RFC 5246, 7.3;
/// `QLWCFG="dtls_mode",1`). Shared by a device's connections one after another; may be used from
/// any thread.
public final class SessionMemory {
  private final AtomicReference<@Nullable TlsSession> last = new AtomicReference<>();

  @Nullable TlsSession recall() {
    TlsSession session = last.get();
    return session != null && session.isResumable() ? session : null;
  }

  void remember(@Nullable TlsSession session) {
    last.set(session);
  }

  /// Makes the next handshake a full one.
  public void forget() {
    last.set(null);
  }
}
