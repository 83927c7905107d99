package io.openaep.platform.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/// Answers what never reaches a route: a request line that is none, headers beyond the limit, a
/// broken chunk. The answer is of the catalogue like any other, and the connection is closed.
final class Transport implements DirectHandler {
  private final String bodyLimit;
  private final HttpRefusals refusals;

  Transport(HttpSettings settings, HttpRefusals refusals) {
    this.bodyLimit = String.valueOf(settings.bodyLimitBytes());
    this.refusals = refusals;
  }

  DirectHandlers handlers() {
    DirectHandlers.Builder builder = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      builder.addHandler(type, this);
    }
    return builder.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    ApiError error = error(type, status);
    String sentence =
        switch (error) {
          case BODY_TOO_LARGE -> error.sentence(bodyLimit);
          case INTERNAL, MALFORMED_REQUEST, NOT_FOUND, HEADERS_TOO_LARGE, HTTP_VERSION, BUSY ->
              error.sentence(reason(message));
        };
    HttpRefusals.Body body =
        refusals.refused(
            error, request.method(), request.path(), WatchedConnection.peer(), sentence);
    headers.set(HeaderNames.CONTENT_TYPE, body.contentType());
    return TransportResponse.builder()
        .status(Status.create(error.status()))
        .headers(headers)
        .entity(Json.bytes(body.members()))
        .keepAlive(false)
        .build();
  }

  /// The library's reason, fit for a peer and a log line.
  static String reason(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return "it breaks RFC 9112";
    }
    return Printable.of(message, 200);
  }

  /// What routes throw is answered by {@link Guard}, so that an "internal error" here is the
  /// library's parser tripping over the request.
  private static ApiError error(EventType type, Status status) {
    if (type == EventType.HTTP_VERSION_NOT_SUPPORTED) {
      return ApiError.HTTP_VERSION;
    }
    return switch (status.code()) {
      case 413 -> ApiError.BODY_TOO_LARGE;
      case 414, 431 -> ApiError.HEADERS_TOO_LARGE;
      default -> ApiError.MALFORMED_REQUEST;
    };
  }
}
