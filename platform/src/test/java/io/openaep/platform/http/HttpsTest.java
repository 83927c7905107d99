package io.openaep.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.openaep.platform.Patience;
import io.openaep.platform.tls.ServerCertificate;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
  @TempDir Path directory;

  @Test
  void bothDoorsServeTheSameRoutesAndOneTrustsTheCertificate() throws Exception {
    ServerCertificate certificate =
        ServerCertificate.ofDirectory(directory, InstantSource.system());
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Operations operations = new Operations("1", Map::of, List.of(), meters);
    List<InetAddress> loopback =
        List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
    try (HttpServer server =
            new HttpServer(
                HttpSettings.defaults(),
                List.of(operations),
                InstantSource.system(),
                new SimpleMeterRegistry());
        HttpClient client = HttpClient.newBuilder().sslContext(trusting(certificate)).build()) {
      int http = server.open(loopback, 0, Optional.empty());
      int https = server.open(loopback, 0, Optional.of(certificate.sslContext()));
      for (String base :
          List.of(
              "http://127.0.0.1:" + http,
              "https://127.0.0.1:" + https,
              "https://localhost:" + https,
              "https://[::1]:" + https)) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(base + "/health/live"))
                .timeout(Patience.LONGEST)
                .build();
        assertThat(client.send(request, BodyHandlers.ofString()).body())
            .as(base)
            .isEqualTo("{\"status\":\"UP\"}");
      }
      try (RawHttp plain = RawHttp.to(https)) {
        plain.write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(plain.readToEnd()).doesNotContain("UP");
      }
    }
  }

  private static SSLContext trusting(ServerCertificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("platform", certificate.chain().getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
