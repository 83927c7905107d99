package io.openaep.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.openaep.devices.cloud.CloudClient;
import io.openaep.devices.cloud.CloudException;
import io.openaep.devices.fleet.Acknowledgement;
import io.openaep.devices.fleet.Fleet;
import io.openaep.devices.fleet.FleetPlan;
import io.openaep.devices.fleet.FleetProtocol;
import io.openaep.devices.fleet.FleetResult;
import io.openaep.devices.fleet.FleetTarget;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `openaep fleet`: many devices; status 1 if an acknowledged message is not stored.
@Command(
    name = "fleet",
    description =
        "Connect many devices, have them report, and check that every acknowledged report is stored.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class FleetCommand implements Callable<Integer> {
  private static final int AWAKE = 10_000;

  @Option(
      names = "--protocol",
      required = true,
      paramLabel = "NAME",
      description = "lwm2m, lwm2ms, mqtt, mqtts or tcp.")
  private FleetProtocol protocol = FleetProtocol.MQTT;

  @Option(names = "--devices", required = true, paramLabel = "N", description = "How many.")
  private int devices;

  @ArgGroup private Pace pace = new Pace();

  /// One of the two; 100 a second without either.
  private static final class Pace {
    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "Reports a second, of all devices (default: 100).")
    private @Nullable Double rate;

    @Option(names = "--max", description = "As fast as the platform acknowledges.")
    private boolean max;
  }

  @Option(
      names = "--duration",
      paramLabel = "S",
      defaultValue = "10",
      description = "Seconds of load after a warm-up (default: 10).")
  private long seconds;

  @Option(
      names = "--payload",
      paramLabel = "BYTES",
      defaultValue = "200",
      description = "Of each report, 32 to 65535 (default: 200).")
  private int payloadBytes;

  @ArgGroup private Quality quality = new Quality();

  /// What a report is acknowledged by; `--con` and `--qos 1` without any.
  private static final class Quality {
    @Option(names = "--con", description = "LwM2M: confirmable reports (default).")
    private boolean confirmable;

    @Option(names = "--non", description = "LwM2M: reports that nobody acknowledges.")
    private boolean unconfirmable;

    @Option(names = "--qos", paramLabel = "0|1|2", description = "MQTT (default: 1).")
    private @Nullable Integer qos;
  }

  @Option(
      names = "--outstanding",
      paramLabel = "N",
      defaultValue = "1",
      description = "Reports that a device sends ahead of their acknowledgement (default: 1).")
  private int outstanding;

  @Option(
      names = "--platform",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "Its HTTP address (default: http://127.0.0.1:8080).")
  private URI platform = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--app",
      paramLabel = "KEY:SECRET",
      description = "An application of that platform (or OPENAEP_APP).")
  private @Nullable String app;

  @Mixin private FleetAirOptions air = new FleetAirOptions();

  @Option(
      names = "--sleep",
      paramLabel = "PSM",
      description = "LwM2M: devices close their socket between reports, as in power saving mode.")
  private @Nullable Sleep sleep;

  @Option(
      names = "--awake",
      paramLabel = "N",
      description =
          "With --sleep: devices that are awake at a time, each with a socket (default: 10000).")
  private @Nullable Integer awake;

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      description = "Any server instead of a platform, for comparison: nothing is checked there.")
  private @Nullable String server;

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description = "The server's process on this machine: shows the CPU time of its threads.")
  private @Nullable Long serverPid;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of everything left to chance.")
  private long seed;

  @Option(names = "--json", description = "Print the result as one JSON object on the last line.")
  private boolean json;

  private enum Sleep {
    PSM
  }

  @Override
  public Integer call() throws Exception {
    // Thousands of devices: what each of them does is not for the log.
    ((Logger) LoggerFactory.getLogger("io.openaep.devices")).setLevel(Level.ERROR);
    OptionalLong process = serverPid == null ? OptionalLong.empty() : OptionalLong.of(serverPid);
    if (server != null) {
      return run(FleetTarget.foreign(address(server), process));
    }
    AppKey key =
        AppKey.given(app)
            .orElseThrow(() -> new WrongUse("fleet needs --app KEY:SECRET, or OPENAEP_APP"));
    try (CloudClient client =
        new CloudClient(platform, key.key(), key.secret(), InstantSource.system())) {
      return run(FleetTarget.platform(platform, client, InstantSource.system(), process));
    }
  }

  private int run(FleetTarget target) throws CloudException, InterruptedException {
    FleetResult result = new Fleet(target, plan(), InstantSource.system(), this::progress).run();
    print(result);
    return isAsPromised(result) ? 0 : 1;
  }

  /// What nobody acknowledges may come twice; everything else is stored once and unchanged.
  private boolean isAsPromised(FleetResult result) {
    boolean once = result.duplicates() == 0 || acknowledgement() == Acknowledgement.NONE;
    return result.connected() > 0
        && result.unverified().isEmpty()
        && result.lost() == 0
        && result.altered() == 0
        && once;
  }

  private static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          text.substring(0, Math.max(colon, 0)), Integer.parseInt(text.substring(colon + 1)));
    } catch (IllegalArgumentException _) {
      throw new WrongUse("--server is HOST:PORT, not " + text);
    }
  }

  private FleetPlan plan() {
    if (awake != null && sleep == null) {
      throw new WrongUse("--awake is for devices that sleep: say --sleep PSM too");
    }
    OptionalDouble rate =
        pace.max
            ? OptionalDouble.empty()
            : OptionalDouble.of(Optional.ofNullable(pace.rate).orElse(100.0));
    return new FleetPlan(
        protocol,
        devices,
        rate,
        Duration.ofSeconds(seconds),
        payloadBytes,
        acknowledgement(),
        outstanding,
        air.air(),
        sleep == Sleep.PSM,
        awake == null ? AWAKE : awake,
        seed);
  }

  private Acknowledgement acknowledgement() {
    boolean lwm2m = protocol == FleetProtocol.LWM2M || protocol == FleetProtocol.LWM2MS;
    boolean mqtt = protocol == FleetProtocol.MQTT || protocol == FleetProtocol.MQTTS;
    if (!lwm2m && (quality.confirmable || quality.unconfirmable)) {
      throw new WrongUse("--con and --non are for lwm2m and lwm2ms; MQTT has --qos");
    }
    if (!mqtt && quality.qos != null) {
      throw new WrongUse("--qos is for mqtt and mqtts; LwM2M has --con and --non");
    }
    if (quality.unconfirmable) {
      return Acknowledgement.NONE;
    }
    if (quality.qos == null) {
      return Acknowledgement.ONCE;
    }
    return switch (quality.qos) {
      case 0 -> Acknowledgement.NONE;
      case 1 -> Acknowledgement.ONCE;
      case 2 -> Acknowledgement.EXACTLY_ONCE;
      default -> throw new WrongUse("--qos is 0, 1 or 2, not " + quality.qos);
    };
  }

  private void progress(String line) {
    System.err.println("fleet: " + line);
  }

  private void print(FleetResult result) {
    Map<String, Object> figures = figures(result);
    if (json) {
      System.out.println(JsonMapper.shared().writeValueAsString(figures));
    } else {
      figures.forEach((name, value) ->
          System.out.printf(Locale.ROOT, "%-14s %s%n", name.replace('_', ' '), value));
    }
    result
        .unverified()
        .ifPresent(why -> progress("what is stored is unknown, the platform does not say: " + why));
    result.trouble().ifPresent(why -> progress("connections were lost: " + why));
  }

  private static Map<String, Object> figures(FleetResult result) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("devices", result.devices());
    figures.put("connected", result.connected());
    figures.put("connect_rate", rounded(result.connectRate()));
    result.connectCpuMicros().ifPresent(it -> figures.put("connect_cpu_us", rounded(it)));
    putThreads(figures, "connect_cpu_us_by_thread", result.connectCpuByThread());
    figures.put("sent", result.sent());
    figures.put("acked", result.acknowledged());
    if (result.verified()) {
      figures.put("stored", result.stored());
      figures.put("lost", result.lost());
      figures.put("duplicates", result.duplicates());
      figures.put("altered", result.altered());
    }
    figures.put("unanswered", result.unanswered());
    figures.put("rate", rounded(result.rate()));
    figures.put("p50_ms", rounded(result.p50Ms()));
    figures.put("p99_ms", rounded(result.p99Ms()));
    figures.put("max_ms", rounded(result.maxMs()));
    result.cpuMicros().ifPresent(it -> figures.put("cpu_us", rounded(it)));
    putThreads(figures, "cpu_us_by_thread", result.cpuByThread());
    result.residentMiB().ifPresent(it -> figures.put("memory_mb", rounded(it)));
    return figures;
  }

  private static void putThreads(
      Map<String, Object> figures, String name, Map<String, Double> micros) {
    if (!micros.isEmpty()) {
      Map<String, Double> threads = new TreeMap<>();
      micros.forEach((thread, each) -> threads.put(thread, rounded(each)));
      figures.put(name, threads);
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
