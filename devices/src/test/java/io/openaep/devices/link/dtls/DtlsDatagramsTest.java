package io.openaep.devices.link.dtls;

import static io.openaep.devices.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.Datagrams;
import io.openaep.devices.link.Impairment;
import io.openaep.devices.link.ThreadLane;
import io.openaep.devices.link.UdpDatagrams;
import io.openaep.wire.Bytes;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DtlsDatagramsTest {
  private static final PskSecret SECRET =
      new PskSecret("868543060974334", Bytes.hex("5459766f69546b333444334e5a36474e"));

  private final ThreadLane lane = new ThreadLane();
  private final List<DtlsResult> results = new CopyOnWriteArrayList<>();
  private final List<DtlsDatagrams> connections = new CopyOnWriteArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    lane.run(() -> {
      connections.forEach(DtlsDatagrams::close);
      closed.countDown();
    });
    closed.await();
    lane.close();
  }

  private DtlsDatagrams connect(Datagrams below, PskSecret secret, SessionMemory memory) {
    DtlsDatagrams connection =
        DtlsDatagrams.connect(
            below,
            lane,
            secret,
            memory,
            new DtlsDatagrams.Patience(Duration.ofMillis(200), Duration.ofMillis(1200)),
            results::add);
    connection.receiver(datagram -> received.add(datagram.toUtf8()));
    connections.add(connection);
    return connection;
  }

  private DtlsResult nextResult() {
    await().until(() -> !results.isEmpty());
    return results.removeFirst();
  }

  private void exchange(DtlsDatagrams connection, String text) {
    received.clear();
    lane.run(() -> connection.send(Bytes.utf8(text)));
    await().until(() -> !received.isEmpty());
    assertThat(received).containsExactly(text.toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource(names = {"TLS_PSK_WITH_AES_128_CCM_8", "TLS_PSK_WITH_AES_128_CBC_SHA256"})
  void exchangesDatagramsInBothSuitesOfAep(CipherSuite suite) throws Exception {
    try (ScandiumServer server = new ScandiumServer(suite, true)) {
      DtlsDatagrams connection =
          connect(UdpDatagrams.open(server.address(), lane), SECRET, SessionMemory.none());
      assertThat(nextResult()).isEqualTo(new DtlsResult.Connected(false));
      exchange(connection, "first");
      exchange(connection, "second");
    }
  }

  @Test
  void connectionIdSurvivesANewAddress() throws Exception {
    try (ScandiumServer server = new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true)) {
      MovingDatagrams moving = new MovingDatagrams(server.address(), lane);
      DtlsDatagrams connection = connect(moving, SECRET, SessionMemory.none());
      nextResult();
      exchange(connection, "home");
      moving.move();
      exchange(connection, "away");

      assertThat(server.peers()).hasSize(2).doesNotHaveDuplicates();
    }
  }

  @Test
  void sessionIsResumedWhereItIsRemembered() throws Exception {
    try (ScandiumServer server = new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true)) {
      SessionMemory memory = SessionMemory.keeping();
      DtlsDatagrams first = connect(UdpDatagrams.open(server.address(), lane), SECRET, memory);
      assertThat(nextResult()).isEqualTo(new DtlsResult.Connected(false));
      exchange(first, "one");
      DtlsDatagrams second = connect(UdpDatagrams.open(server.address(), lane), SECRET, memory);
      assertThat(nextResult()).isEqualTo(new DtlsResult.Connected(true));
      exchange(second, "two");
      memory.forget();
      connect(UdpDatagrams.open(server.address(), lane), SECRET, memory);
      assertThat(nextResult()).isEqualTo(new DtlsResult.Connected(false));
    }
  }

  @Test
  void serverThatForgotTheSessionGetsANewHandshake() throws Exception {
    ScandiumServer first = new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true);
    InetSocketAddress address = first.address();
    DtlsDatagrams connection =
        connect(UdpDatagrams.open(address, lane), SECRET, SessionMemory.none());
    nextResult();
    exchange(connection, "before");
    first.kill();
    try (ScandiumServer second =
        new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true, address)) {
      lane.run(() -> connection.send(Bytes.utf8("lost")));
      lane.run(connection::unheard);
      exchange(connection, "after");
      assertThat(second.peers()).hasSize(1);
      assertThat(results).as("told once").isEmpty();
    }
  }

  @Test
  void serverThatEndsTheSessionGetsANewHandshake() throws Exception {
    ScandiumServer first = new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true);
    InetSocketAddress address = first.address();
    DtlsDatagrams connection =
        connect(UdpDatagrams.open(address, lane), SECRET, SessionMemory.none());
    nextResult();
    exchange(connection, "before");
    first.endSessions();
    try (first) {
      received.clear();
      await()
          .until(() -> {
            lane.run(() -> connection.send(Bytes.utf8("after")));
            return received.contains("AFTER");
          });
    }
    lane.run(connection::close);
  }

  @Test
  void unknownIdentityIsRefused() throws Exception {
    try (ScandiumServer server = new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true)) {
      PskSecret stranger = new PskSecret("868543060974335", SECRET.key());
      connect(UdpDatagrams.open(server.address(), lane), stranger, SessionMemory.none());

      assertThat(nextResult()).isInstanceOf(DtlsResult.Refused.class);
    }
  }

  @Test
  void wrongKeyIsRefused() throws Exception {
    try (ScandiumServer server = new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true)) {
      PskSecret wrong = new PskSecret(SECRET.identity(), Bytes.hex("00112233445566778899"));
      connect(UdpDatagrams.open(server.address(), lane), wrong, SessionMemory.none());

      assertThat(nextResult()).isInstanceOf(DtlsResult.Refused.class);
    }
  }

  @Test
  void serverThatSaysNothingEndsSilent() throws Exception {
    try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      connect(
          UdpDatagrams.open((InetSocketAddress) deaf.getLocalSocketAddress(), lane),
          SECRET,
          SessionMemory.none());

      assertThat(nextResult()).isEqualTo(new DtlsResult.Silent());
    }
  }

  @Test
  void handshakeSurvivesLostDatagrams() throws Exception {
    try (ScandiumServer server = new ScandiumServer(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, true)) {
      Impairment lossy = new Impairment(20, Duration.ofMillis(10), 5);
      connections.add(
          DtlsDatagrams.connect(
              lossy.over(UdpDatagrams.open(server.address(), lane), lane),
              lane,
              SECRET,
              SessionMemory.none(),
              new DtlsDatagrams.Patience(Duration.ofMillis(200), Duration.ofSeconds(20)),
              results::add));
      assertThat(nextResult()).isEqualTo(new DtlsResult.Connected(false));
    }
  }

  @Test
  void closingDuringTheHandshakeEndsItsThreadWithoutAWord() throws Exception {
    try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      DtlsDatagrams connection =
          connect(
              UdpDatagrams.open((InetSocketAddress) deaf.getLocalSocketAddress(), lane),
              SECRET,
              SessionMemory.none());
      lane.run(connection::close);
      lane.run(connection::close);
      await().during(Duration.ofMillis(200)).until(results::isEmpty);
      assertThat(received).isEmpty();
    }
  }
}
