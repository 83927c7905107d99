package io.openaep.devices.link;

import static io.openaep.devices.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamConnectionTest {
  private final ManualLane lane = new ManualLane();
  private final List<String> heard = new ArrayList<>();
  private final List<StreamConnection> open = new ArrayList<>();
  private boolean asleep;

  private final Air air =
      new Air() {
        @Override
        public boolean uplink() {
          asleep = false;
          return true;
        }

        @Override
        public boolean downlink() {
          return !asleep;
        }
      };

  private final StreamListener listener =
      new StreamListener() {
        @Override
        public void received(Bytes data) {
          heard.add(data.toUtf8());
        }

        @Override
        public void closed() {
          heard.add("closed");
        }
      };

  @AfterEach
  void close() {
    open.forEach(StreamConnection::abort);
  }

  private StreamConnector.Result connect(int port, Optional<TlsSettings> tls) {
    List<StreamConnector.Result> results = new ArrayList<>();
    new StreamConnector(lane, air, tls)
        .connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            0,
            Duration.ofSeconds(5),
            results::add);
    turnUntil(() -> !results.isEmpty());
    return results.getFirst();
  }

  private StreamConnection started(StreamConnector.Result result) {
    StreamConnection connection = ((StreamConnector.Result.Open) result).connection();
    open.add(connection);
    connection.start(listener);
    return connection;
  }

  private void turnUntil(Callable<Boolean> condition) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> {
          lane.settle();
          return condition.call();
        });
  }

  @Test
  void sleepingModuleHearsWhatCameAndTheEndOnlyWhenItWakes() {
    try (TcpPeer peer = new TcpPeer("127.0.0.1")) {
      StreamConnection connection = started(connect(peer.port(), Optional.empty()));
      peer.accept();
      asleep = true;
      peer.give(Bytes.utf8("hello"));
      peer.hangUp();
      await().until(() -> lane.waiting() == 2);
      lane.settle();
      assertThat(heard).isEmpty();
      asleep = false;
      connection.awake();
      assertThat(heard).containsExactly("hello", "closed");
      assertThat(connection.send(Bytes.utf8("x"))).as("closed").isFalse();
    }
  }

  @Test
  void sendingWakesAndDeliversWhatWaited() {
    try (TcpPeer peer = new TcpPeer("127.0.0.1")) {
      StreamConnection connection = started(connect(peer.port(), Optional.empty()));
      peer.accept();
      asleep = true;
      peer.give(Bytes.utf8("down"));
      await().until(() -> lane.waiting() == 1);
      lane.settle();
      assertThat(heard).isEmpty();
      assertThat(connection.send(Bytes.utf8("up"))).isTrue();
      assertThat(heard).containsExactly("down");
      assertThat(peer.take(2).toUtf8()).isEqualTo("up");
    }
  }

  @Test
  void takerThatDoesNotConsumeStopsTheReading() {
    try (TcpPeer peer = new TcpPeer("127.0.0.1")) {
      StreamConnection connection = started(connect(peer.port(), Optional.empty()));
      peer.accept();
      Bytes block = Bytes.wrap(new byte[16 * 1024]);
      for (int i = 0; i < 6; i++) {
        peer.give(block);
      }
      turnUntil(() -> bytesHeard() > 62 * 1024);
      await().during(Duration.ofMillis(100)).until(() -> lane.waiting() == 0);
      assertThat(bytesHeard()).isLessThanOrEqualTo(64 * 1024);
      connection.consumed(bytesHeard());
      turnUntil(() -> bytesHeard() == 96 * 1024);
    }
  }

  private int bytesHeard() {
    return heard.stream().mapToInt(String::length).sum();
  }

  @Test
  void closingStillWritesWhatWasSent() {
    try (TcpPeer peer = new TcpPeer("127.0.0.1")) {
      StreamConnection connection = started(connect(peer.port(), Optional.empty()));
      peer.accept();
      connection.send(Bytes.utf8("last words"));
      connection.close();
      assertThat(peer.take(10).toUtf8()).isEqualTo("last words");
      assertThat(peer.ended()).isTrue();
    }
  }

  @Test
  void cancelledAttemptTellsNothing() {
    try (TcpPeer peer = new TcpPeer("127.0.0.1")) {
      List<StreamConnector.Result> results = new ArrayList<>();
      StreamConnector.Attempt attempt =
          new StreamConnector(lane, air, Optional.empty())
              .connect(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), peer.port()),
                  0,
                  Duration.ofSeconds(5),
                  results::add);
      attempt.cancel();
      await().until(() -> lane.waiting() == 1);
      lane.settle();
      assertThat(results).isEmpty();
    }
  }

  private static TlsSettings tls(Optional<String> trusted, String... protocols) {
    return new TlsSettings(trusted, Optional.empty(), List.of(protocols), Duration.ofSeconds(5));
  }

  @Test
  void tlsTrustsEverybodyOrWhomItIsToldTo() throws Exception {
    try (TlsPeer peer = new TlsPeer();
        TlsPeer other = new TlsPeer()) {
      for (Optional<String> trusted :
          List.of(Optional.<String>empty(), Optional.of(peer.certificate()))) {
        heard.clear();
        StreamConnection connection =
            started(connect(peer.port(), Optional.of(tls(trusted, "TLSv1.2", "TLSv1.3"))));
        connection.send(Bytes.utf8("ping"));
        turnUntil(() -> heard.contains("PING"));
        connection.close();
      }
      assertThat(
              connect(peer.port(), Optional.of(tls(Optional.of(other.certificate()), "TLSv1.2"))))
          .isEqualTo(new StreamConnector.Result.Failed(StreamConnector.Failure.REFUSED));
    }
  }

  @Test
  void serverThatSpeaksNoTlsIsRefused() {
    try (TcpPeer peer = new TcpPeer("127.0.0.1")) {
      Thread.ofVirtual()
          .start(() -> {
            peer.accept();
            peer.give(Bytes.utf8("220 this is no TLS server\r\n"));
          });
      assertThat(connect(peer.port(), Optional.of(tls(Optional.empty(), "TLSv1.3"))))
          .isEqualTo(new StreamConnector.Result.Failed(StreamConnector.Failure.REFUSED));
    }
  }
}
