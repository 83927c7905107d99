package io.openaep.platform.http;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What those who run the platform ask for: `/health/live`, `/health/ready`, `/metrics` and
/// `/api/info`. No sign-in, and nothing secret.
public final class Operations implements HttpService {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final String version;
  private final Supplier<Map<String, Optional<Integer>>> ports;
  private final List<HealthCheck> checks;
  private final PrometheusMeterRegistry meters;

  /// @param ports the listening ports by the names of the ready line, empty for a closed door;
  ///   asked at each request because the doors open one after the other
  public Operations(
      String version,
      Supplier<Map<String, Optional<Integer>>> ports,
      List<HealthCheck> checks,
      PrometheusMeterRegistry meters) {
    this.version = version;
    this.ports = ports;
    this.checks = List.copyOf(checks);
    this.meters = meters;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/health/live", this::live);
    rules.get("/health/ready", this::ready);
    rules.get("/metrics", this::metrics);
    rules.get("/api/info", this::info);
  }

  /// The process answers: no more is claimed.
  private void live(ServerRequest request, ServerResponse response) {
    Replies.json(response, 200, Map.of("status", "UP"));
  }

  /// `{"status":"UP"|"DOWN","checks":[{"name":…,"status":…,"reason":…}]}`; 503 if any is down.
  private void ready(ServerRequest request, ServerResponse response) {
    boolean up = true;
    List<Map<String, String>> rows = new ArrayList<>();
    for (HealthCheck check : checks) {
      Optional<String> trouble = check.trouble().get();
      up &= trouble.isEmpty();
      Map<String, String> row = new LinkedHashMap<>();
      row.put("name", check.name());
      row.put("status", trouble.isEmpty() ? "UP" : "DOWN");
      trouble.ifPresent(reason -> row.put("reason", reason));
      rows.add(row);
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("status", up ? "UP" : "DOWN");
    members.put("checks", rows);
    Replies.json(response, up ? 200 : 503, members);
  }

  private void metrics(ServerRequest request, ServerResponse response) {
    Replies.send(response, 200, PROMETHEUS_TEXT, meters.scrape().getBytes(StandardCharsets.UTF_8));
  }

  private void info(ServerRequest request, ServerResponse response) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("name", "OpenAEP");
    members.put("version", version);
    Map<String, Object> open = new LinkedHashMap<>();
    ports.get().forEach((door, port) -> open.put(door, port.orElse(null)));
    members.put("ports", open);
    Replies.json(response, 200, members);
  }
}
