package io.openaep.platform.access.lwm2m;

import io.micrometer.core.instrument.Gauge;
import io.openaep.platform.access.Door;
import io.openaep.platform.access.Tap;
import io.openaep.platform.access.lwm2m.coap.CoapConfiguration;
import io.openaep.platform.access.lwm2m.coap.CoapSocket;
import io.openaep.platform.access.lwm2m.door.CoapDoor;
import io.openaep.platform.access.lwm2m.door.DtlsTransport;
import io.openaep.platform.access.lwm2m.door.Remotes;
import io.openaep.platform.access.lwm2m.door.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.californium.elements.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The LwM2M doors: opens them with everything restored, and closes them without deleting anything.
/// Thread-safe.
public final class Lwm2mServer {
  private static final Logger LOG = LoggerFactory.getLogger(Lwm2mServer.class);

  private final Parts parts;
  private final Registrations registrations;
  private final Configuration configuration;

  private Lwm2mServer(Lwm2mConfig config, Ports ports) {
    this.parts = new Parts(config, ports);
    this.registrations = new Registrations(parts);
    this.configuration =
        CoapConfiguration.of(
            new CoapConfiguration.Numbers(
                config.limits().bodyBytes(),
                config.limits().registrations(),
                config.limits().receiveBufferBytes(),
                config.times().ackTimeout(),
                config.times().maxRetransmit()));
  }

  /// Loads registrations and observations, then binds the doors.
  ///
  /// @throws IOException with a sentence if an address cannot be listened on
  public static Lwm2mServer open(Lwm2mConfig config, Ports ports) throws IOException {
    Lwm2mServer server = new Lwm2mServer(config, ports);
    try {
      server.start();
    } catch (IOException | RuntimeException e) {
      server.stop(Duration.ZERO);
      throw e;
    }
    return server;
  }

  private void start() throws IOException {
    onProtocolThread(registrations::restore);
    if (parts.config.plainPort().isPresent()) {
      open(Door.LWM2M, parts.config.plainPort().getAsInt(), Transport.plain(configuration));
    }
    if (parts.config.dtlsPort().isPresent()) {
      open(Door.LWM2MS, parts.config.dtlsPort().getAsInt(), dtls());
    }
    Gauge.builder("openaep.lwm2m.registrations", registrations, Registrations::size)
        .description("registrations that are alive")
        .register(parts.ports.meters());
    Gauge.builder("openaep.lwm2m.unobserved", registrations.unobserved(), Unobserved::size)
        .description("registrations whose device has not answered an observe request yet")
        .register(parts.ports.meters());
    Gauge.builder("openaep.lwm2m.pending", parts.pending, it -> it.count())
        .description("messages that wait for the journal")
        .register(parts.ports.meters());
    long tickMillis = parts.config.times().tick().toMillis();
    var _ =
        parts.protocol.scheduleWithFixedDelay(
            this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
    parts.protocol.run(this::repairObservations);
  }

  private Transport dtls() {
    return new DtlsTransport(
        configuration,
        new DtlsTransport.Needs(
            Door.LWM2MS.word(),
            parts.ports.authenticator(),
            parts.ports.dtls(),
            parts.ports.refusals(),
            parts.ports.tap(),
            this::owner,
            parts.ports.meters(),
            parts.ports.clock()),
        new DtlsTransport.Bounds(
            parts.config.limits().dtlsSessions(),
            parts.config.times().dtlsStaleAfter(),
            parts.config.times().dtlsResumable(),
            parts.config.limits().dtlsHandshakes()));
  }

  /// The registered device with a PSK identity, else whoever has proven to be that. Any thread.
  private Tap.Party owner(Optional<String> identity, InetSocketAddress address) {
    return identity
        .flatMap(it -> registrations.of(new Peer(address, identity, Optional.empty())))
        .<Tap.Party>map(it -> new Tap.Party.Device(it.source().device()))
        .orElseGet(() -> Tap.Party.Stranger.of(identity.orElse(""), Remotes.text(address)));
  }

  private void open(Door door, int port, Transport transport) throws IOException {
    Lwm2mConfig.Limits limits = parts.config.limits();
    CoapSocket.Shared shared =
        new CoapSocket.Shared(
            configuration,
            parts.protocol,
            parts.observations(door),
            parts.tokens,
            parts.pending,
            new Reports(parts, registrations, door),
            limits.pendingAppends(),
            limits.rememberedMessages(),
            limits.blockTransfers());
    RequestRouter router = new RequestRouter(parts, registrations, door);
    WireTrace trace = new WireTrace(parts.ports.tap(), door, registrations, parts.inHand);
    CoapDoor opened =
        CoapDoor.open(
            door,
            parts.config.bind(),
            port,
            transport,
            shared,
            new CoapDoor.Receivers(router, List.of(trace, parts.late), trace),
            parts.ports.refusals());
    parts.opened(door, opened);
    opened.register(parts.ports.meters());
    LOG.info("open door={} port={}", door.word(), opened.port());
  }

  /// The port a door listens on; empty if it is closed.
  public OptionalInt port(Door door) {
    return Optional.ofNullable(parts.open().get(door)).stream()
        .mapToInt(CoapDoor::port)
        .findFirst();
  }

  /// The device was deleted: what was to be observed on it is forgotten. Any thread.
  public void removed(long device) {
    parts.protocol.run(() -> registrations.wanted().taken(device));
  }

  private void tick() {
    registrations.expire(parts.now());
    parts.open().values().forEach(it -> it.sweep(parts.config.times().held()));
    registrations.unobserved().ask(parts.now());
  }

  /// A crash between a registration and the answer to its observe request leaves a device that
  /// nobody observes and that has no reason to say anything: it is asked again, as soon as there is
  /// room, or if it sleeps when it is heard. On DTLS there is no session to ask through before the
  /// device's next handshake.
  private void repairObservations() {
    registrations.all().stream()
        .filter(it -> it.observations().stream().anyMatch(of -> !of.established()))
        .forEach(registrations.unobserved()::unknown);
  }

  /// Closes the doors: nothing more is taken, what waits for the journal is answered as far as
  /// `patience` allows, requests in flight end. Registrations and observations stay in the store.
  ///
  /// @return whether everything that waited was answered
  public boolean stop(Duration patience) {
    parts.stopTaking();
    long deadline = System.nanoTime() + patience.toNanos();
    while (parts.pending.count() > 0 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    boolean answered = parts.pending.count() == 0;
    if (parts.protocol.isShutdown()) {
      return answered;
    }
    onProtocolThread(() -> registrations.all().forEach(it -> it.end("the platform stops")));
    parts.open().values().forEach(CoapDoor::close);
    parts.open().clear();
    onProtocolThread(() -> registrations.all().forEach(parts.ports.sessions()::detach));
    parts.protocol.shutdown();
    return answered;
  }

  private void onProtocolThread(Runnable task) {
    try {
      CompletableFuture.runAsync(task, parts.protocol).get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the protocol thread failed", e);
    }
  }
}
