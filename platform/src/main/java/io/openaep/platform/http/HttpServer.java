package io.openaep.platform.http;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP(S) server of the platform: the same routes on every address and port that is opened.
/// Each request runs on a virtual thread of its own. Make it, open its doors, close it.
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private final HttpSettings settings;
  private final List<HttpService> services;
  private final HttpRefusals refusals;
  private final ConnectionWatch watch;
  private final List<WebServer> servers = new ArrayList<>();

  /// @param services each adds its own routes; what none of them takes is answered with 404
  public HttpServer(
      HttpSettings settings,
      List<HttpService> services,
      InstantSource clock,
      MeterRegistry meters) {
    this.settings = settings;
    this.services = List.copyOf(services);
    this.refusals =
        new HttpRefusals(
            services.stream()
                .filter(ErrorForm.class::isInstance)
                .map(ErrorForm.class::cast)
                .toList(),
            clock,
            meters);
    this.watch = new ConnectionWatch(settings, clock, meters);
  }

  /// Opens one door: the same port on every address.
  ///
  /// @param port 0 takes one that is free on all of them
  /// @param tls present for HTTPS
  /// @return the port
  /// @throws PortTaken with a sentence, when an address or the port cannot be had
  public synchronized int open(List<InetAddress> addresses, int port, Optional<SSLContext> tls) {
    if (addresses.isEmpty()) {
      throw new PortTaken("The HTTP server has no address to listen on; give at least one bind.");
    }
    int actual = FreePort.on(addresses, port, tls.isPresent() ? "https" : "http");
    List<WebServer> opened = new ArrayList<>();
    try {
      addresses.forEach(address -> opened.add(start(address, actual, tls)));
    } catch (IllegalStateException | UncheckedIOException e) {
      opened.forEach(WebServer::stop);
      throw new PortTaken(
          "Port %d was taken while the HTTP server started; start again.".formatted(actual));
    }
    servers.addAll(opened);
    return actual;
  }

  private WebServer start(InetAddress address, int port, Optional<SSLContext> tls) {
    Guard guard = new Guard(settings, refusals);
    HttpRouting.Builder routing =
        HttpRouting.builder().addFilter(guard).error(Throwable.class, guard);
    services.forEach(service -> routing.register("/", service));
    routing.any(nothingHere());
    var config =
        WebServer.builder()
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .bindAddress(new InetSocketAddress(address, port))
            .maxPayloadSize(settings.bodyLimitBytes())
            .maxTcpConnections(settings.connectionLimit())
            .shutdownGracePeriod(settings.stopGrace())
            // A peer that is silent before its first byte, or within the TLS handshake, is not
            // watched yet. With Nagle's algorithm the end of a longer answer waits for the peer's
            // acknowledgement, which comes 40 ms later.
            .connectionOptions(
                options -> options.readTimeout(settings.idleTimeout()).tcpNoDelay(true))
            .directHandlers(new Transport(settings, refusals).handlers())
            .addConnectionSelector(watch.over(http1()))
            .routing(routing);
    tls.ifPresent(context -> config.tls(it -> it.sslContext(context)));
    WebServer server = config.build().start();
    LOG.info(
        "listening door={} address={} port={}",
        tls.isPresent() ? "https" : "http",
        address.getHostAddress(),
        server.port());
    return server;
  }

  private Http1ConnectionSelector http1() {
    return Http1ConnectionSelector.builder()
        .config(
            Http1Config.builder()
                .maxPrologueLength(settings.requestLineLimitBytes())
                .maxHeadersSize(settings.headersLimitBytes())
                .buildPrototype())
        .build();
  }

  private static Handler nothingHere() {
    return (request, response) -> {
      throw new ApiException(ApiError.NOT_FOUND, request.path().path());
    };
  }

  /// Takes no new connection, lets running requests end within the grace, then closes the rest.
  @Override
  public synchronized void close() {
    servers.parallelStream().forEach(WebServer::stop);
    servers.clear();
    watch.close();
  }
}
