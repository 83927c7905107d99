package io.openaep.platform.access.lwm2m;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.Patience;
import io.openaep.platform.access.lwm2m.coap.CoapBytes;
import io.openaep.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.MessageCallback;
import org.eclipse.californium.elements.RawData;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.SingleNodeConnectionIdGenerator;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;

/// A device behind DTLS: a Scandium client that carries hand-written CoAP datagrams.
final class DtlsDevice implements AutoCloseable {
  private final InetSocketAddress server;
  private final DTLSConnector connector;
  private final BlockingQueue<RawData> received = new LinkedBlockingQueue<>();
  private final AtomicInteger mids = new AtomicInteger(500);
  private final BlockingQueue<EndpointContext> established = new LinkedBlockingQueue<>();
  byte[] observed = {};
  String location = "";

  DtlsDevice(InetSocketAddress server, String identity, Bytes key, CipherSuite suite) {
    this.server = server;
    Configuration configuration =
        new Configuration(
                SystemConfig.DEFINITIONS,
                CoapConfig.DEFINITIONS,
                UdpConfig.DEFINITIONS,
                DtlsConfig.DEFINITIONS)
            .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
            .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
            .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
            .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 2, TimeUnit.SECONDS)
            .set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, 4)
            .setAsList(DtlsConfig.DTLS_CIPHER_SUITES, suite);
    this.connector =
        new DTLSConnector(
            DtlsConnectorConfig.builder(configuration)
                .setAddress(new InetSocketAddress(server.getAddress(), 0))
                .setAdvancedPskStore(new AdvancedSinglePskStore(identity, key.toArray()))
                .setConnectionIdGenerator(new SingleNodeConnectionIdGenerator(0))
                .build());
    connector.setRawDataReceiver(received::add);
    try {
      connector.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int nextMid() {
    return mids.incrementAndGet();
  }

  void send(CoapBytes message) {
    connector.send(
        RawData.outbound(
            message.encode(),
            new AddressEndpointContext(server),
            new MessageCallback() {
              @Override
              public void onConnecting() {}

              @Override
              public void onDtlsRetransmission(int flight) {}

              @Override
              public void onContextEstablished(EndpointContext context) {
                established.add(context);
              }

              @Override
              public void onSent() {}

              @Override
              public void onError(Throwable error) {}
            },
            false));
  }

  Optional<CoapBytes> receive(Duration patience) {
    try {
      RawData data = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.ofNullable(data)
          .map(it -> CoapBytes.decode(it.getBytes(), it.getBytes().length));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  CoapBytes receive() {
    return receive(Patience.LONGEST).orElseThrow(() -> new AssertionError("nothing came"));
  }

  CoapBytes exchange(CoapBytes request) {
    send(request);
    CoapBytes answer = receive();
    assertThat(answer.mid).as(answer.toString()).isEqualTo(request.mid);
    return answer;
  }

  CoapBytes registration(String endpoint) {
    return new CoapBytes(CoapBytes.CON, 2, nextMid(), new byte[] {1})
        .option(CoapBytes.URI_PATH, "rd")
        .option(CoapBytes.URI_QUERY, "ep=" + endpoint)
        .option(CoapBytes.URI_QUERY, "lwm2m=1.0")
        .payload("</19/0>,</19/1>");
  }

  CoapBytes request(int code, String at) {
    return new CoapBytes(CoapBytes.CON, code, nextMid(), new byte[] {1})
        .option(CoapBytes.URI_PATH, "rd")
        .option(CoapBytes.URI_PATH, at);
  }

  void register(String endpoint) {
    CoapBytes created = exchange(registration(endpoint));
    assertThat(created.code).as(created.toString()).isEqualTo(201);
    location = created.texts(CoapBytes.LOCATION_PATH).getLast();
  }

  void answerObserve(String value) {
    CoapBytes get = receive();
    assertThat(get.code).as(get.toString()).isEqualTo(1);
    observed = get.token;
    send(
        new CoapBytes(CoapBytes.ACK, 205, get.mid, get.token)
            .uint(CoapBytes.OBSERVE, 1)
            .payload(value));
  }

  CoapBytes report(int observe, String payload) {
    return new CoapBytes(CoapBytes.CON, 205, nextMid(), observed)
        .uint(CoapBytes.OBSERVE, observe)
        .payload(payload);
  }

  String cipher() {
    return established.element().getString(DtlsEndpointContext.KEY_CIPHER);
  }

  /// The Connection ID that the server wants in records to it; empty if none was negotiated.
  String serverConnectionId() {
    return String.valueOf(established.element().get(DtlsEndpointContext.KEY_WRITE_CONNECTION_ID));
  }

  /// What the client knows of the session is gone, as after a reboot.
  void forgetSession() {
    connector.clearConnectionState();
  }

  /// The session may be old, as after a long sleep: the next message begins with an abbreviated
  /// handshake (RFC 5246, 7.3).
  void resumeNext() {
    connector.forceResumeAllSessions();
  }

  DTLSConnector connector() {
    return connector;
  }

  @Override
  public void close() {
    connector.destroy();
  }
}
