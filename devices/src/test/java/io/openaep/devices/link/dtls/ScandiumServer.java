package io.openaep.devices.link.dtls;

import io.openaep.wire.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.Filter;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedMultiPskStore;
import org.jspecify.annotations.Nullable;

/// A DTLS server by the library that the platform uses. It sends back what it gets, in capitals,
/// until a test takes the messages itself.
public final class ScandiumServer implements AutoCloseable {
  private final List<InetSocketAddress> peers = new CopyOnWriteArrayList<>();
  private final BlockingQueue<RawData> waiting = new LinkedBlockingQueue<>();
  private final DTLSConnector connector;
  private volatile boolean lockstep;
  private volatile @Nullable RawData last;

  public ScandiumServer(CipherSuite suite, boolean connectionId) throws IOException {
    this(suite, connectionId, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  ScandiumServer(CipherSuite suite, boolean connectionId, InetSocketAddress address)
      throws IOException {
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
                .setAddress(address)
                .setAdvancedPskStore(secrets)
                .build());
    connector.setRawDataReceiver(this::received);
    connector.start();
  }

  private void received(RawData data) {
    peers.add(data.getInetSocketAddress());
    if (lockstep) {
      waiting.add(data);
      return;
    }
    String text = Bytes.copyOf(data.getBytes()).toUtf8();
    send(Bytes.utf8(text.toUpperCase(Locale.ROOT)), data);
  }

  private void send(Bytes bytes, RawData to) {
    connector.send(RawData.outbound(bytes.toArray(), to.getEndpointContext(), null, false));
  }

  /// Leaves the answers to the test from now on.
  public ScandiumServer inLockstep() {
    lockstep = true;
    return this;
  }

  /// Waits up to 5 s for a message, while something else is kept turning.
  public Bytes take(Runnable meanwhile) throws InterruptedException {
    for (int tries = 0; tries < 500; tries++) {
      meanwhile.run();
      RawData data = waiting.poll(10, TimeUnit.MILLISECONDS);
      if (data != null) {
        last = data;
        return Bytes.copyOf(data.getBytes());
      }
    }
    throw new AssertionError("nothing came from the device");
  }

  /// Sends to whoever spoke last.
  public void give(Bytes message) {
    RawData to = last;
    if (to == null) {
      throw new IllegalStateException("nothing came yet");
    }
    send(message, to);
  }

  public InetSocketAddress address() {
    return connector.getAddress();
  }

  /// Where the messages came from, in order.
  List<InetSocketAddress> peers() {
    return peers;
  }

  /// Ends without a word to anyone, as a killed process does.
  void kill() {
    connector.stop();
  }

  /// Loses every session without a word to anyone.
  public void forgetSessions() {
    Filter<Principal> everyone = _ -> true;
    try {
      connector.startTerminateConnectionsForPrincipal(everyone).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Ends every session by close_notify.
  void endSessions() {
    peers.forEach(connector::close);
  }

  @Override
  public void close() {
    connector.destroy();
  }
}
