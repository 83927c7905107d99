package io.openaep.devices.link.dtls;

import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.tls.TlsSession;
import org.jspecify.annotations.Nullable;

/// The session of the last handshake, for a shorter next one (RFC 5246, 7.3;
/// `QLWCFG="dtls_mode",1`). Shared by a device's connections one after another; may be used from
/// any thread.
public final class SessionMemory {
  private final AtomicReference<@Nullable TlsSession> last = new AtomicReference<>();
  private final boolean keeps;

  private SessionMemory(boolean keeps) {
    this.keeps = keeps;
  }

  /// One that keeps the last session.
  public static SessionMemory keeping() {
    return new SessionMemory(true);
  }

  /// One that keeps nothing: every handshake is a full one.
  public static SessionMemory none() {
    return new SessionMemory(false);
  }

  @Nullable TlsSession recall() {
    TlsSession session = last.get();
    return session != null && session.isResumable() ? session : null;
  }

  void remember(@Nullable TlsSession session) {
    if (keeps) {
      last.set(session);
    }
  }

  /// Makes the next handshake a full one.
  public void forget() {
    last.set(null);
  }
}
