package io.openaep.platform.access.lwm2m.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DtlsSessions;
import io.openaep.platform.access.DtlsSessions.Kept;
import io.openaep.wire.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.util.DatagramReader;
import org.eclipse.californium.elements.util.DatagramWriter;
import org.eclipse.californium.scandium.dtls.DTLSSession;
import org.eclipse.californium.scandium.dtls.SessionId;
import org.eclipse.californium.scandium.dtls.SessionStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The DTLS sessions that may be resumed, also after a restart of the platform: one for each PSK
/// identity, the newest. A session opens nothing that its key would not open now: it goes with a
/// digest of the key, and is worth nothing when the device is gone or has another one.
///
/// Every handshake that succeeds is told here, so it is counted here too.
///
/// Called on the connectors' threads. Bounded by the number of devices with a key, and by a limit.
final class KeptSessions implements SessionStore {
  private static final Logger LOG = LoggerFactory.getLogger(KeptSessions.class);
  private static final int DIGEST_BYTES = 32;

  private final DtlsSessions store;
  private final Authenticator authenticator;
  private final InstantSource clock;
  private final Duration resumable;
  private final int limit;
  private final Counter full;
  private final Counter resumed;
  private final ConcurrentHashMap<SessionId, Kept> byId = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, SessionId> byIdentity = new ConcurrentHashMap<>();

  /// @param resumable how long a session may be resumed (RFC 5246, F.1.4 suggests 24 hours)
  /// @param limit sessions kept
  KeptSessions(
      DtlsSessions store,
      Authenticator authenticator,
      InstantSource clock,
      Duration resumable,
      int limit,
      MeterRegistry meters) {
    this.full = Counters.handshakes(meters, "full");
    this.resumed = Counters.handshakes(meters, "resumed");
    this.store = store;
    this.authenticator = authenticator;
    this.clock = clock;
    this.resumable = resumable;
    this.limit = limit;
  }

  /// Takes what earlier runs have left.
  void load() {
    for (Kept kept : store.all()) {
      Optional<DTLSSession> session = isTooOld(kept) ? Optional.empty() : session(kept);
      if (session.isPresent()) {
        hold(session.get().getSessionIdentifier(), kept);
      } else {
        store.forget(kept.pskIdentity());
      }
    }
    LOG.info("restored dtls-sessions={}", byId.size());
  }

  @Override
  public void put(DTLSSession session) {
    SessionId id = session.getSessionIdentifier();
    boolean known = byId.containsKey(id);
    (known ? resumed : full).increment();
    if (known
        || id.isEmpty()
        || !(session.getPeerIdentity() instanceof PreSharedKeyIdentity identity)) {
      return;
    }
    String name = identity.getIdentity();
    Optional<byte[]> digest = digest(name);
    boolean room = byId.size() < limit || byIdentity.containsKey(name);
    if (digest.isEmpty() || !room) {
      return;
    }
    DatagramWriter writer = new DatagramWriter(true);
    writer.writeBytes(digest.get());
    session.writeTo(writer);
    Kept kept = new Kept(name, clock.instant(), Bytes.wrap(writer.toByteArray()));
    writer.close();
    hold(id, kept);
    store.keep(kept);
  }

  private void hold(SessionId id, Kept kept) {
    byId.put(id, kept);
    SessionId former = byIdentity.put(kept.pskIdentity(), id);
    if (former != null && !former.equals(id)) {
      byId.remove(former);
    }
  }

  @Override
  public @Nullable DTLSSession get(SessionId id) {
    Kept kept = byId.get(id);
    if (kept == null) {
      return null;
    }
    byte[] then = Arrays.copyOf(kept.secret().toArray(), DIGEST_BYTES);
    boolean sameKey =
        digest(kept.pskIdentity()).filter(now -> MessageDigest.isEqual(now, then)).isPresent();
    if (!sameKey || isTooOld(kept)) {
      remove(id);
      return null;
    }
    return session(kept).orElse(null);
  }

  @Override
  public void remove(SessionId id) {
    Kept kept = byId.remove(id);
    if (kept != null && byIdentity.remove(kept.pskIdentity(), id)) {
      store.forget(kept.pskIdentity());
    }
  }

  private boolean isTooOld(Kept kept) {
    return kept.at().plus(resumable).isBefore(clock.instant());
  }

  /// Empty if another release wrote it in another form.
  private static Optional<DTLSSession> session(Kept kept) {
    byte[] secret = kept.secret().toArray();
    try {
      DatagramReader reader =
          new DatagramReader(secret, DIGEST_BYTES, secret.length - DIGEST_BYTES);
      return Optional.ofNullable(DTLSSession.fromReader(reader));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private Optional<byte[]> digest(String pskIdentity) {
    return authenticator.preSharedKey(pskIdentity).map(key -> sha256().digest(key.toArray()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
