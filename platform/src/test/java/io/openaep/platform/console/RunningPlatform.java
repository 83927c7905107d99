package io.openaep.platform.console;

import io.openaep.platform.Platform;
import io.openaep.platform.PlatformConfig;
import io.openaep.platform.admin.AdminClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole platform of the test's own, with the doors for HTTP and MQTT alone. Every answer of its
/// REST API is held against its own description.
final class RunningPlatform implements AutoCloseable {
  private final Platform platform;
  private final Path data;
  private final Judge judge;
  final String administrator;
  final String tenantId;

  RunningPlatform(Path data) {
    this(data, Map.of());
  }

  /// @param settings beyond the usual ones
  RunningPlatform(Path data, Map<String, String> settings) {
    this.data = data;
    Map<String, String> changes = new LinkedHashMap<>();
    changes.put("data", data.toString());
    for (String door : List.of("https", "lwm2m", "lwm2ms", "mqtts", "tcp")) {
      changes.put(door + "-port", "off");
    }
    changes.put("http-port", "0");
    changes.put("mqtt-port", "0");
    changes.putAll(settings);
    platform = Platform.start(PlatformConfig.standard().with(changes), "test");
    platform.ensureApplication("AK", "SECRET");
    administrator =
        overSocket("POST", "/api/tokens", "{\"name\":\"test\",\"role\":\"administrator\"}")
            .path("token")
            .asString();
    judge =
        new Judge(new RestCall(port("http"), "GET", "/api/openapi.json").send().expect(200).json());
    tenantId = get("/api/tenants").json().path("items").path(0).path("tenantId").asString();
  }

  int port(String door) {
    return platform.port(door).orElseThrow();
  }

  JsonNode description() {
    return judge.description();
  }

  JsonNode overSocket(String method, String target, String body) {
    try {
      AdminClient.Answer answer =
          new AdminClient(data).call(method, target, body.getBytes(StandardCharsets.UTF_8));
      return JsonMapper.shared().readTree(answer.body().toArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RestCall.Answer call(String token, String method, String path, String body) {
    RestCall call = new RestCall(port("http"), method, path).as(token);
    if (!body.isEmpty()) {
      call.body(body);
    }
    RestCall.Answer answer = call.send();
    judge.check(method, path, answer);
    return answer;
  }

  /// As administrator, and it must go well.
  RestCall.Answer get(String path) {
    return call(administrator, "GET", path, "").expect(200);
  }

  RestCall.Answer post(int status, String path, String body) {
    return call(administrator, "POST", path, body).expect(status);
  }

  RestCall.Answer put(int status, String path, String body) {
    return call(administrator, "PUT", path, body).expect(status);
  }

  RestCall.Answer patch(int status, String path, String body) {
    return call(administrator, "PATCH", path, body).expect(status);
  }

  RestCall.Answer delete(int status, String path) {
    return call(administrator, "DELETE", path, "").expect(status);
  }

  String token(String tenant, String role) {
    return post(
            201,
            "/api/tokens?tenant=" + tenant,
            "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(role, role))
        .text("token");
  }

  @Override
  public void close() {
    platform.close();
  }
}
