package io.openaep.platform.bench.bare;

import io.openaep.platform.access.lwm2m.coap.CoapConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.crypto.SecretKey;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Endpoint;
import org.eclipse.californium.core.server.resources.CoapExchange;
import org.eclipse.californium.elements.Connector;
import org.eclipse.californium.elements.PrincipalEndpointContextMatcher;
import org.eclipse.californium.elements.UDPConnector;
import org.eclipse.californium.elements.UdpEndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.PskPublicInformation;
import org.eclipse.californium.scandium.dtls.PskSecretResult;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.util.SecretUtil;
import org.eclipse.californium.scandium.util.ServerNames;

/// Californium with the platform's settings and Californium's own stack: takes every registration,
/// observes `/19/0/0`, and lets Californium acknowledge what is notified.
final class BareCoap {
  private static final int CONNECTION_ID_BYTES = 6;
  private static final int PEERS = 200_000;
  private static final int RECEIVE_BUFFER_BYTES = 4 << 20;

  private BareCoap() {}

  /// @return the port
  static int open(boolean secured) throws IOException {
    Configuration configuration =
        CoapConfiguration.of(
            new CoapConfiguration.Numbers(
                65_536, PEERS, RECEIVE_BUFFER_BYTES, Duration.ofSeconds(2), 4));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Endpoint endpoint =
        new CoapEndpoint.Builder()
            .setConfiguration(configuration)
            .setConnector(
                secured
                    ? secured(configuration, address)
                    : new UDPConnector(address, configuration))
            .setEndpointContextMatcher(
                secured
                    ? new PrincipalEndpointContextMatcher(true)
                    : new UdpEndpointContextMatcher(true))
            .build();
    CoapServer server = new CoapServer(configuration);
    server.addEndpoint(endpoint);
    server.add(new Registrations());
    server.start();
    return endpoint.getAddress().getPort();
  }

  private static Connector secured(Configuration base, InetSocketAddress address) {
    Configuration configuration =
        new Configuration(base)
            .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
            .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
            .setAsList(
                DtlsConfig.DTLS_CIPHER_SUITES,
                CipherSuite.TLS_PSK_WITH_AES_128_CCM_8,
                CipherSuite.TLS_PSK_WITH_AES_128_CBC_SHA256)
            .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES)
            .set(DtlsConfig.DTLS_MAX_CONNECTIONS, PEERS)
            .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
            .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 2);
    return new DTLSConnector(
        DtlsConnectorConfig.builder(configuration)
            .setAddress(address)
            .setAdvancedPskStore(new OneKey())
            .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(CONNECTION_ID_BYTES))
            .build());
  }

  /// The key that the fleet uses with servers that know no device.
  private static final class OneKey extends AdvancedSinglePskStore {
    private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    OneKey() {
      super("any", KEY);
    }

    @Override
    public PskSecretResult requestPskSecretResult(
        ConnectionId connection,
        ServerNames serverName,
        PskPublicInformation identity,
        String hmacAlgorithm,
        SecretKey otherSecret,
        byte[] seed,
        boolean useExtendedMasterSecret) {
      return new PskSecretResult(connection, identity, SecretUtil.create(KEY, "PSK"));
    }
  }

  private static final class Registrations extends CoapResource {
    Registrations() {
      super("rd");
    }

    @Override
    public void handlePOST(CoapExchange exchange) {
      exchange.setLocationPath("/rd/any");
      exchange.respond(ResponseCode.CREATED);
      Request observe = Request.newGet();
      observe.setDestinationContext(exchange.advanced().getRequest().getSourceContext());
      observe.getOptions().setUriPath("19/0/0");
      observe.setObserve();
      exchange.advanced().getEndpoint().sendRequest(observe);
    }
  }
}
