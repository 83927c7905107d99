package io.openaep.platform.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes connections whose peer lets its time run out. The server library's own idle timeout does
/// not see a peer that sends a header byte now and then, or never takes its answer. One thread
/// sweeps; interrupting the connection's virtual thread closes its socket.
final class ConnectionWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionWatch.class);

  private final Set<WatchedConnection> connections = ConcurrentHashMap.newKeySet();
  private final HttpSettings settings;
  private final InstantSource clock;
  private final Counter closed;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-watch").factory());

  ConnectionWatch(HttpSettings settings, InstantSource clock, MeterRegistry meters) {
    this.settings = settings;
    this.clock = clock;
    this.closed =
        Counter.builder("openaep.http.overdue")
            .description("HTTP connections closed because the peer took too long")
            .register(meters);
    Gauge.builder("openaep.http.connections", connections, Set::size)
        .description("Open HTTP connections")
        .register(meters);
    Duration shorter =
        settings.idleTimeout().compareTo(settings.transferTimeout()) < 0
            ? settings.idleTimeout()
            : settings.transferTimeout();
    long everyMs = Math.clamp(shorter.toMillis() / 4, 10, 1000);
    var _ = sweeper.scheduleWithFixedDelay(this::sweep, everyMs, everyMs, TimeUnit.MILLISECONDS);
  }

  /// The library's selector, with every connection watched.
  ServerConnectionSelector over(ServerConnectionSelector selector) {
    return new ServerConnectionSelector() {
      @Override
      public int bytesToIdentifyConnection() {
        return selector.bytesToIdentifyConnection();
      }

      @Override
      public Support supports(BufferData data) {
        return selector.supports(data);
      }

      @Override
      public Set<String> supportedApplicationProtocols() {
        return selector.supportedApplicationProtocols();
      }

      @Override
      public ServerConnection connection(ConnectionContext context) {
        String remote = context.remotePeer().host() + ":" + context.remotePeer().port();
        return new WatchedConnection(
            selector.connection(new ReadConnection(context, settings.headersLimitBytes())),
            remote,
            ConnectionWatch.this);
      }
    };
  }

  Instant now() {
    return clock.instant();
  }

  void add(WatchedConnection connection) {
    connections.add(connection);
  }

  void remove(WatchedConnection connection) {
    connections.remove(connection);
  }

  private void sweep() {
    Instant now = clock.instant();
    for (WatchedConnection connection : connections) {
      if (connection.overdue(now, settings)) {
        closed.increment();
        LOG.debug("closed an overdue connection phase={}", connection.phase());
        connection.close(true);
      }
    }
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
