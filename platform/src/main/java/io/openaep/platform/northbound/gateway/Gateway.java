package io.openaep.platform.northbound.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.openaep.platform.journal.JournalUnavailable;
import io.openaep.platform.northbound.gateway.Signature.Signed;
import io.openaep.platform.registry.Product;
import io.openaep.platform.registry.Registry;
import io.openaep.wire.Bytes;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/// One call of the northbound API from its bytes to its answer. Runs on the request's virtual
/// thread; thread-safe.
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final FunctionTable table;
  private final Map<String, Operation> served;
  private final Gate gate;
  private final RepeatedWrites writes;
  private final InstantSource clock;
  private final MeterRegistry meters;

  /// @param served what is served, by {@link ApiFunction#word}
  public Gateway(
      FunctionTable table,
      Map<String, Operation> served,
      Registry registry,
      InstantSource clock,
      GatewaySettings settings,
      MeterRegistry meters) {
    this.table = table;
    this.served = Map.copyOf(served);
    this.gate = new Gate(registry, clock, settings.timestampWindow());
    this.writes = new RepeatedWrites(settings);
    this.clock = clock;
    this.meters = meters;
  }

  /// Answers one call. What the caller did wrong is in the answer; an exception is our mistake.
  public Answer answer(HttpCall http) {
    Timer.Sample sample = Timer.start(meters);
    String word = "unknown";
    String result = "failed";
    Envelope envelope = Envelope.of(module(http.path()));
    try {
      ApiFunction function = find(http);
      word = function.word();
      Answer answer = admitted(http, function, envelope);
      result = String.valueOf(answer.code());
      return answer;
    } catch (CallRefused refused) {
      result = String.valueOf(refused.code());
      return refused(http, word, "", envelope, refused);
    } finally {
      sample.stop(meters.timer("openaep.northbound.calls", "api", word, "result", result));
    }
  }

  /// 404 for an unknown path and for what is known but not served, 400 for an unknown version.
  private ApiFunction find(HttpCall http) {
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

  private Answer admitted(HttpCall http, ApiFunction function, Envelope envelope) {
    Signed signed = new Signed(function, Query.parse(http.rawQuery()), http);
    Gate.Passed passed = gate.admit(signed);
    Operation operation = operation(function);
    if (!operation.write()) {
      return carryOut(operation, signed, passed, envelope);
    }
    return writes.once(
        new RepeatedWrites.Key(
            function.word(),
            function.version(),
            passed.application().appKey(),
            passed.timestamp(),
            passed.signature()),
        clock.instant(),
        () -> repeated(http, function),
        () -> carryOut(operation, signed, passed, envelope));
  }

  private Operation operation(ApiFunction function) {
    Operation operation = served.get(function.word());
    if (operation == null) {
      throw new IllegalStateException(function.word() + " was found but is not served");
    }
    return operation;
  }

  private Answer carryOut(
      Operation operation, Signed signed, Gate.Passed passed, Envelope envelope) {
    ApiFunction function = signed.function();
    String device = signed.query().first("deviceId").orElse("");
    try {
      Gate.checkParameters(function, signed.query());
      Fields body =
          function.hasBody() ? Fields.parse(signed.http().body().unsafeArray()) : Fields.none();
      device = body.peek("deviceId").orElse(device);
      Optional<Product> product = gate.openProduct(signed, passed.application(), body);
      Call call = new Call(passed.application(), function, signed.query(), body, product);
      Map<String, @Nullable Object> members = operation.handler().handle(call);
      LOG.debug(
          "northbound api={} device={} app={} remote={}",
          function.word(),
          printable(device),
          passed.application().appKey(),
          signed.http().remote());
      return new Answer(200, AepCode.OK.code(), Bytes.wrap(JSON.writeValueAsBytes(members)));
    } catch (CallRefused refused) {
      return refused(signed.http(), function.word(), device, envelope, refused);
    } catch (JournalUnavailable e) {
      return refused(
          signed.http(),
          function.word(),
          device,
          envelope,
          CallRefused.http(503, "Nothing was stored: " + e.getMessage() + " Try again later."));
    }
  }

  private Answer refused(
      HttpCall http, String word, String device, Envelope envelope, CallRefused refused) {
    LOG.info(
        "refused api={} device={} method={} path={} app={} remote={} status={} code={} reason=\"{}\"",
        word,
        printable(device),
        printable(http.method()),
        printable(http.path()),
        printable(http.header("application").orElse("")),
        http.remote(),
        refused.status(),
        refused.code(),
        printable(refused.reason()));
    return new Answer(
        refused.status(),
        refused.code(),
        Bytes.wrap(JSON.writeValueAsBytes(envelope.failed(refused))));
  }

  private void repeated(HttpCall http, ApiFunction function) {
    meters.counter("openaep.northbound.repeated", "api", function.word()).increment();
    LOG.info("repeated write answered again api={} remote={}", function.word(), http.remote());
  }

  private static String module(String path) {
    int end = path.indexOf('/', 1);
    return end < 0 ? "" : path.substring(1, end);
  }

  /// Text of a caller made safe for a log line.
  private static String printable(String text) {
    String bounded = text.length() > 300 ? text.substring(0, 300) + "…" : text;
    return bounded.replaceAll("[\\p{Cntrl}\"]", "?");
  }
}
