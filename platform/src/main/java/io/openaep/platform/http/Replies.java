package io.openaep.platform.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sends whole answers, with the watch over how long the peer takes them.
public final class Replies {
  public static final String JSON = "application/json; charset=UTF-8";

  private Replies() {}

  /// Sends `body` and returns when it is written.
  public static void send(ServerResponse response, int status, String contentType, byte[] body) {
    response.status(Status.create(status));
    response.header(HeaderNames.CONTENT_TYPE, contentType);
    response.header("X-Content-Type-Options", "nosniff");
    WatchedConnection.enter(WatchedConnection.Phase.ANSWER);
    response.send(body);
    WatchedConnection.enter(WatchedConnection.Phase.NOTHING);
  }

  static void json(ServerResponse response, int status, Map<String, ?> members) {
    send(response, status, JSON, Json.bytes(members));
  }

  static void error(ServerResponse response, ApiError error, String sentence) {
    json(response, error.status(), errorMembers(error, error.status(), sentence));
  }

  /// The body of every error that is not an API's own.
  static Map<String, Object> errorMembers(ApiError error, int status, String sentence) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("error", error.code());
    members.put("status", status);
    members.put("message", sentence);
    return members;
  }
}
