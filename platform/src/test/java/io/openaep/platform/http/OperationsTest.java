package io.openaep.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationsTest {
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMeters process = new ProcessMeters();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Optional<String> journalTrouble = Optional.empty();
  private final HttpServer server =
      new HttpServer(
          HttpSettings.defaults(),
          List.of(
              new Operations(
                  "1.2.3",
                  OperationsTest::ports,
                  List.of(
                      new HealthCheck("journal", () -> journalTrouble),
                      new HealthCheck("tails", Optional::empty)),
                  meters)),
          InstantSource.system(),
          meters);
  private int port;

  @BeforeEach
  void open() {
    process.bindTo(meters);
    port = server.open(List.of(InetAddress.ofLiteral("127.0.0.1")), 0, Optional.empty());
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
    process.close();
  }

  @Test
  void liveIsUp() throws Exception {
    assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void readyListsEachCheck() throws Exception {
    HttpResponse<String> answer = get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"status\":\"UP\",\"checks\":[{\"name\":\"journal\",\"status\":\"UP\"},"
                + "{\"name\":\"tails\",\"status\":\"UP\"}]}");
  }

  @Test
  void notReadyTellsWhyAndRecovers() throws Exception {
    journalTrouble = Optional.of("The disk is full.");
    HttpResponse<String> answer = get("/health/ready");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("{\"name\":\"journal\",\"status\":\"DOWN\",\"reason\":\"The disk is full.\"}");
    journalTrouble = Optional.empty();
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsNameProcessorTimeAndMemoryAsUsual() throws Exception {
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("text/plain");
    assertThat(answer.body()).contains("jvm_memory_used_bytes{", "process_resident_memory_bytes ");
    double seconds =
        answer
            .body()
            .lines()
            .filter(line -> line.startsWith("process_cpu_seconds_total "))
            .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[1]))
            .findFirst()
            .orElseThrow();
    assertThat(seconds).isPositive();
  }

  @Test
  void infoTellsNameVersionAndPorts() throws Exception {
    assertThat(get("/api/info").body())
        .isEqualTo(
            "{\"name\":\"OpenAEP\",\"version\":\"1.2.3\","
                + "\"ports\":{\"http\":8080,\"mqtt\":1883,\"mqtts\":null}}");
  }

  private static Map<String, Optional<Integer>> ports() {
    Map<String, Optional<Integer>> ports = new LinkedHashMap<>();
    ports.put("http", Optional.of(8080));
    ports.put("mqtt", Optional.of(1883));
    ports.put("mqtts", Optional.empty());
    return ports;
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        BodyHandlers.ofString());
  }
}
