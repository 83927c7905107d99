package io.openaep.platform.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configured certificate, read again when its files have changed, so that a renewed one (an
/// ACME client's, say) is served without a restart. Looked at by handshakes, at most every ten
/// seconds; open connections keep what they have. Files that cannot be read, as while they are
/// being written, change nothing: the next look tries again. Thread-safe.
final class RenewedKeys extends X509ExtendedKeyManager {
  private static final Logger LOG = LoggerFactory.getLogger(RenewedKeys.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(10);

  private final Path certificates;
  private final Path key;
  private final InstantSource clock;
  private final ReentrantLock looking = new ReentrantLock();

  /// A handshake first chooses an alias and then asks for chain and key by it, so the two before
  /// the last are kept.
  private volatile Read current;

  private volatile Read before;
  private volatile Instant lookedAt;

  /// @param stamp the files' times when they were read
  private record Read(String alias, ServerCertificate certificate, List<FileTime> stamp) {}

  RenewedKeys(Path certificates, Path key, InstantSource clock) {
    this.certificates = certificates;
    this.key = key;
    this.clock = clock;
    this.current = new Read("1", ServerCertificate.load(certificates, key), stamp());
    this.before = current;
    this.lookedAt = clock.instant();
  }

  ServerCertificate certificate() {
    return current.certificate();
  }

  private void look() {
    Instant now = clock.instant();
    if (now.isBefore(lookedAt.plus(LOOK_EVERY)) || !looking.tryLock()) {
      return;
    }
    try {
      lookedAt = now;
      List<FileTime> stamp = stamp();
      if (!stamp.isEmpty() && !stamp.equals(current.stamp())) {
        read(stamp);
      }
    } finally {
      looking.unlock();
    }
  }

  private void read(List<FileTime> stamp) {
    try {
      ServerCertificate renewed = ServerCertificate.load(certificates, key);
      renewed.requireKeyFits();
      before = current;
      current = new Read(String.valueOf(Long.parseLong(current.alias()) + 1), renewed, stamp);
      LOG.info("certificate renewed file={} sha256={}", certificates, renewed.fingerprint());
    } catch (UnusableCertificate e) {
      LOG.warn("renewed certificate not used file={} reason=\"{}\"", certificates, e.getMessage());
    }
  }

  /// Empty if the files cannot be looked at.
  private List<FileTime> stamp() {
    try {
      return List.of(Files.getLastModifiedTime(certificates), Files.getLastModifiedTime(key));
    } catch (IOException _) {
      return List.of();
    }
  }

  private @Nullable String choose(String keyType) {
    look();
    Read read = current;
    return read.certificate().key().getAlgorithm().equals(keyType) ? read.alias() : null;
  }

  private Read of(String alias) {
    Read read = current;
    return read.alias().equals(alias) ? read : before;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return choose(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return choose(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    @Nullable String alias = choose(keyType);
    return alias == null ? new String[0] : new String[] {alias};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return of(alias).certificate().chain().toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return of(alias).certificate().key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[0];
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
