package io.openaep.platform.console;

import io.openaep.platform.account.Caller;
import io.openaep.platform.account.Role;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Exchange;
import io.openaep.platform.console.rest.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The REST API for the operator of this machine, who may do everything: what stands behind the
/// admin socket. Thread-safe.
public final class LocalConsole {
  private static final String JSON = "application/json";

  private final RestApi api;

  public LocalConsole(RestApi api) {
    this.api = api;
  }

  /// Where the answer goes: first {@link #begin}, once, then the body.
  public interface Sink {
    /// @param contentType empty if there is no body
    OutputStream begin(int status, String contentType) throws IOException;
  }

  /// Answers one request.
  ///
  /// @param user the operating system's name of the operator, for the audit log
  /// @param target path and query, as in HTTP
  /// @param body empty for none
  public void call(String user, String method, String target, byte[] body, Sink sink)
      throws IOException {
    Caller caller = new Caller("socket:" + user, Role.ADMINISTRATOR, Optional.empty(), Set.of());
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    Reply reply =
        api.answer(
            new Call.Request(method, path, "local", true, Map.of("content-type", JSON)),
            path,
            question < 0 ? "" : target.substring(question + 1),
            (_, _) -> caller,
            use -> use.accept(body));
    switch (reply) {
      case Reply.Json json -> sink.begin(json.status(), JSON).write(Exchange.json(json.members()));
      case Reply.File file ->
          sink.begin(file.status(), file.contentType()).write(file.content().unsafeArray());
      case Reply.Empty empty ->
          sink.begin(empty.status(), "").write("".getBytes(StandardCharsets.UTF_8));
      case Reply.Stream stream ->
          stream.writer().write(sink.begin(stream.status(), stream.contentType()));
    }
  }
}
