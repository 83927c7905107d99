package io.openaep.app;

import io.openaep.platform.Platform;
import io.openaep.platform.PlatformConfig;
import io.openaep.platform.config.ConfigSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `openaep serve`: the platform, in the foreground, until SIGINT or SIGTERM.
@Command(
    name = "serve",
    description = "Run the platform in the foreground until SIGINT or SIGTERM.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(9);

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A YAML file of configuration keys.")
  private @Nullable Path config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept (default: ./openaep-data).")
  private @Nullable String data;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "The key of the secrets at rest (default: in the data directory).")
  private @Nullable String keyFile;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description = "Listen on this address; repeatable; :: is all (default: 127.0.0.1 and ::1).")
  private @Nullable List<String> bind;

  @Option(
      names = "--http-port",
      paramLabel = "N",
      description = "Northbound API, plain (default: 8080). 0 is any free port, off closes a door.")
  private @Nullable String httpPort;

  @Option(
      names = "--https-port",
      paramLabel = "N",
      description = "Northbound API over TLS (default: 8443).")
  private @Nullable String httpsPort;

  @Option(
      names = "--lwm2m-port",
      paramLabel = "N",
      description = "LwM2M over plain CoAP, UDP (default: 5683).")
  private @Nullable String lwm2mPort;

  @Option(
      names = "--lwm2ms-port",
      paramLabel = "N",
      description = "LwM2M over DTLS-PSK, UDP (default: 5684).")
  private @Nullable String lwm2msPort;

  @Option(
      names = "--lwm2m-bootstrap-port",
      paramLabel = "N",
      description = "LwM2M bootstrap over plain CoAP, UDP (default: off).")
  private @Nullable String lwm2mBootstrapPort;

  @Option(
      names = "--lwm2ms-bootstrap-port",
      paramLabel = "N",
      description = "LwM2M bootstrap over DTLS-PSK, UDP (default: off).")
  private @Nullable String lwm2msBootstrapPort;

  @Option(names = "--mqtt-port", paramLabel = "N", description = "MQTT (default: 1883).")
  private @Nullable String mqttPort;

  @Option(names = "--mqtts-port", paramLabel = "N", description = "MQTT over TLS (default: 8883).")
  private @Nullable String mqttsPort;

  @Option(names = "--tcp-port", paramLabel = "N", description = "Framed TCP (default: 8996).")
  private @Nullable String tcpPort;

  @Option(
      names = "--insecure-http",
      description = "Allow plain HTTP on other addresses than loopback.")
  private boolean insecureHttp;

  @Option(
      names = "--app",
      paramLabel = "KEY:SECRET",
      description =
          "Make sure that this application exists with this secret, in place of another that it had (or OPENAEP_APP, which does not show in the process list).")
  private @Nullable String app;

  @Override
  public Integer call() throws InterruptedException {
    Optional<AppKey> application = AppKey.given(app);
    Platform platform = Platform.start(configuration(), Version.current());
    boolean served = false;
    try {
      application.ifPresent(it -> platform.ensureApplication(it.key(), it.secret()));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform), "openaep-stop"));
      served = true;
    } finally {
      if (!served) {
        platform.close();
      }
    }
    platform.firstSignIn().ifPresent(System.err::println);
    System.out.println("ready " + platform.readyLine());
    new CountDownLatch(1).await();
    return 0;
  }

  /// An orderly stop within the promised time; status 0 if it was one.
  private static void stop(Platform platform) {
    Thread closing = Thread.ofPlatform().name("openaep-close").daemon().start(platform::close);
    try {
      if (closing.join(STOP_WITHIN)) {
        Runtime.getRuntime().halt(0);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    System.err.println(
        "openaep: the stop took too long; what was acknowledged is stored all the same");
    Runtime.getRuntime().halt(1);
  }

  private PlatformConfig configuration() {
    ConfigSources sources = new ConfigSources(PlatformConfig.keys().keySet());
    if (config != null) {
      sources.file(config);
    }
    sources.environment(System.getenv());
    options().forEach(sources::option);
    return PlatformConfig.standard().with(sources.changes());
  }

  private Map<String, String> options() {
    Map<String, String> given = new LinkedHashMap<>();
    put(given, "data", data);
    put(given, "key-file", keyFile);
    put(given, "bind", bind == null ? null : String.join(",", bind));
    put(given, "http-port", httpPort);
    put(given, "https-port", httpsPort);
    put(given, "lwm2m-port", lwm2mPort);
    put(given, "lwm2ms-port", lwm2msPort);
    put(given, "lwm2m-bootstrap-port", lwm2mBootstrapPort);
    put(given, "lwm2ms-bootstrap-port", lwm2msBootstrapPort);
    put(given, "mqtt-port", mqttPort);
    put(given, "mqtts-port", mqttsPort);
    put(given, "tcp-port", tcpPort);
    put(given, "insecure-http", insecureHttp ? "true" : null);
    return given;
  }

  private static void put(Map<String, String> given, String key, @Nullable String value) {
    if (value != null) {
      given.put(key, value);
    }
  }
}
