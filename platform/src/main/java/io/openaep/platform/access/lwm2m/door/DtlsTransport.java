package io.openaep.platform.access.lwm2m.door;

import io.openaep.platform.access.Authenticator;
import io.openaep.platform.access.Refusals;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.PrincipalEndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;

/// DTLS 1.2 with pre-shared keys (AEP device protocols, 1.3): the identity is the IMEI, the suites
/// are the two that AEP's modules offer, a Connection ID (RFC 9146) is offered so that a device
/// keeps its session when its address changes. The platform never begins a handshake.
///
/// Messages are matched by PSK identity, not by session or address: what a device was promised in
/// one session it may claim in the next, also after a restart, and nobody else can.
public final class DtlsTransport implements Transport {
  private static final int CONNECTION_ID_BYTES = 6;

  private final Configuration configuration;
  private final PskLookup keys;
  private final HandshakeWatch handshakes;

  /// @param connectionLimit sessions kept; beyond it the ones idle longest give way
  /// @param staleAfter how long a session must be idle for that
  public DtlsTransport(
      Configuration configuration,
      Authenticator authenticator,
      Refusals refusals,
      int connectionLimit,
      Duration staleAfter) {
    this.configuration =
        new Configuration(configuration)
            .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
            .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
            .setAsList(
                DtlsConfig.DTLS_CIPHER_SUITES,
                CipherSuite.TLS_PSK_WITH_AES_128_CCM_8,
                CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA256)
            .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES)
            .set(DtlsConfig.DTLS_MAX_CONNECTIONS, connectionLimit)
            .set(
                DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD,
                staleAfter.toSeconds(),
                TimeUnit.SECONDS)
            .set(DtlsConfig.DTLS_REMOVE_STALE_DOUBLE_PRINCIPALS, true)
            .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
            .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 2);
    this.keys = new PskLookup(authenticator, refusals);
    this.handshakes = new HandshakeWatch(refusals);
  }

  @Override
  public Connector connector(InetSocketAddress address) {
    return new DTLSConnector(
        DtlsConnectorConfig.builder(configuration)
            .setAddress(address)
            .setAdvancedPskStore(keys)
            .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(CONNECTION_ID_BYTES))
            .setConnectionListener(handshakes)
            .build());
  }

  @Override
  public EndpointContextMatcher matcher() {
    return new PrincipalEndpointContextMatcher(true);
  }
}
