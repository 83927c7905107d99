package io.openaep.platform.access.mqtt;

import static io.openaep.platform.Patience.await;
import static io.openaep.platform.access.mqtt.MqttPeer.DEVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.access.SendOutcome;
import io.openaep.platform.access.socket.FakeAuthenticator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The door against a client that shares no code with it.
class PahoTest extends MqttTest {
  @ParameterizedTest
  @ValueSource(ints = {MqttConnectOptions.MQTT_VERSION_3_1, MqttConnectOptions.MQTT_VERSION_3_1_1})
  void everyQosIsStoredAndCommandsArrive(int version) throws MqttException {
    List<String> commands = new CopyOnWriteArrayList<>();
    try (MqttClient client = client()) {
      client.setCallback(new Commands(commands));
      client.connect(options(version));
      client.subscribe("topic/event", 2);
      for (int qos = 0; qos <= 2; qos++) {
        client.publish("topic/data", utf8("{\"qos\":" + qos + "}"), qos, false);
      }
      world.awaitReports(3);
      assertThat(world.uplinks.reported())
          .containsExactly("{\"qos\":0}", "{\"qos\":1}", "{\"qos\":2}");

      CompletableFuture<SendOutcome> outcome = world.send(DEVICE, "{\"valve\":1}");
      await().until(() -> commands.size() == 1);
      assertThat(commands).containsExactly("device_control {\"valve\":1}");
      assertThat(outcome.join()).isEqualTo(new SendOutcome.Delivered());
      client.unsubscribe("topic/event");
      client.disconnect();
    }
    world.awaitGone(GoneCause.LEFT);
  }

  @ParameterizedTest
  @ValueSource(ints = {MqttConnectOptions.MQTT_VERSION_3_1, MqttConnectOptions.MQTT_VERSION_3_1_1})
  void wrongPasswordIsUnderstood(int version) throws MqttException {
    try (MqttClient client = client()) {
      MqttConnectOptions options = options(version);
      options.setPassword("wrong".toCharArray());

      assertThatThrownBy(() -> client.connect(options))
          .isInstanceOfSatisfying(
              MqttException.class,
              refused ->
                  assertThat(refused.getReasonCode())
                      .isEqualTo(MqttException.REASON_CODE_FAILED_AUTHENTICATION));
    }
  }

  private MqttClient client() throws MqttException {
    return new MqttClient("tcp://127.0.0.1:" + world.port(), DEVICE, new MemoryPersistence());
  }

  private static MqttConnectOptions options(int version) {
    MqttConnectOptions options = new MqttConnectOptions();
    options.setMqttVersion(version);
    options.setUserName("device001");
    options.setPassword(FakeAuthenticator.PASSWORD.toCharArray());
    options.setAutomaticReconnect(false);
    return options;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
