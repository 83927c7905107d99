package io.openaep.platform.northbound;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A call of an application, signed from the published rules (what is sent is signed) and not with
/// the platform's own code. Each part can be spoilt.
final class ApiCall {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private int port;
  private final String method;
  private final String path;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Map<String, String> query = new LinkedHashMap<>();
  private final Map<String, String> signedInstead = new TreeMap<>();
  private String body = "";
  private String secret = "SECRET";
  private boolean lineFeedAtEnd = true;
  private boolean masterKeySigned = true;

  ApiCall(int port, String method, String path, String version, long timestamp) {
    this.port = port;
    this.method = method;
    this.path = path;
    headers.put("application", "AK");
    headers.put("timestamp", String.valueOf(timestamp));
    headers.put("version", version);
  }

  /// What came back.
  record Reply(HttpResponse<String> http, JsonNode json) {
    int status() {
      return http.statusCode();
    }

    int code() {
      return json.path("code").asInt(-99);
    }

    String msg() {
      return json.path("msg").asString("");
    }

    JsonNode result() {
      return json.path("result");
    }
  }

  /// The same call, sent to another port.
  ApiCall at(int other) {
    port = other;
    return this;
  }

  ApiCall masterKey(String masterKey) {
    headers.put("MasterKey", masterKey);
    return this;
  }

  ApiCall header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  ApiCall without(String header) {
    headers.remove(header);
    return this;
  }

  ApiCall query(String name, Object value) {
    query.put(name, value.toString());
    return this;
  }

  ApiCall body(String json) {
    body = json;
    return this;
  }

  ApiCall secret(String other) {
    secret = other;
    return this;
  }

  /// Signs another value than is sent.
  ApiCall signing(String name, String value) {
    signedInstead.put(name, value);
    return this;
  }

  ApiCall withoutSigningTheMasterKey() {
    masterKeySigned = false;
    return this;
  }

  ApiCall withoutLineFeedAtEnd() {
    lineFeedAtEnd = false;
    return this;
  }

  Reply send() {
    String rawQuery =
        query.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + port + path + (rawQuery.isEmpty() ? "" : "?" + rawQuery)))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json; charset=UTF-8");
    headers.forEach(request::header);
    if (!headers.containsKey("signature")) {
      request.header("signature", signature());
    }
    try {
      HttpResponse<String> answer =
          HTTP.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Reply(answer, JsonMapper.shared().readTree(answer.body()));
    } catch (Exception e) {
      throw new AssertionError(method + " " + path, e);
    }
  }

  private String signature() {
    TreeMap<String, String> lines = new TreeMap<>(query);
    if (masterKeySigned && headers.containsKey("MasterKey")) {
      lines.put("MasterKey", headers.get("MasterKey"));
    }
    lines.putAll(signedInstead);
    StringBuilder text = new StringBuilder();
    text.append("application:").append(headers.get("application")).append('\n');
    text.append("timestamp:").append(headers.get("timestamp")).append('\n');
    lines.forEach((name, value) -> text.append(name).append(':').append(value).append('\n'));
    if (!body.isEmpty()) {
      text.append(body).append('\n');
    }
    if (!lineFeedAtEnd) {
      text.setLength(text.length() - 1);
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      byte[] sum = mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(sum);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
