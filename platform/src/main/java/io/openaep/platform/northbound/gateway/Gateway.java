package io.openaep.platform.northbound.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.openaep.platform.http.RefusalLog;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.northbound.gateway.RepeatedWrites.Outcome;
import io.openaep.platform.northbound.gateway.Signature.Signed;
import io.openaep.platform.registry.Product;
import io.openaep.platform.requests.RequestLog;
import io.openaep.platform.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One call of the northbound API from its bytes to its answer, counted and logged. Runs on the
/// request's virtual thread; thread-safe.
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final FunctionTable table;
  private final Map<String, Operation> served;
  private final Gate gate;
  private final RepeatedWrites writes;
  private final RequestLog requests;
  private final RefusalLog lines = new RefusalLog();
  private final InstantSource clock;
  private final MeterRegistry meters;

  /// @param served what is served, by {@link ApiFunction#word}
  public Gateway(
      FunctionTable table,
      Map<String, Operation> served,
      GatewayPorts ports,
      GatewaySettings settings) {
    this.table = table;
    this.served = Map.copyOf(served);
    this.clock = ports.clock();
    this.gate = new Gate(ports.registry(), clock, settings);
    this.writes =
        new RepeatedWrites(
            settings,
            new WriteMemory(ports.journal(), WriteMemory.Seal.by(ports.secrets())),
            clock);
    this.requests = ports.requests();
    this.meters = ports.meters();
  }

  /// Answers one call. What the caller did wrong is in the answer.
  public Answer answer(HttpCall http) {
    return noted(http, this::carriedOut);
  }

  /// Answers a call that the HTTP server could not take, in the form of its module.
  public Answer refuseEarly(HttpCall http, int status, String sentence) {
    return noted(
        http,
        note -> {
          throw CallRefused.http(status, sentence);
        });
  }

  /// What happens to a call between its arrival and its answer.
  private interface Course {
    Answer run(CallNote note);
  }

  private Answer noted(HttpCall http, Course course) {
    Timer.Sample sample = Timer.start(meters);
    CallNote note = new CallNote(http, clock.instant());
    Answer answer;
    try {
      answer = course.run(note);
    } catch (CallRefused refused) {
      answer = refused(note, refused);
    } catch (RuntimeException e) {
      answer = refused(note, ours(note, e));
    }
    sample.stop(
        Timer.builder("openaep.northbound.calls")
            .description("Calls of the northbound API by their code")
            .tags("api", note.api(), "result", "" + answer.code())
            .register(meters));
    requests.add(note.entry(answer, clock.instant()));
    return answer;
  }

  /// Our own mistake, or a disk that takes nothing.
  private CallRefused ours(CallNote note, RuntimeException e) {
    return switch (e) {
      case JournalUnavailable unavailable when unavailable.mayBeStored() ->
          CallRefused.unfinished(
              503, "It is not known whether this was stored: " + unavailable.getMessage() + ".");
      case JournalUnavailable unavailable ->
          CallRefused.http(
              503, "Nothing was stored: " + unavailable.getMessage() + " Try again later.");
      case StoreException broken -> {
        if (lines.line("store", clock.instant()).isPresent()) {
          LOG.error("call not stored api={} reason=\"{}\"", note.api(), broken.getMessage());
        }
        yield CallRefused.unfinished(
            503, "The platform cannot store now: %s. Try again later.".formatted(broken.plainly()));
      }
      default -> {
        String incident = "%08x".formatted(ThreadLocalRandom.current().nextInt());
        LOG.error(
            "call failed incident={} api={} device={} remote={}",
            incident,
            note.api(),
            note.device(),
            note.http().remote(),
            e);
        yield CallRefused.mistake(
            "the platform's log says more beside incident=%s".formatted(incident));
      }
    };
  }

  /// 404 for an unknown path and for what is known but not served, 400 for an unknown version.
  private ApiFunction find(CallNote note) {
    HttpCall http = note.http();
    List<ApiFunction> atPath = table.at(http.path());
    if (atPath.isEmpty()) {
      throw CallRefused.http(404, "The AEP API has no function at " + http.path() + ".");
    }
    List<ApiFunction> versions =
        atPath.stream().filter(function -> function.method().equals(http.method())).toList();
    if (versions.isEmpty()) {
      String methods =
          atPath.stream().map(ApiFunction::method).distinct().collect(Collectors.joining(" or "));
      throw CallRefused.http(404, http.path() + " is called with " + methods + ".");
    }
    ApiFunction first = versions.getFirst();
    note.api(first.word());
    if (!served.containsKey(first.word())) {
      throw CallRefused.http(
          404, first.word() + " is a function of the AEP API that OpenAEP does not serve yet.");
    }
    String version = http.header("version").orElse("");
    return versions.stream()
        .filter(function -> function.version().equals(version))
        .findFirst()
        .orElseThrow(() -> unknownVersion(version, versions));
  }

  private static CallRefused unknownVersion(String version, List<ApiFunction> versions) {
    String known = versions.stream().map(ApiFunction::version).collect(Collectors.joining(" and "));
    String problem =
        version.isEmpty() ? "The header version is missing" : "Unknown version " + version;
    return CallRefused.http(
        400, "%s; %s knows %s.".formatted(problem, versions.getFirst().word(), known));
  }

  private Answer carriedOut(CallNote note) {
    HttpCall http = note.http();
    ApiFunction function = find(note);
    Signed signed = new Signed(function, Query.parse(http.rawQuery()), http);
    note.device(signed.query().first("deviceId").orElse(""));
    Gate.Passed passed = gate.admit(signed);
    note.tenant(passed.application().tenantId());
    Gate.checkParameters(function, signed.query());
    Fields body = function.hasBody() ? Fields.parse(http.body().unsafeArray()) : Fields.none();
    note.device(body.peek("deviceId").orElse(""));
    Optional<Product> product = gate.openProduct(signed, passed.application(), body);
    Call call =
        new Call(
            passed.application(),
            function,
            signed.query(),
            body,
            product,
            http.header(Signature.MASTER_KEY));
    RepeatedWrites.Key key =
        new RepeatedWrites.Key(
            function.word(),
            function.version(),
            passed.application().appKey(),
            passed.timestamp(),
            passed.signature());
    return switch (operation(function)) {
      case Operation.Read(var handler) -> done(note, call, Answer.ok(handler.handle(call)));
      case Operation.Write(var handler) ->
          writes.once(
              key,
              clock.instant(),
              () -> repeated(note),
              () -> written(note, call, () -> Answer.ok(handler.handle(call))));
      case Operation.Append(var handler) ->
          writes.together(
              key,
              clock.instant(),
              () -> repeated(note),
              keeper -> written(note, call, () -> handler.handle(call, keeper)));
    };
  }

  private Operation operation(ApiFunction function) {
    Operation operation = served.get(function.word());
    if (operation == null) {
      throw new IllegalStateException(function.word() + " was found but is not served");
    }
    return operation;
  }

  private Outcome written(CallNote note, Call call, Supplier<Answer> work) {
    try {
      return new Outcome(done(note, call, work.get()), false);
    } catch (CallRefused refused) {
      return new Outcome(refused(note, refused), refused.nothingDone());
    } catch (JournalUnavailable | StoreException e) {
      CallRefused refused = ours(note, e);
      return new Outcome(refused(note, refused), refused.nothingDone());
    }
  }

  private static Answer done(CallNote note, Call call, Answer answer) {
    LOG.debug(
        "northbound api={} device={} app={} remote={}",
        note.api(),
        note.device(),
        call.application().appKey(),
        note.http().remote());
    return answer;
  }

  private Answer refused(CallNote note, CallRefused refused) {
    HttpCall http = note.http();
    note.reason(refused.reason());
    if (!note.hasTenant() && refused.status() < 500) {
      gate.tenantOf(http).ifPresent(note::tenant);
    }
    Instant now = clock.instant();
    String key = http.remoteHost() + ' ' + note.api() + ' ' + refused.code();
    OptionalLong unsaid = lines.line(key, now);
    if (unsaid.isPresent()) {
      LOG.info(
          "refused api={} device={} method={} path={} app={} remote={} status={} code={}"
              + " reason=\"{}\" unsaid={}",
          note.api(),
          note.device(),
          CallNote.printable(http.method()),
          CallNote.printable(http.path()),
          CallNote.printable(http.header("application").orElse("")),
          http.remote(),
          refused.status(),
          refused.code(),
          CallNote.printable(refused.reason()),
          unsaid.getAsLong());
    }
    return new Answer(
        refused.status(),
        refused.code(),
        Answer.json(Envelope.of(Envelope.module(http.path())).failed(refused)));
  }

  private void repeated(CallNote note) {
    Counter.builder("openaep.northbound.repeated")
        .description("Signed writes that came again and got the first answer")
        .tag("api", note.api())
        .register(meters)
        .increment();
    LOG.info(
        "repeated write answered again api={} device={} remote={}",
        note.api(),
        note.device(),
        note.http().remote());
  }
}
