package io.openaep.devices.cloud;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Signs and sends northbound calls, and reads their envelope. Blocking; thread-safe.
public final class CloudClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Duration SLOWER = Duration.ofSeconds(1);
  private static final int SLOWER_TRIES = 60;

  private final URI base;
  private final String appKey;
  private final String appSecret;
  private final InstantSource clock;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();

  /// @param base such as `http://127.0.0.1:8080`
  public CloudClient(URI base, String appKey, String appSecret, InstantSource clock) {
    this.base = base;
    this.appKey = appKey;
    this.appSecret = appSecret;
    this.clock = clock;
  }

  /// What `/api/info` says: name, version, ports.
  public JsonNode info() throws CloudException {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/api/info")).GET();
    return read("/api/info", answer("/api/info", request));
  }

  /// A call with query parameters only.
  JsonNode call(
      String method,
      String path,
      String version,
      Optional<String> masterKey,
      Map<String, String> query)
      throws CloudException {
    return send(method, path, version, masterKey, query, "");
  }

  /// A call with a JSON body.
  JsonNode call(String method, String path, String version, Optional<String> masterKey, Object body)
      throws CloudException {
    return send(method, path, version, masterKey, Map.of(), JSON.writeValueAsString(body));
  }

  /// A call with query parameters and a JSON body; only the parameters sent are signed. Where the
  /// application calls faster than it may it waits and calls again: nothing was carried out.
  JsonNode send(
      String method,
      String path,
      String version,
      Optional<String> masterKey,
      Map<String, String> query,
      String body)
      throws CloudException {
    String call = method + " " + path;
    HttpResponse<String> response =
        answer(call, signed(method, path, version, masterKey, query, body));
    for (int i = 0; i < SLOWER_TRIES && response.statusCode() == TOO_MANY_REQUESTS; i++) {
      pause(call);
      response = answer(call, signed(method, path, version, masterKey, query, body));
    }
    JsonNode answer = read(call, response);
    if (answer.path("code").asInt(0) != 0) {
      throw new CloudException(call + ": " + answer);
    }
    return answer;
  }

  private static void pause(String call) throws CloudException {
    try {
      TimeUnit.NANOSECONDS.sleep(SLOWER.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(call + ": interrupted", e);
    }
  }

  private HttpRequest.Builder signed(
      String method,
      String path,
      String version,
      Optional<String> masterKey,
      Map<String, String> query,
      String body) {
    long timestamp = clock.millis();
    Map<String, String> signed = new TreeMap<>(query);
    masterKey.ifPresent(key -> signed.put("MasterKey", key));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path + queryString(query)))
            .header("application", appKey)
            .header("timestamp", Long.toString(timestamp))
            .header("version", version)
            .header("signature", Signature.of(appKey, appSecret, timestamp, signed, body))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json; charset=UTF-8");
    }
    masterKey.ifPresent(key -> request.header("MasterKey", key));
    return request;
  }

  private HttpResponse<String> answer(String call, HttpRequest.Builder request)
      throws CloudException {
    try {
      return http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (ConnectException e) {
      throw new CloudException(call + ": nothing listens at " + base, e);
    } catch (SSLHandshakeException e) {
      throw new CloudException(
          "the certificate of %s is not trusted here (%s); put it into a trust store and start with OPENAEP_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE, or take the platform's plain HTTP door"
              .formatted(base, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new CloudException(call + ": no answer from " + base + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudException(call + ": interrupted", e);
    }
  }

  private static JsonNode read(String call, HttpResponse<String> response) throws CloudException {
    if (response.statusCode() != 200) {
      throw new CloudException(call + ": HTTP " + response.statusCode() + " " + response.body());
    }
    try {
      return JSON.readTree(response.body());
    } catch (JacksonException e) {
      throw new CloudException(call + ": the answer is not JSON", e);
    }
  }

  private static String queryString(Map<String, String> query) {
    return query.isEmpty()
        ? ""
        : query.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "?", ""));
  }

  @Override
  public void close() {
    http.close();
  }
}
