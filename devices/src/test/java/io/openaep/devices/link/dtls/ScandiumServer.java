package io.openaep.devices.link.dtls;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;

/// A DTLS server by the library that the platform uses; it sends back what it gets, in capitals.
final class ScandiumServer implements AutoCloseable {
  private final List<InetSocketAddress> peers = new CopyOnWriteArrayList<>();
  private final DTLSConnector connector;

  ScandiumServer(CipherSuite suite, boolean connectionId) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(DtlsConfig.DTLS_CIPHER_SUITES, List.of(suite));
    configuration.set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false);
    configuration.set(DtlsConfig.DTLS_ROLE, DtlsConfig.DtlsRole.SERVER_ONLY);
    configuration.set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1);
    configuration.set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    configuration.set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, connectionId ? 6 : null);
    configuration.set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 300, TimeUnit.MILLISECONDS);
    AdvancedMultiPskStore secrets = new AdvancedMultiPskStore();
    secrets.setKey("868543060974334", Bytes.utf8("TYvoiTk34D3NZ6GN").toArray());
    connector =
        new DTLSConnector(
            DtlsConnectorConfig.builder(configuration)
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .setAdvancedPskStore(secrets)
                .build());
    connector.setRawDataReceiver(this::received);
    connector.start();
  }

  private void received(RawData data) {
    peers.add(data.getInetSocketAddress());
    String text = Bytes.copyOf(data.getBytes()).toUtf8();
    connector.send(
        RawData.outbound(
            Bytes.utf8(text.toUpperCase(Locale.ROOT)).toArray(),
            data.getEndpointContext(),
            null,
            false));
  }

  InetSocketAddress address() {
    return connector.getAddress();
  }

  /// Where the messages came from, in order.
  List<InetSocketAddress> peers() {
    return peers;
  }

  @Override
  public void close() {
    connector.destroy();
  }
}
