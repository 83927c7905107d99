package io.openaep.platform.northbound.gateway;

import io.openaep.platform.http.Printable;
import io.openaep.platform.requests.RequestEntry;
import java.time.Duration;
import java.time.Instant;

/// What is known of a call while it runs, for metrics and logs. Used by one thread.
final class CallNote {
  private static final int TEXT_CHARACTERS = 300;

  private final HttpCall http;
  private final Instant at;
  private String api = "unknown";
  private String tenantId = "";
  private String device = "-";
  private String reason = "";

  CallNote(HttpCall http, Instant at) {
    this.http = http;
    this.at = at;
  }

  void api(String word) {
    api = word;
  }

  void tenant(String known) {
    tenantId = known;
  }

  boolean hasTenant() {
    return !tenantId.isEmpty();
  }

  void device(String named) {
    device = named.isBlank() ? device : printable(named);
  }

  void reason(String sentence) {
    reason = printable(sentence);
  }

  String api() {
    return api;
  }

  String device() {
    return device;
  }

  HttpCall http() {
    return http;
  }

  RequestEntry entry(Answer answer, Instant now) {
    return new RequestEntry(
        at,
        tenantId,
        printable(http.header("application").orElse("")),
        api,
        printable(http.method()),
        printable(http.path()),
        device,
        answer.status(),
        answer.code(),
        reason,
        http.remote(),
        Duration.between(at, now));
  }

  /// Text of a caller made safe for a log line.
  static String printable(String text) {
    return Printable.of(text, TEXT_CHARACTERS);
  }
}
