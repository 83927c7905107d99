package io.openaep.platform.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A certificate chain and its private key, for every encrypted TCP door of the platform.
/// Immutable.
///
/// @param chain the server's own certificate first
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);
  private static final String FILE = "tls.pem";
  private static final char[] NO_PASSWORD = {};

  public ServerCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new UnusableCertificate("A server certificate needs at least one certificate.");
    }
  }

  /// A certificate that an operator configured.
  ///
  /// @param certificates PEM, the server's own first, then the intermediate ones
  /// @param key PEM, not encrypted
  public static ServerCertificate load(Path certificates, Path key) {
    Pem pem = new Pem();
    pem.read(certificates);
    if (!key.equals(certificates)) {
      pem.read(key);
    }
    return pem.certificate(certificates);
  }

  /// The same for servers that take the JDK's own TLS, read again when the files have changed: a
  /// renewed certificate is served without a restart.
  public static SSLContext renewing(Path certificates, Path key, InstantSource clock) {
    RenewedKeys keys = new RenewedKeys(certificates, key, clock);
    keys.certificate().requireKeyFits();
    keys.certificate().log("configured certificate in use", certificates);
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /// @throws UnusableCertificate if the key is not the one of the server's own certificate
  void requireKeyFits() {
    byte[] anything = {1, 2, 3};
    try {
      Signature signature =
          Signature.getInstance(
              switch (key.getAlgorithm()) {
                case "EC" -> "SHA256withECDSA";
                case "RSA" -> "SHA256withRSA";
                default -> key.getAlgorithm();
              });
      signature.initSign(key);
      signature.update(anything);
      byte[] signed = signature.sign();
      signature.initVerify(own().getPublicKey());
      signature.update(anything);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      throw new UnusableCertificate("The key does not fit the certificate: " + e.getMessage(), e);
    }
    throw new UnusableCertificate(
        "The key does not fit the certificate " + own().getSubjectX500Principal() + ".");
  }

  /// The self-signed certificate of a data directory, made when there is none or it has run out.
  /// Its fingerprint is logged, so that a peer can be told to trust this one certificate.
  public static ServerCertificate ofDirectory(Path directory, InstantSource clock) {
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      ServerCertificate kept = load(file, file);
      if (kept.own().getNotAfter().toInstant().isAfter(clock.instant())) {
        kept.log("self-signed certificate in use", file);
        return kept;
      }
    }
    ServerCertificate made = SelfSigned.make(clock, new SecureRandom());
    try {
      Pem.write(file, made);
    } catch (IOException e) {
      throw new UnusableCertificate(
          "The certificate %s cannot be written: %s. Configure one of your own."
              .formatted(file, e.getMessage()),
          e);
    }
    made.log("self-signed certificate made", file);
    return made;
  }

  private void log(String what, Path file) {
    LOG.info("{} file={} sha256={}", what, file, fingerprint());
  }

  private X509Certificate own() {
    return chain.getFirst();
  }

  /// SHA-256 of the server's own certificate, as browsers show it: `AB:CD:…`.
  public String fingerprint() {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(own().getEncoded());
      return HexFormat.ofDelimiter(":").withUpperCase().formatHex(sum);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// For servers that take the JDK's own TLS.
  public SSLContext sslContext() {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("server", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new UnusableCertificate(
          "The key does not fit the certificate: " + e.getMessage() + ".", e);
    }
  }

  /// Without the key.
  @Override
  public String toString() {
    return "ServerCertificate[" + own().getSubjectX500Principal() + "]";
  }
}
