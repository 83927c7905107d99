package io.openaep.platform.access.lwm2m.bootstrap;

import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.DtlsSessions;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.coap.CoapConfiguration;
import io.openaep.platform.access.lwm2m.door.DtlsTransport;
import io.openaep.platform.access.lwm2m.door.Remotes;
import io.openaep.platform.access.lwm2m.door.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bootstrap doors. Opened and closed by the platform; everything between runs on one thread of
/// its own, so that a flood of bootstraps holds up no report.
public final class BootstrapServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapServer.class);
  private static final int BODY_LIMIT_BYTES = 1_024;
  private static final int RECEIVE_BUFFER_BYTES = 1 << 20;
  private static final int MAX_RETRANSMIT = 4;
  private static final int FREE_PORT_TRIES = 20;

  private final BootstrapConfig config;
  private final Needs needs;
  private final Configuration configuration;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("lwm2m-bootstrap").daemon().factory());
  private final List<CoapEndpoint> endpoints = new ArrayList<>();
  private OptionalInt plain = OptionalInt.empty();
  private OptionalInt dtls = OptionalInt.empty();

  /// What it needs of the rest.
  public record Needs(
      Authenticator authenticator,
      Refusals refusals,
      Tap tap,
      MeterRegistry meters,
      InstantSource clock) {}

  private BootstrapServer(BootstrapConfig config, Needs needs) {
    this.config = config;
    this.needs = needs;
    this.configuration =
        CoapConfiguration.of(
            new CoapConfiguration.Numbers(
                BODY_LIMIT_BYTES,
                config.settings().sessions(),
                RECEIVE_BUFFER_BYTES,
                config.settings().ackTimeout(),
                MAX_RETRANSMIT));
  }

  /// Binds the doors.
  ///
  /// @throws IOException with a sentence if an address cannot be listened on
  public static BootstrapServer open(BootstrapConfig config, Needs needs) throws IOException {
    BootstrapServer server = new BootstrapServer(config, needs);
    boolean opened = false;
    try {
      if (config.plainPort().isPresent()) {
        server.plain =
            OptionalInt.of(
                server.bind(
                    Door.LWM2M,
                    config.plainPort().getAsInt(),
                    Transport.plain(server.configuration)));
      }
      if (config.dtlsPort().isPresent()) {
        server.dtls =
            OptionalInt.of(
                server.bind(Door.LWM2MS, config.dtlsPort().getAsInt(), server.dtlsTransport()));
      }
      opened = true;
    } finally {
      if (!opened) {
        server.close();
      }
    }
    return server;
  }

  private Transport dtlsTransport() {
    return new DtlsTransport(
        configuration,
        new DtlsTransport.Needs(
            "bootstrap",
            needs.authenticator(),
            new NothingKept(),
            needs.refusals(),
            needs.tap(),
            (identity, peer) -> Tap.Party.Stranger.of(identity.orElse(""), Remotes.text(peer)),
            needs.meters(),
            needs.clock()),
        new DtlsTransport.Bounds(
            2 * config.settings().sessions(),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            config.settings().sessions()));
  }

  /// @return the port, the same on every address
  private int bind(Door door, int port, Transport transport) throws IOException {
    BootstrapRequests requests =
        new BootstrapRequests(door, config, needs.authenticator(), needs.refusals());
    for (int attempt = 1; ; attempt++) {
      List<CoapEndpoint> bound = new ArrayList<>();
      int wanted = port;
      try {
        for (InetAddress address : config.bind()) {
          CoapEndpoint endpoint = endpoint(transport, new InetSocketAddress(address, wanted));
          bound.add(endpoint);
          endpoint.setMessageDeliverer(requests);
          endpoint.addInterceptor(new BootstrapTrace(needs.tap(), door, requests::at));
          start(endpoint, door, new InetSocketAddress(address, wanted));
          wanted = endpoint.getAddress().getPort();
        }
        endpoints.addAll(bound);
        LOG.info("open door=bootstrap encrypted={} port={}", door.encrypted(), wanted);
        return wanted;
      } catch (IOException taken) {
        bound.forEach(CoapEndpoint::destroy);
        if (port != 0 || attempt == FREE_PORT_TRIES) {
          throw taken;
        }
      }
    }
  }

  private CoapEndpoint endpoint(Transport transport, InetSocketAddress at) {
    CoapEndpoint endpoint =
        CoapEndpoint.builder()
            .setConfiguration(configuration)
            .setConnector(transport.connector(at))
            .setEndpointContextMatcher(transport.matcher())
            .setLoggingTag("bootstrap ")
            .build();
    endpoint.setExecutors(thread, thread);
    return endpoint;
  }

  private static void start(CoapEndpoint endpoint, Door door, InetSocketAddress at)
      throws IOException {
    try {
      endpoint.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot listen on %s for bootstrap over %s: %s"
              .formatted(Remotes.text(at), door.word(), e.getMessage()),
          e);
    }
  }

  /// The port of the plain or the encrypted door; empty if it is closed.
  public OptionalInt port(boolean encrypted) {
    return encrypted ? dtls : plain;
  }

  @Override
  public void close() {
    endpoints.forEach(CoapEndpoint::destroy);
    thread.shutdownNow();
  }

  /// A bootstrap happens once: to keep its session would only push out the one that the device
  /// resumes at its LwM2M server.
  private record NothingKept() implements DtlsSessions {
    @Override
    public List<Kept> all() {
      return List.of();
    }

    @Override
    public void keep(Kept session) {
      // see above
    }

    @Override
    public void forget(String pskIdentity) {
      // nothing is kept
    }
  }
}
