package io.openaep.platform.console;

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
import io.openaep.platform.console.rest.Shape;
import io.openaep.platform.http.Printable;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.registry.Refused;
import io.openaep.platform.store.StoreException;
import io.openaep.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The routes at work: from a request to a reply, whatever brought it (HTTP or the admin socket),
/// in this order: route, who, rights, parameters and body, audit line, handler. Runs on the
/// caller's thread and blocks it; thread-safe.
public final class RestApi {
  static final String PROBLEM = "application/problem+json";
  private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
  private static final int TEXT_CHARS = 300;

  private final RouteTable table;
  private final AccountTables accounts;
  private final Call.Tenants tenants;
  private final MeterRegistry meters;

  /// Who calls, by what the route demands.
  @FunctionalInterface
  interface Admission {
    /// @throws Problem if the caller is not known or may not
    Caller admit(Route.Access access, Call.Request request);
  }

  /// Where the body comes from, read only once the caller is admitted.
  @FunctionalInterface
  interface BodySource {
    /// @throws Problem if it is too large
    void read(Consumer<byte[]> use);
  }

  /// @param version what the OpenAPI document says
  public RestApi(
      List<? extends Resource> resources,
      AccountTables accounts,
      Call.Tenants tenants,
      String version,
      MeterRegistry meters) {
    List<Resource> all = new ArrayList<>(resources);
    all.add(new Description(all, version));
    this.table = new RouteTable(all);
    this.accounts = accounts;
    this.tenants = tenants;
    this.meters = meters;
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

  /// Answers one request; what the caller did wrong is in the reply, an exception is our mistake.
  Reply answer(
      Call.Request request,
      String rawPath,
      String rawQuery,
      Admission admission,
      BodySource source) {
    Timer.Sample sample = Timer.start(meters);
    Served served = new Served(request);
    try {
      Reply reply = admitted(served, rawPath, rawQuery, admission, source);
      served.status = reply.status();
      LOG.debug(
          "console route=\"{}\" device= caller={} remote={} status={}",
          served.route,
          served.caller,
          request.remote(),
          served.status);
      return reply;
    } catch (Problem problem) {
      served.status = problem.kind().status();
      return refused(served, problem);
    } catch (StoreException e) {
      Problem problem = unavailable(served.route, e);
      served.status = problem.kind().status();
      return refused(served, problem);
    } finally {
      sample.stop(
          Timer.builder("openaep.console.calls")
              .description("Calls of the REST API")
              .tags("route", served.route, "status", "" + served.status)
              .register(meters));
    }
  }

  private Reply admitted(
      Served served, String rawPath, String rawQuery, Admission admission, BodySource source) {
    Call.Request request = served.request;
    RouteTable.Found.Match match =
        switch (table.find(request.method(), rawPath)) {
          case RouteTable.Found.Match found -> found;
          case RouteTable.Found.OtherMethod(List<String> methods) ->
              throw Problem.otherMethod(request.path(), methods);
          case RouteTable.Found.Nothing() ->
              throw Problem.notFound(
                  "There is nothing at %s; /api/openapi.json lists what there is."
                      .formatted(printable(request.path())));
        };
    Route route = match.route();
    served.route = route.method() + " /api" + route.path();
    Caller caller = admission.admit(route.access(), request);
    served.caller = caller.name();
    List<Reply> reply = new ArrayList<>(1);
    source.read(bytes -> {
      Call call = Exchange.call(match, caller, request, rawQuery, bytes, tenants);
      reply.add(changes(route) || shows(route) ? audited(route, call) : handled(route, call));
    });
    return reply.getFirst();
  }

  /// What anybody may call changes nothing of anybody, until a sign-in has found out who it is.
  private static boolean changes(Route route) {
    return route.writes() && !(route.access() instanceof Route.Access.Open);
  }

  /// A GET for writers shows a secret, which is worth a line too.
  private static boolean shows(Route route) {
    return route.access() instanceof Route.Access.Needs needs && needs.write();
  }

  /// A change, between the two halves of its line in the audit log.
  private Reply audited(Route route, Call call) {
    Call.Request request = call.request();
    int status = 500;
    long line = begin(route, call, request);
    try {
      Reply reply = handled(route, call);
      status = reply.status();
      return reply;
    } catch (Problem problem) {
      status = problem.kind().status();
      throw problem;
    } finally {
      end(line, status, call);
    }
  }

  private long begin(Route route, Call call, Call.Request request) {
    return accounts
        .audit()
        .begin(
            call.caller(),
            request.remote(),
            route.method() + " /api" + route.path(),
            request.path());
  }

  /// The change itself stands, whatever becomes of this: its line then lacks the end.
  private void end(long line, int status, Call call) {
    try {
      accounts.audit().ended(line, status, call.concerned());
    } catch (StoreException e) {
      LOG.error("audit line not completed line={} device= status={}", line, status, e);
    }
  }

  private static Reply handled(Route route, Call call) {
    try {
      return route.handler().handle(call);
    } catch (Refused refused) {
      throw Refusals.asProblem(refused);
    } catch (JournalUnavailable | StoreException e) {
      throw unavailable(route.path(), e);
    }
  }

  private static Problem unavailable(String route, RuntimeException cause) {
    LOG.error("not stored route=\"{}\" device=", route, cause);
    return new Problem(
        ProblemKind.UNAVAILABLE,
        "The platform cannot read or write its data now; a full disk is the usual reason."
            + " Try again later.");
  }

  private static Reply refused(Served served, Problem problem) {
    LOG.info(
        "refused route=\"{}\" device= method={} path={} caller={} remote={} status={}"
            + " reason=\"{}\"",
        served.route,
        printable(served.request.method()),
        printable(served.request.path()),
        served.caller,
        served.request.remote(),
        problem.kind().status(),
        printable(String.valueOf(problem.getMessage())));
    return new Reply.File(
        problem.kind().status(),
        PROBLEM,
        Bytes.wrap(Exchange.json(problem.members())),
        problem.headers());
  }

  private static String printable(String text) {
    return Printable.of(text, TEXT_CHARS);
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
              .gives(200, Shape.any())
              .by(_ -> new Reply.Json(200, OpenApi.of(all, version), Map.of()));
      all.add(own);
      return List.of(own);
    }
  }
}
