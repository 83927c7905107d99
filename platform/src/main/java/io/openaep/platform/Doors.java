package io.openaep.platform;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.DtlsSessions;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.SessionStore;
import io.openaep.platform.access.Sessions;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.Uplinks;
import io.openaep.platform.access.lwm2m.Lwm2mConfig;
import io.openaep.platform.access.lwm2m.Lwm2mServer;
import io.openaep.platform.access.lwm2m.bootstrap.BootstrapConfig;
import io.openaep.platform.access.lwm2m.bootstrap.BootstrapServer;
import io.openaep.platform.access.mqtt.MqttServer;
import io.openaep.platform.access.mqtt.MqttSessions;
import io.openaep.platform.access.socket.Backlog;
import io.openaep.platform.access.socket.EventLoops;
import io.openaep.platform.access.socket.FrameMemory;
import io.openaep.platform.access.socket.Listener;
import io.openaep.platform.access.socket.SocketConfig;
import io.openaep.platform.access.tcp.TcpServer;
import io.openaep.platform.config.DoorPort;
import io.openaep.platform.http.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every listening port of the platform: opened with what was restored, closed before anything that
/// stands behind them.
final class Doors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final List<String> NAMES =
      List.of(
          "http",
          "https",
          "lwm2m",
          "lwm2ms",
          "lwm2m-bootstrap",
          "lwm2ms-bootstrap",
          "mqtt",
          "mqtts",
          "tcp");

  private final PlatformConfig config;
  private final Ports ports;
  private final Supplier<SSLContext> certificate;
  private final EventLoops loops = new EventLoops(Runtime.getRuntime().availableProcessors());
  private final Map<String, Integer> open = new LinkedHashMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private Optional<Lwm2mServer> lwm2m = Optional.empty();
  private Optional<BootstrapServer> bootstrap = Optional.empty();
  private Optional<HttpServer> http = Optional.empty();

  /// What the device doors need of the rest.
  record Ports(
      Authenticator authenticator,
      Uplinks uplinks,
      SessionStore store,
      MqttSessions mqttSessions,
      DtlsSessions dtls,
      Sessions sessions,
      Refusals refusals,
      Tap tap,
      MeterRegistry meters,
      InstantSource clock) {}

  /// @param certificate of the encrypted TCP doors; asked for only if one of them is open
  Doors(PlatformConfig config, Ports ports, Supplier<SSLContext> certificate) {
    this.config = config;
    this.ports = ports;
    this.certificate = certificate;
  }

  /// Restores LwM2M registrations and opens the doors for devices.
  void openDevices() throws IOException {
    openLwm2m();
    openBootstrap();
    var socketPorts =
        new io.openaep.platform.access.socket.Ports(
            ports.authenticator,
            new Backlog(ports.uplinks, config.streams().pendingAppends(), ports.meters),
            new FrameMemory(config.streams().unfinishedLimitBytes(), ports.meters),
            ports.sessions,
            ports.refusals,
            ports.tap,
            ports.meters,
            ports.clock);
    if (config.mqttPort().number().isPresent()) {
      SocketConfig place = socket(config.mqtt().socket(), config.mqttPort());
      listen(
          Door.MQTT,
          MqttServer.open(config.mqtt().at(place), loops, socketPorts, ports.mqttSessions()));
    }
    if (config.mqttsPort().number().isPresent()) {
      SocketConfig place = socket(config.mqtt().socket(), config.mqttsPort());
      listen(
          Door.MQTTS,
          MqttServer.openTls(
              config.mqtt().at(place),
              loops,
              socketPorts,
              ports.mqttSessions(),
              certificate.get()));
    }
    if (config.tcpPort().number().isPresent()) {
      SocketConfig place = socket(config.tcp().socket(), config.tcpPort());
      listen(Door.TCP, TcpServer.open(config.tcp().at(place), loops, socketPorts));
    }
  }

  private SocketConfig socket(SocketConfig figures, DoorPort port) {
    return figures.at(config.bind(), port.number().orElseThrow());
  }

  private void listen(Door door, Listener listener) {
    listeners.add(listener);
    open.put(door.word(), listener.port());
  }

  private void openLwm2m() throws IOException {
    if (config.lwm2mPort().number().isEmpty() && config.lwm2msPort().number().isEmpty()) {
      return;
    }
    Lwm2mServer server =
        Lwm2mServer.open(
            new Lwm2mConfig(
                config.bind(),
                config.lwm2mPort().number(),
                config.lwm2msPort().number(),
                config.lwm2m().limits(),
                config.lwm2m().times()),
            new io.openaep.platform.access.lwm2m.Ports(
                ports.authenticator,
                ports.uplinks,
                ports.store,
                ports.dtls,
                ports.sessions,
                ports.refusals,
                ports.tap,
                ports.meters,
                ports.clock));
    lwm2m = Optional.of(server);
    for (Door door : List.of(Door.LWM2M, Door.LWM2MS)) {
      server.port(door).ifPresent(port -> open.put(door.word(), port));
    }
  }

  /// The device was deleted: what the doors keep of it while it is away is forgotten. Any thread.
  void removed(long device) {
    lwm2m.ifPresent(it -> it.removed(device));
  }

  private void openBootstrap() throws IOException {
    OptionalInt plain = config.lwm2mBootstrapPort().number();
    OptionalInt dtls = config.lwm2msBootstrapPort().number();
    if (plain.isEmpty() && dtls.isEmpty()) {
      return;
    }
    BootstrapServer server =
        BootstrapServer.open(
            new BootstrapConfig(
                config.bind(),
                plain,
                dtls,
                new BootstrapConfig.Servers(port(Door.LWM2M), port(Door.LWM2MS)),
                config.bootstrap()),
            new BootstrapServer.Needs(
                ports.authenticator, ports.refusals, ports.tap, ports.meters, ports.clock));
    bootstrap = Optional.of(server);
    server.port(false).ifPresent(it -> open.put("lwm2m-bootstrap", it));
    server.port(true).ifPresent(it -> open.put("lwm2ms-bootstrap", it));
  }

  private OptionalInt port(Door door) {
    return lwm2m.map(it -> it.port(door)).orElse(OptionalInt.empty());
  }

  /// Opens the northbound doors; the last ones, for they announce the others.
  void openHttp(HttpServer server) {
    http = Optional.of(server);
    if (config.insecureHttp() && config.httpPort().number().isPresent()) {
      LOG.warn(
          "plain HTTP is allowed on every bind address addresses={} advice=\"use HTTPS\"",
          config.bind());
    }
    config
        .httpPort()
        .number()
        .ifPresent(port -> open.put("http", server.open(config.bind(), port, Optional.empty())));
    config
        .httpsPort()
        .number()
        .ifPresent(port ->
            open.put("https", server.open(config.bind(), port, Optional.of(certificate.get()))));
  }

  /// Every door by its name in the ready line, with its port where it is open.
  Map<String, Optional<Integer>> ports() {
    Map<String, Optional<Integer>> all = new LinkedHashMap<>();
    NAMES.forEach(name -> all.put(name, Optional.ofNullable(open.get(name))));
    return all;
  }

  /// All doors at once: the patience of one is that of all, whatever hangs.
  @Override
  public void close() {
    List<Runnable> stops = new ArrayList<>();
    http.ifPresent(it -> stops.add(it::close));
    listeners.forEach(it -> stops.add(() -> it.stop(PATIENCE)));
    bootstrap.ifPresent(it -> stops.add(it::close));
    lwm2m.ifPresent(it -> stops.add(() -> it.stop(PATIENCE)));
    try (var together = Executors.newVirtualThreadPerTaskExecutor()) {
      stops.forEach(together::execute);
    }
    loops.close();
  }
}
