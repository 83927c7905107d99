package io.openaep.devices.link;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// How a device secures a TCP connection (`QSSLCFG`). By the JDK's TLS.
///
/// @param trusted PEM certificates that the server's must lead to; empty trusts whoever answers,
///   which is the module's default
/// @param serverName sent in the handshake (SNI) if present
/// @param protocols JDK names, e.g. `TLSv1.2`
/// @param negotiation how long each step of the handshake may take
public record TlsSettings(
    Optional<String> trusted,
    Optional<String> serverName,
    List<String> protocols,
    Duration negotiation) {
  public TlsSettings {
    protocols = List.copyOf(protocols);
  }

  /// Puts TLS over a connected socket. Blocks.
  ///
  /// @throws IOException if the two do not agree, or the server is not trusted
  Socket handshake(Socket plain, InetSocketAddress peer) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust()}, null);
      SSLSocket secured =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(plain, peer.getHostString(), peer.getPort(), true);
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setProtocols(protocols.toArray(String[]::new));
      serverName.ifPresent(name -> parameters.setServerNames(List.of(new SNIHostName(name))));
      secured.setSSLParameters(parameters);
      plain.setSoTimeout(Math.toIntExact(negotiation.toMillis()));
      secured.startHandshake();
      plain.setSoTimeout(0);
      return secured;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private X509TrustManager trust() throws GeneralSecurityException, IOException {
    return trusted.isPresent() ? certificates(trusted.get()) : new TrustEveryone();
  }

  private static X509TrustManager certificates(String pem)
      throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> roots =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate root : roots) {
      store.setCertificateEntry("root" + number++, root);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("no X.509 trust manager");
  }

  /// `seclevel` 0: encrypted, but with whom is not checked.
  private static final class TrustEveryone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
