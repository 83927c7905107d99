package io.openaep.platform.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
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

  /// Sends an answer that has no body.
  public static void empty(ServerResponse response, int status) {
    response.status(Status.create(status));
    response.header("X-Content-Type-Options", "nosniff");
    WatchedConnection.enter(WatchedConnection.Phase.ANSWER);
    response.send();
    WatchedConnection.enter(WatchedConnection.Phase.NOTHING);
  }

  /// Writes an answer piece by piece.
  @FunctionalInterface
  public interface Writer {
    void write(OutputStream out) throws IOException;
  }

  /// Sends an answer whose pieces come over time; returns when `writer` does or the peer has gone.
  /// The peer has the usual time to take each piece, however long the whole lasts.
  public static void stream(
      ServerResponse response, int status, String contentType, Writer writer) {
    response.status(Status.create(status));
    response.header(HeaderNames.CONTENT_TYPE, contentType);
    response.header("X-Content-Type-Options", "nosniff");
    try (OutputStream out = new WatchedStream(response.outputStream())) {
      writer.write(out);
    } catch (IOException | UncheckedIOException e) {
      throw new CloseConnectionException("the peer has gone", e);
    }
  }

  /// Tells the watch while the peer is expected to take something.
  private static final class WatchedStream extends FilterOutputStream {
    WatchedStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      WatchedConnection.enter(WatchedConnection.Phase.ANSWER);
      out.write(bytes, offset, length);
      WatchedConnection.enter(WatchedConnection.Phase.NOTHING);
    }

    @Override
    public void flush() throws IOException {
      WatchedConnection.enter(WatchedConnection.Phase.ANSWER);
      out.flush();
      WatchedConnection.enter(WatchedConnection.Phase.NOTHING);
    }
  }

  static void json(ServerResponse response, int status, Map<String, ?> members) {
    send(response, status, JSON, Json.bytes(members));
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
