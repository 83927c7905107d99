package io.openaep.platform.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalTest {
  @TempDir private Path directory;
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T08:00:00Z"));
  private final InstantSource clock = now::get;

  @Test
  void aRenewedCertificateIsServedWithoutARestart() throws Exception {
    Path served = directory.resolve("served.pem");
    Path one = made("one");
    Path two = made("two");
    copy(one, served, 1);
    SSLContext context = ServerCertificate.renewing(served, served, clock);
    assertThat(shown(context)).isEqualTo(fingerprint(one));

    copy(two, served, 2);
    assertThat(shown(context))
        .as("not looked at again within ten seconds")
        .isEqualTo(fingerprint(one));
    pass(Duration.ofSeconds(11));
    assertThat(shown(context)).isEqualTo(fingerprint(two));

    Files.writeString(served, "half a cert");
    Files.setLastModifiedTime(served, FileTime.fromMillis(3));
    pass(Duration.ofSeconds(11));
    assertThat(shown(context)).as("nonsense changes nothing").isEqualTo(fingerprint(two));
    Files.delete(served);
    pass(Duration.ofSeconds(11));
    assertThat(shown(context)).as("nor does a missing file").isEqualTo(fingerprint(two));
    copy(one, served, 4);
    pass(Duration.ofSeconds(11));
    assertThat(shown(context)).isEqualTo(fingerprint(one));
  }

  @Test
  void aKeyOfAnotherCertificateIsRefusedAtTheStart() throws Exception {
    Path one = made("one");
    Path two = made("two");
    assertThatThrownBy(() -> ServerCertificate.renewing(one, two, clock))
        .isInstanceOf(UnusableCertificate.class)
        .hasMessageContaining("does not fit");
  }

  private void pass(Duration time) {
    now.updateAndGet(it -> it.plus(time));
  }

  private Path made(String name) throws Exception {
    Path folder = Files.createDirectory(directory.resolve(name));
    ServerCertificate _ = ServerCertificate.ofDirectory(folder, clock);
    return folder.resolve("tls.pem");
  }

  private static void copy(Path from, Path to, long stampMs) throws Exception {
    Files.writeString(to, Files.readString(from));
    Files.setLastModifiedTime(to, FileTime.fromMillis(stampMs));
  }

  private static String fingerprint(Path file) {
    return ServerCertificate.load(file, file).fingerprint();
  }

  /// What a new connection is shown.
  private static String shown(SSLContext context) throws Exception {
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, new TrustManager[] {new Anybody()}, null);
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    try (SSLServerSocket server =
            (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, loopback);
        SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket()) {
      Thread serving =
          Thread.ofVirtual()
              .start(() -> {
                try (SSLSocket accepted = (SSLSocket) server.accept()) {
                  accepted.startHandshake();
                  accepted.getInputStream().read();
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      socket.connect(server.getLocalSocketAddress(), 5000);
      socket.startHandshake();
      X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      socket.getOutputStream().write(1);
      serving.join();
      byte[] sum = java.security.MessageDigest.getInstance("SHA-256").digest(own.getEncoded());
      return java.util.HexFormat.ofDelimiter(":").withUpperCase().formatHex(sum);
    }
  }

  private static final class Anybody implements X509TrustManager {
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
