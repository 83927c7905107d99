package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static io.openaep.platform.access.mqtt.MqttPeer.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.Door;
import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.DoorWorld;
import io.openaep.platform.access.socket.FakeAuthenticator;
import io.openaep.platform.access.socket.FakeClock;
import io.openaep.platform.access.socket.RawPeer;
import io.openaep.platform.access.socket.StreamSettings;
import io.openaep.platform.tls.ServerCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttTlsTest {
  @TempDir Path directory;

  @Test
  void deviceConnectsReportsAndIsCommandedOverTls() throws Exception {
    ServerCertificate certificate = ServerCertificate.ofDirectory(directory, new FakeClock());
    List<String> commands = new CopyOnWriteArrayList<>();
    try (DoorWorld world = open(certificate);
        MqttClient client = client(world)) {
      client.setCallback(new Commands(commands));
      client.connect(options(certificate));
      client.publish("topic/data", "x".repeat(900).getBytes(StandardCharsets.UTF_8), 1, false);
      assertThat(world.uplinks.reported()).containsExactly("x".repeat(900));
      assertThat(world.devices.doors())
          .as("the door that was asked at")
          .containsExactly(Door.MQTTS);
      assertThat(world.session(DEVICE).source().door()).isEqualTo(Door.MQTTS);

      var outcome = world.send(DEVICE, "{}");
      await().until(() -> commands.size() == 1);
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
      client.disconnect();
      world.awaitGone(GoneCause.LEFT);
    }
  }

  @Test
  void peerWithoutTlsIsRefusedAndIsNoFaultOfOurs() {
    try (DoorWorld world = open(ServerCertificate.ofDirectory(directory, new FakeClock()))) {
      try (RawPeer peer = world.connect().send(connect(DEVICE))) {
        await().until(() -> world.refusals().equals(List.of("tls")));
        assertThat(peer.isClosedByPeer()).isTrue();
      }
      assertThat(world.devices.doors()).isEmpty();
    }
  }

  @Test
  void handshakeThatIsNotFinishedIsClosedAfterThirtySeconds() {
    try (DoorWorld world = open(ServerCertificate.ofDirectory(directory, new FakeClock()));
        RawPeer peer = world.connect().send("16 0301")) {
      await().until(() -> world.connections(Door.MQTTS) == 1);
      world.advance(Duration.ofSeconds(30));

      assertThat(peer.isClosedByPeer()).isTrue();
      assertThat(world.refusals()).containsExactly("login_timeout");
    }
  }

  /// A handshake record of 16,000 bytes is announced, and most of it comes.
  @Test
  void recordsThatNeverEndDoNotAddUp() throws Exception {
    ServerCertificate certificate = ServerCertificate.ofDirectory(directory, new FakeClock());
    List<RawPeer> peers = new ArrayList<>();
    try (DoorWorld world = open(certificate, new StreamSettings(1_000, 200_000))) {
      for (int number = 0; number < 40; number++) {
        peers.add(world.connect().send("16 0303 3e80" + "00".repeat(15_000)));
      }
      await().until(() -> world.refused(Door.MQTTS, "too_much_unfinished") > 20);
      world.settle();
      assertThat(unfinished(world)).isBetween(1.0, 200_000.0 + 2 * 32_768);
      try (MqttClient honest = client(world)) {
        honest.connect(options(certificate));
        honest.disconnect();
      }
      peers.forEach(RawPeer::close);
      await().until(() -> unfinished(world) == 0);
    }
  }

  private static double unfinished(DoorWorld world) {
    return world.meters.get("openaep.streams.unfinished").gauge().value();
  }

  private static DoorWorld open(ServerCertificate certificate) {
    return open(certificate, new StreamSettings(1_000_000, 1_000_000));
  }

  private static DoorWorld open(ServerCertificate certificate, StreamSettings settings) {
    DoorWorld world =
        new DoorWorld(
            (loops, ports) ->
                MqttServer.openTls(
                    MqttTest.config(),
                    loops,
                    ports,
                    MqttSessions.load(new FakeMqttStore(), ports.clock()),
                    certificate.sslContext()),
            settings);
    world.devices.add(DEVICE);
    return world;
  }

  private static MqttClient client(DoorWorld world) throws Exception {
    return new MqttClient("ssl://127.0.0.1:" + world.port(), DEVICE, new MemoryPersistence());
  }

  private static MqttConnectOptions options(ServerCertificate certificate) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("platform", certificate.chain().getFirst());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    MqttConnectOptions options = new MqttConnectOptions();
    options.setSocketFactory(context.getSocketFactory());
    options.setUserName("device001");
    options.setPassword(FakeAuthenticator.PASSWORD.toCharArray());
    return options;
  }
}
