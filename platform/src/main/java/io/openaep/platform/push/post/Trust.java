package io.openaep.platform.push.post;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whom HTTPS receivers may be certified by.
final class Trust {
  private Trust() {}

  /// @param own PEM with authorities that are trusted beside the JDK's
  /// @throws IllegalArgumentException with a sentence if the file cannot be used
  static SSLContext context(Optional<Path> own) {
    try {
      KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
      anchors.load(null, null);
      int number = 0;
      for (X509Certificate usual : usual()) {
        anchors.setCertificateEntry("jdk-" + number++, usual);
      }
      if (own.isPresent()) {
        for (Certificate each : read(own.get())) {
          anchors.setCertificateEntry("own-" + number++, each);
        }
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(anchors), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static Iterable<? extends Certificate> read(Path file) throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "push.post.trusted-certificates: " + file + " holds no certificate in PEM.");
      }
      return found;
    } catch (IOException | java.security.cert.CertificateException e) {
      throw new IllegalArgumentException(
          "push.post.trusted-certificates: %s cannot be read as PEM (%s)."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static X509Certificate[] usual() throws GeneralSecurityException {
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static TrustManager[] managers(@org.jspecify.annotations.Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory.getTrustManagers();
  }
}
