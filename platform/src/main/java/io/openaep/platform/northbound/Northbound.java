package io.openaep.platform.northbound;

import io.helidon.http.Header;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.openaep.platform.http.ApiException;
import io.openaep.platform.http.Bodies;
import io.openaep.platform.http.ErrorForm;
import io.openaep.platform.http.Replies;
import io.openaep.platform.northbound.gateway.Answer;
import io.openaep.platform.northbound.gateway.Envelope;
import io.openaep.platform.northbound.gateway.FunctionTable;
import io.openaep.platform.northbound.gateway.Gateway;
import io.openaep.platform.northbound.gateway.GatewayPorts;
import io.openaep.platform.northbound.gateway.GatewaySettings;
import io.openaep.platform.northbound.gateway.HttpCall;
import io.openaep.platform.northbound.gateway.Operation;
import io.openaep.platform.northbound.module.Module;
import io.openaep.platform.northbound.module.Refusals;
import io.openaep.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Puts the northbound API on the HTTP server: `/echo` and every path under a module of AEP. Each
/// call runs on its request's virtual thread.
public final class Northbound implements HttpService, ErrorForm {
  private static final byte[] NONE = {};
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

  private final Set<String> modules;
  private final Gateway gateway;
  private final Bodies bodies;
  private final InstantSource clock;

  /// @param table every function that AEP has
  /// @param modules those that are served
  public Northbound(
      FunctionTable table,
      List<Module> modules,
      Bodies bodies,
      GatewayPorts ports,
      GatewaySettings settings) {
    this.bodies = bodies;
    this.clock = ports.clock();
    this.modules = Set.copyOf(table.modules());
    this.gateway = new Gateway(table, served(modules), ports, settings);
  }

  private static Map<String, Operation> served(List<Module> modules) {
    Map<String, Operation> served = new HashMap<>();
    for (Module module : modules) {
      module
          .operations()
          .forEach((name, operation) ->
              served.put(module.name() + "/" + name, Refusals.caught(operation)));
    }
    return served;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.get("/echo", this::echo);
    rules.any("/{module}/*", this::callOrPass);
  }

  /// Takes every module that AEP knows, and what looks like one of AEP's, so that a mistyped module
  /// is answered in AEP's envelope. Anything else is another feature's.
  private void callOrPass(ServerRequest request, ServerResponse response) {
    String module = request.path().pathParameters().get("module");
    if (isModule(module)) {
      call(request, response);
    } else {
      response.next();
    }
  }

  private boolean isModule(String segment) {
    return modules.contains(segment) || segment.startsWith("aep_");
  }

  @Override
  public Optional<Map<String, @Nullable Object>> errorMembers(
      String path, int status, String sentence) {
    return isModule(Envelope.module(path))
        ? Optional.of(Envelope.failed(path, status, sentence))
        : Optional.empty();
  }

  /// Tells the time; no sign-in, nothing else is looked at (AEP northbound, 1.2).
  private void echo(ServerRequest request, ServerResponse response) {
    response.header("x-ag-timestamp", String.valueOf(clock.millis()));
    Replies.send(response, 200, Replies.JSON, EMPTY_OBJECT);
  }

  private void call(ServerRequest request, ServerResponse response) {
    try {
      bodies.read(request, body -> send(response, gateway.answer(http(request, body))));
    } catch (ApiException e) {
      String sentence = String.valueOf(e.getMessage());
      send(response, gateway.refuseEarly(http(request, NONE), e.error().status(), sentence));
      throw new CloseConnectionException("the rest of the body is not wanted");
    }
  }

  private static void send(ServerResponse response, Answer answer) {
    if (answer.status() == 429 || answer.status() == 503) {
      response.header("Retry-After", "1");
    }
    if (answer.packed()) {
      Replies.stream(response, answer.status(), Replies.JSON, answer::writeTo);
    } else {
      Replies.send(response, answer.status(), Replies.JSON, answer.kept().unsafeArray());
    }
  }

  private static HttpCall http(ServerRequest request, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : request.headers()) {
      headers.put(header.name().toLowerCase(Locale.ROOT), header.get());
    }
    return new HttpCall(
        request.prologue().method().text(),
        request.path().path(),
        request.query().rawValue(),
        headers,
        Bytes.wrap(body),
        request.remotePeer().host() + ":" + request.remotePeer().port());
  }
}
