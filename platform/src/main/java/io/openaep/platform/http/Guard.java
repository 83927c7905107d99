package io.openaep.platform.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ErrorHandler;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Around every request: turns what handlers throw into answers of the catalogue, keeps the
/// connection's phase for the watch, and ends a connection whose request or answer asked for it.
final class Guard implements Filter, ErrorHandler<Throwable> {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

  private final int bodyLimitBytes;
  private final HttpRefusals refusals;

  Guard(HttpSettings settings, HttpRefusals refusals) {
    this.bodyLimitBytes = settings.bodyLimitBytes();
    this.refusals = refusals;
  }

  /// The library answers `Connection: close` but leaves the socket open (helidon issue 12324), so
  /// that peers which read to the end hang. Throwing after the answer closes it.
  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    WatchedConnection.enter(WatchedConnection.Phase.NOTHING);
    chain.proceed();
    WatchedConnection.enter(WatchedConnection.Phase.REQUEST);
    if (closes(request.headers()) || closes(response.headers())) {
      throw new CloseConnectionException("the request or its answer asked to close");
    }
  }

  private static boolean closes(Headers headers) {
    return headers.contains(HeaderNames.CONNECTION)
        && headers.get(HeaderNames.CONNECTION).get().equalsIgnoreCase("close");
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response, Throwable thrown) {
    switch (thrown) {
      case CloseConnectionException close -> throw close;
      case ApiException api ->
          refuse(request, response, api.error(), String.valueOf(api.getMessage()));
      case RequestException wrong when wrong.status().code() == 413 ->
          refuse(
              request,
              response,
              ApiError.BODY_TOO_LARGE,
              ApiError.BODY_TOO_LARGE.sentence(String.valueOf(bodyLimitBytes)));
      case RequestException wrong ->
          refuse(
              request,
              response,
              ApiError.MALFORMED_REQUEST,
              ApiError.MALFORMED_REQUEST.sentence(
                  Transport.reason(wrong.safeMessage() ? wrong.getMessage() : null)));
      default -> internal(request, response, thrown);
    }
  }

  /// After a malformed request nothing more can be read from its connection.
  private void refuse(
      ServerRequest request, ServerResponse response, ApiError error, String sentence) {
    if (error == ApiError.MALFORMED_REQUEST) {
      response.header(HeaderNames.CONNECTION, "close");
    }
    HttpRefusals.Body body =
        refusals.refused(
            error,
            request.prologue().method().text(),
            request.path().path(),
            request.remotePeer().host() + ":" + request.remotePeer().port(),
            sentence);
    Replies.send(response, error.status(), body.contentType(), Json.bytes(body.members()));
  }

  private void internal(ServerRequest request, ServerResponse response, Throwable thrown) {
    String incident = "%08x".formatted(ThreadLocalRandom.current().nextInt());
    LOG.error(
        "request failed incident={} method={} path={} remote={}",
        incident,
        request.prologue().method().text(),
        request.path().path(),
        request.remotePeer().host(),
        thrown);
    HttpRefusals.Body body =
        refusals.body(
            ApiError.INTERNAL, request.path().path(), ApiError.INTERNAL.sentence(incident));
    Replies.send(
        response, ApiError.INTERNAL.status(), body.contentType(), Json.bytes(body.members()));
  }
}
