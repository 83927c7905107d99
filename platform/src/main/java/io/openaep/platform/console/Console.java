package io.openaep.platform.console;

import io.helidon.http.Header;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.openaep.platform.account.AccountTables;
import io.openaep.platform.account.Caller;
import io.openaep.platform.console.rest.Call;
import io.openaep.platform.console.rest.Exchange;
import io.openaep.platform.console.rest.OpenApi;
import io.openaep.platform.console.rest.Problem;
import io.openaep.platform.console.rest.ProblemKind;
import io.openaep.platform.console.rest.Reply;
import io.openaep.platform.console.rest.Resource;
import io.openaep.platform.console.rest.Route;
import io.openaep.platform.console.rest.RouteTable;
import io.openaep.platform.http.ApiError;
import io.openaep.platform.http.ApiException;
import io.openaep.platform.http.Bodies;
import io.openaep.platform.http.Replies;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.registry.Refused;
import io.openaep.platform.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the REST API on the HTTP server: everything under `/api/` but what the server answers by
/// itself. Each call runs on its request's virtual thread, in this order: route, who, rights,
/// parameters and body, audit line, handler.
public final class Console implements HttpService {
  private static final Logger LOG = LoggerFactory.getLogger(Console.class);
  private static final String PROBLEM = "application/problem+json";
  private static final String JSON = "application/json";

  private final RouteTable table;
  private final Doorkeeper doorkeeper;
  private final AccountTables accounts;
  private final Call.Tenants tenants;
  private final Bodies bodies;
  private final MeterRegistry meters;

  /// @param version what the OpenAPI document says
  public Console(
      List<? extends Resource> resources,
      AccountTables accounts,
      Call.Tenants tenants,
      Bodies bodies,
      String version,
      MeterRegistry meters) {
    List<Resource> all = new ArrayList<>(resources);
    all.add(new Description(all, version));
    this.table = new RouteTable(all);
    this.doorkeeper = new Doorkeeper(accounts.tokens());
    this.accounts = accounts;
    this.tenants = tenants;
    this.bodies = bodies;
    this.meters = meters;
  }

  @Override
  public void routing(HttpRules rules) {
    rules.any("/api/*", this::serve);
  }

  private void serve(ServerRequest http, ServerResponse response) {
    Timer.Sample sample = Timer.start(meters);
    Served served = new Served(request(http));
    try {
      send(response, answer(http, served));
    } catch (Problem problem) {
      served.status = problem.kind().status();
      refuse(response, served, problem);
    } finally {
      sample.stop(
          meters.timer(
              "openaep.console.calls", "route", served.route, "status", "" + served.status));
    }
  }

  /// What the log and the metrics say of one request.
  private static final class Served {
    private final Call.Request request;
    private String route = "unknown";
    private String caller = "";
    private int status = 500;

    Served(Call.Request request) {
      this.request = request;
    }
  }

  private Reply answer(ServerRequest http, Served served) {
    Call.Request request = served.request;
    RouteTable.Found.Match match =
        switch (table.find(request.method(), http.path().rawPath())) {
          case RouteTable.Found.Match found -> found;
          case RouteTable.Found.OtherMethod(List<String> methods) ->
              throw new Problem(
                  ProblemKind.METHOD,
                  "%s is called with %s.".formatted(request.path(), String.join(" or ", methods)));
          case RouteTable.Found.Nothing() ->
              throw Problem.notFound(
                  "There is nothing at %s; /api/openapi.json lists what there is."
                      .formatted(printable(request.path())));
        };
    Route route = match.route();
    served.route = route.method() + " /api" + route.path();
    Caller caller = doorkeeper.admit(route.access(), request);
    served.caller = caller.name();
    Reply[] reply = new Reply[1];
    try {
      bodies.read(
          http,
          bytes -> {
            Call call =
                Exchange.call(match, caller, request, http.query().rawValue(), bytes, tenants);
            reply[0] = route.writes() ? audited(route, call) : handled(route, call);
          });
    } catch (ApiException e) {
      throw asProblem(e);
    }
    served.status = reply[0].status();
    LOG.debug(
        "console route=\"{}\" device= caller={} remote={} status={}",
        served.route,
        served.caller,
        request.remote(),
        served.status);
    return reply[0];
  }

  /// A change, between the two halves of its line in the audit log.
  private Reply audited(Route route, Call call) {
    Call.Request request = call.request();
    long line =
        accounts
            .audit()
            .begin(
                call.caller(),
                request.remote(),
                route.method() + " /api" + route.path(),
                request.path());
    int status = 500;
    try {
      Reply reply = handled(route, call);
      status = reply.status();
      return reply;
    } catch (Problem problem) {
      status = problem.kind().status();
      throw problem;
    } finally {
      accounts.audit().ended(line, status, call.concerned());
    }
  }

  private static Reply handled(Route route, Call call) {
    try {
      return route.handler().handle(call);
    } catch (Refused refused) {
      throw Refusals.asProblem(refused);
    } catch (JournalUnavailable | StoreException e) {
      LOG.error("not stored route=\"{}\" device=", route.path(), e);
      throw new Problem(
          ProblemKind.UNAVAILABLE,
          "The platform cannot read or write its data now; a full disk is the usual reason."
              + " Try again later.");
    }
  }

  private static Problem asProblem(ApiException e) {
    if (e.error() == ApiError.BODY_TOO_LARGE) {
      return new Problem(ProblemKind.TOO_LARGE, String.valueOf(e.getMessage()));
    }
    throw e;
  }

  private static void refuse(ServerResponse response, Served served, Problem problem) {
    LOG.info(
        "refused route=\"{}\" device= method={} path={} caller={} remote={} status={} reason=\"{}\"",
        served.route,
        printable(served.request.method()),
        printable(served.request.path()),
        served.caller,
        served.request.remote(),
        problem.kind().status(),
        printable(String.valueOf(problem.getMessage())));
    response.header("Cache-Control", "no-store");
    if (problem.kind() == ProblemKind.UNAUTHENTICATED) {
      response.header("WWW-Authenticate", "Bearer realm=\"openaep\"");
    }
    Replies.send(response, problem.kind().status(), PROBLEM, Exchange.json(problem.members()));
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
      case Reply.Empty(int status) -> Replies.empty(response, status);
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

  private static String printable(String text) {
    String bounded = text.length() > 300 ? text.substring(0, 300) + "…" : text;
    return bounded.replaceAll("[\\p{Cntrl}\"]", "?");
  }

  /// `/api/openapi.json`, which tells of itself too.
  private static final class Description implements Resource {
    private final List<Resource> others;
    private final String version;

    Description(List<Resource> others, String version) {
      this.others = List.copyOf(others);
      this.version = version;
    }

    @Override
    public List<Route> routes() {
      List<Route> all = new ArrayList<>();
      others.forEach(it -> all.addAll(it.routes()));
      Route own =
          Route.get("/openapi.json", "This description, OpenAPI 3.1.")
              .open()
              .by(_ -> document(all));
      all.add(own);
      return List.of(own);
    }

    private Reply document(List<Route> all) {
      return new Reply.Json(200, OpenApi.of(all, version), Map.of());
    }
  }
}
