package io.openaep.devices.link.mqtt;

import static io.openaep.devices.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.devices.link.Air;
import io.openaep.devices.link.StreamConnector;
import io.openaep.devices.link.TcpPeer;
import io.openaep.devices.link.ThreadLane;
import io.openaep.wire.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// In real time, because Paho measures its keep-alive itself.
class MqttLinkTest {
  private final ThreadLane lane = new ThreadLane();
  private final TcpPeer broker = new TcpPeer("127.0.0.1");
  private final List<String> events = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    lane.close();
    broker.close();
  }

  private MqttLink open() {
    Air air =
        new Air() {
          @Override
          public boolean uplink() {
            return true;
          }

          @Override
          public boolean downlink() {
            return true;
          }
        };
    MqttListener listener =
        new MqttListener() {
          @Override
          public void received(String topic, int packetId, Bytes payload) {
            events.add(topic);
          }

          @Override
          public void ended(End end) {
            events.add(end.name());
          }
        };
    CompletableFuture<MqttLink> opened = new CompletableFuture<>();
    new StreamConnector(lane, air, Optional.empty())
        .connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port()),
            0,
            Duration.ofSeconds(5),
            result -> {
              if (result instanceof StreamConnector.Result.Open(var connection)) {
                opened.complete(new MqttLink(connection, lane, listener));
              }
            });
    broker.accept();
    return opened.join();
  }

  @Test
  void pingsWhileIdleAndGivesUpOnASilentServer() {
    MqttLink link = open();
    MqttLogin login =
        new MqttLogin(
            MqttLogin.Version.V3_1_1,
            "d",
            Optional.empty(),
            Optional.empty(),
            true,
            Duration.ofSeconds(1),
            Optional.empty());
    lane.run(() -> link.connect(login, Duration.ofSeconds(5), r -> events.add(r.toString())));
    broker.take(15);
    broker.give(Bytes.hex("20020000"));
    await().until(() -> events.contains("Accepted[]"));
    assertThat(broker.take(2).toHex()).isEqualTo("c000");
    broker.give(Bytes.hex("d000"));
    assertThat(broker.take(2).toHex()).isEqualTo("c000");
    await().until(() -> events.contains("PING_TIMEOUT"));
    assertThat(events).containsExactly("Accepted[]", "PING_TIMEOUT");
    assertThat(broker.ended()).isTrue();
  }
}
