package io.openaep.platform.console;

import io.helidon.http.Header;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.openaep.platform.account.AccountTables;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Exchange;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.http.ApiError;
import io.openaep.platform.http.ApiException;
import io.openaep.platform.http.Bodies;
import io.openaep.platform.http.ErrorForm;
import io.openaep.platform.http.Replies;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts the REST API on the HTTP server: everything under `/api/` but what the server answers by
/// itself, whose errors have the same form. Each call runs on its request's virtual thread.
public final class Console implements HttpService, ErrorForm {
  private static final String JSON = "application/json";

  private final RestApi api;
  private final Doorkeeper doorkeeper;
  private final Bodies bodies;

  public Console(RestApi api, AccountTables accounts, Bodies bodies) {
    this.api = api;
    this.doorkeeper = new Doorkeeper(accounts);
    this.bodies = bodies;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/api/*", this::serve);
  }

  @Override
  public Optional<Map<String, @Nullable Object>> errorMembers(
      String path, int status, String sentence) {
    return path.equals("/api") || path.startsWith("/api/")
        ? ProblemKind.of(status)
            .map(kind -> new LinkedHashMap<>(new Problem(kind, sentence).members()))
        : Optional.empty();
  }

  @Override
  public String errorContentType() {
    return RestApi.PROBLEM;
  }

  private void serve(ServerRequest http, ServerResponse response) {
    Reply reply =
        api.answer(
            request(http),
            http.path().rawPath(),
            http.query().rawValue(),
            doorkeeper::admit,
            use -> read(http, use));
    send(response, reply);
  }

  private void read(ServerRequest http, Consumer<byte[]> use) {
    try {
      bodies.read(http, use);
    } catch (ApiException e) {
      if (e.error() == ApiError.BODY_TOO_LARGE) {
        throw new Problem(ProblemKind.TOO_LARGE, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private static void send(ServerResponse response, Reply reply) {
    response.header("Cache-Control", "no-store");
    switch (reply) {
      case Reply.Json(int status, Object members, Map<String, String> headers) -> {
        headers.forEach((name, value) -> response.header(name, value));
        Replies.send(response, status, JSON, Exchange.json(members));
      }
      case Reply.File file -> {
        file.headers().forEach((name, value) -> response.header(name, value));
        Replies.send(response, file.status(), file.contentType(), file.content().unsafeArray());
      }
      case Reply.Empty(int status, Map<String, String> headers) -> {
        headers.forEach((name, value) -> response.header(name, value));
        Replies.empty(response, status);
      }
      case Reply.Stream(int status, String contentType, Reply.StreamWriter writer) ->
          Replies.stream(response, status, contentType, writer::write);
    }
  }

  private static Call.Request request(ServerRequest http) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : http.headers()) {
      headers.put(header.name().toLowerCase(Locale.ROOT), header.get());
    }
    return new Call.Request(
        http.prologue().method().text(),
        http.path().path(),
        http.remotePeer().host(),
        http.isSecure(),
        headers);
  }
}
