package io.openaep.platform.push.post;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Whom HTTPS receivers may be certified by.
final class Trust {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

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

  /// The certificates of a PEM file, whatever else is in it.
  private static List<Certificate> read(Path file) throws GeneralSecurityException {
    List<Certificate> found = new ArrayList<>();
    try {
      Matcher block = CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      while (block.find()) {
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
        found.add(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(encoded)));
      }
    } catch (IOException | CertificateException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "push.post.trusted-certificates: %s cannot be read as PEM (%s)."
              .formatted(file, e.getMessage()),
          e);
    }
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "push.post.trusted-certificates: " + file + " holds no certificate in PEM.");
    }
    return found;
  }

  private static X509Certificate[] usual() throws GeneralSecurityException {
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        return x509.getAcceptedIssuers();
      }
    }
    return new X509Certificate[0];
  }

  private static TrustManager[] managers(@Nullable KeyStore anchors)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(anchors);
    return factory.getTrustManagers();
  }
}
