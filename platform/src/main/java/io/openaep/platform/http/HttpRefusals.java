package io.openaep.platform.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the HTTP server itself refuses, before or beside every API: counted, logged with the peer's
/// address (bounded), and answered in the form of the path. Thread-safe.
final class HttpRefusals {
  private static final Logger LOG = LoggerFactory.getLogger(HttpRefusals.class);

  private final List<ErrorForm> forms;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final RefusalLog log = new RefusalLog();

  HttpRefusals(List<ErrorForm> forms, InstantSource clock, MeterRegistry meters) {
    this.forms = List.copyOf(forms);
    this.clock = clock;
    this.meters = meters;
  }

  /// What is answered beside the status.
  record Body(String contentType, Map<String, ? extends @Nullable Object> members) {}

  /// Counts and logs a refusal.
  ///
  /// @param remote `host:port`
  Body refused(ApiError error, String method, String path, String remote, String sentence) {
    Counter.builder("openaep.http.malformed")
        .description("Requests that are no HTTP, or pass a limit")
        .tag("kind", error.code())
        .register(meters)
        .increment();
    String host = remote.substring(0, Math.max(0, remote.lastIndexOf(':')));
    OptionalLong unsaid = log.line(host + ' ' + error.code(), clock.instant());
    if (unsaid.isPresent()) {
      LOG.info(
          "refused door=http kind={} device=- remote={} method={} path={} status={} reason=\"{}\""
              + " unsaid={}",
          error.code(),
          remote,
          Printable.of(method, 20),
          Printable.of(path, 200),
          error.status(),
          Printable.of(sentence, 300),
          unsaid.getAsLong());
    }
    return body(error, path, sentence);
  }

  /// The body of an error in the form of its path.
  Body body(ApiError error, String path, String sentence) {
    for (ErrorForm form : forms) {
      var own = form.errorMembers(path, error.status(), sentence);
      if (own.isPresent()) {
        return new Body(form.errorContentType(), own.get());
      }
    }
    return new Body(Replies.JSON, Replies.errorMembers(error, error.status(), sentence));
  }
}
