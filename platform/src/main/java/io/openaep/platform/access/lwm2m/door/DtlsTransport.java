package io.openaep.platform.access.lwm2m.door;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.DtlsSessions;
import io.openaep.platform.access.Refusals;
import io.openaep.platform.access.Tap;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.PrincipalEndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.ExtendedMasterSecretMode;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;

/// DTLS 1.2 with pre-shared keys (AEP device protocols, 1.3): the identity is the IMEI, the suites
/// are the two that AEP's modules offer, a Connection ID (RFC 9146) is offered so that a device
/// keeps its session when its address changes, and a session can be resumed by an abbreviated
/// handshake, also after a restart. The platform never begins a handshake.
///
/// Messages are matched by PSK identity, not by session or address: what a device was promised in
/// one session it may claim in the next, also after a restart, and nobody else can.
public final class DtlsTransport implements Transport {
  private static final int CONNECTION_ID_BYTES = 6;

  private final Configuration configuration;
  private final PskLookup keys;
  private final HandshakeWatch handshakes;
  private final KeptSessions kept;
  private final HalfOpen halfOpen;
  private final HandshakeRecords records;
  private final Bounds bounds;
  private final Refusals refusals;
  private final List<SessionTable> tables = new CopyOnWriteArrayList<>();

  /// @param connectionLimit connections kept; beyond it the ones idle longest give way
  /// @param staleAfter how long a connection must be idle for that
  /// @param resumable how long a session may be resumed
  /// @param halfOpenLimit handshakes at once
  public record Bounds(
      int connectionLimit, Duration staleAfter, Duration resumable, int halfOpenLimit) {}

  /// What it needs of the rest.
  ///
  /// @param word the door, for the meters
  /// @param owner whose trace shows a handshake that is done: by the PSK identity that the peer has
  ///   proven, and its address
  public record Needs(
      String word,
      Authenticator authenticator,
      DtlsSessions sessions,
      Refusals refusals,
      Tap tap,
      BiFunction<Optional<String>, InetSocketAddress, Tap.Party> owner,
      MeterRegistry meters,
      InstantSource clock) {}

  /// Loads the sessions that can be resumed.
  public DtlsTransport(Configuration configuration, Needs needs, Bounds bounds) {
    this.configuration =
        new Configuration(configuration)
            .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
            .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
            .setAsList(
                DtlsConfig.DTLS_CIPHER_SUITES,
                CipherSuite.TLS_PSK_WITH_AES_128_CCM_8,
                CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA256)
            .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES)
            // Modules' DTLS is often older than RFC 7627; stock Scandium lets only those resume
            // that
            // speak it. What it guards against needs a server in the middle that knows the key.
            .set(DtlsConfig.DTLS_EXTENDED_MASTER_SECRET_MODE, ExtendedMasterSecretMode.OPTIONAL)
            .set(DtlsConfig.DTLS_MAX_CONNECTIONS, bounds.connectionLimit())
            .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
            .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 2);
    this.bounds = bounds;
    this.refusals = needs.refusals();
    this.records = new HandshakeRecords(needs.tap(), needs.clock(), needs.owner());
    this.halfOpen =
        new HalfOpen(
            bounds.halfOpenLimit(), needs.refusals(), records, needs.meters(), needs.word());
    this.keys = new PskLookup(needs.authenticator(), needs.refusals(), halfOpen, records);
    this.handshakes = new HandshakeWatch(needs.refusals(), records);
    Gauge.builder(
            "openaep.dtls.sessions", tables, it -> it.stream().mapToInt(SessionTable::size).sum())
        .description("DTLS sessions that are kept, handshakes under way among them")
        .tag("door", needs.word())
        .strongReference(true) // nothing else keeps the list
        .register(needs.meters());
    this.kept =
        new KeptSessions(
            needs.sessions(),
            needs.authenticator(),
            needs.clock(),
            bounds.resumable(),
            bounds.connectionLimit(),
            needs.meters());
    kept.load();
  }

  @Override
  public Connector connector(InetSocketAddress address) {
    SessionTable table =
        new SessionTable(bounds.connectionLimit(), bounds.staleAfter().toSeconds(), kept, refusals);
    tables.add(table);
    return new WatchedConnector(
        DtlsConnectorConfig.builder(configuration)
            .setAddress(address)
            .setAdvancedPskStore(keys)
            .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(CONNECTION_ID_BYTES))
            .setConnectionListener(handshakes)
            .setSessionListener(halfOpen)
            .build(),
        table,
        records);
  }

  @Override
  public EndpointContextMatcher matcher() {
    return new PrincipalEndpointContextMatcher(true);
  }
}
