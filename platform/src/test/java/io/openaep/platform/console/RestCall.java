package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One call of the REST API by the JDK's client.
final class RestCall {
  /// A larger body is announced: a refusal that overtakes it would break the connection.
  private static final int ANNOUNCED_CHARS = 100_000;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final int port;
  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private Optional<String> body = Optional.empty();

  RestCall(int port, String method, String path) {
    this.port = port;
    this.method = method;
    this.path = path;
  }

  /// @param json the body of an answer; null where it is none
  record Answer(int status, JsonNode json, HttpResponse<String> http) {
    Answer expect(int wanted) {
      assertThat(status).as(http.body()).isEqualTo(wanted);
      return this;
    }

    String text(String name) {
      return json.path(name).asString();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  RestCall as(String token) {
    return header("Authorization", "Bearer " + token);
  }

  RestCall header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  RestCall body(String json) {
    body = Optional.of(json);
    headers.putIfAbsent("Content-Type", "application/json");
    return this;
  }

  Answer send() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .expectContinue(body.filter(it -> it.length() > ANNOUNCED_CHARS).isPresent())
            .method(method, body.map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer = CLIENT.send(request.build(), BodyHandlers.ofString());
      String type = answer.headers().firstValue("Content-Type").orElse("");
      JsonNode json =
          type.contains("json")
              ? JsonMapper.shared().readTree(answer.body().replace("\uFEFF", ""))
              : JsonMapper.shared().createObjectNode();
      return new Answer(answer.statusCode(), json, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
