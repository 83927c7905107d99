package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The MQTT doors with clients that others wrote. (Paho for MQTT 3.1.1 is tried with the door
/// itself, in the platform's own tests, and in the virtual module.)
class ForeignMqttTest {
  @TempDir private static Path directory;

  private static PlatformProcess platform;
  private static Api.Product product;

  @BeforeAll
  static void start() throws IOException {
    platform = PlatformProcess.start(directory.resolve("data"), "--mqtts-port", "0");
    product = platform.api().mqtt("foreign mqtt");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @ParameterizedTest
  @CsvSource({
    "mqttv31, plain", "mqttv311, plain", "mqttv5, plain",
    "mqttv311, tlsv1.2", "mqttv311, tlsv1.3", "mqttv5, tlsv1.3"
  })
  void mosquittoReportsWithEveryQosAndGetsItsCommand(String version, String transport)
      throws Exception {
    Api.Device device = device("m" + version.substring(4) + transport.replaceAll("\\D", ""));
    for (int qos = 0; qos <= 2; qos++) {
      String payload = "{\"qos\":" + qos + "}";
      String[] words = {"-q", "" + qos, "-t", "any/topic", "-m", payload};
      assertThat(mosquitto("mosquitto_pub", device, version, transport, words)).isEmpty();
    }
    Eventually.holds(() ->
        assertThat(platform.api().reports(device))
            .containsExactly("{\"qos\":0}", "{\"qos\":1}", "{\"qos\":2}"));

    String command = platform.api().command(device, "{\"payload\":{\"valve\":1}}", 60);
    String[] words = {"-q", "1", "-t", "device_control", "-C", "1", "-W", "10", "-v"};
    assertThat(mosquitto("mosquitto_sub", device, version, transport, words))
        .isEqualTo("device_control {\"valve\":1}");
    Eventually.holds(() -> assertThat(platform.api().status(device, command)).isEqualTo("指令已送达"));
  }

  @Test
  void hivemqKeepsItsSessionWithVersion5() throws Exception {
    Api.Device device = device("hive5");
    Mqtt5BlockingClient client =
        Mqtt5Client.builder()
            .identifier(device.id())
            .serverHost("127.0.0.1")
            .serverPort(platform.port("mqtt"))
            .simpleAuth()
            .username("anyone")
            .password(utf8(device.token()))
            .applySimpleAuth()
            .buildBlocking();
    var first = client.connectWith().cleanStart(false).sessionExpiryInterval(600).send();
    assertThat(first.isSessionPresent()).isFalse();
    assertThat(first.getRestrictions().getReceiveMaximum()).isEqualTo(1_000);
    client
        .publishWith()
        .topic("t")
        .qos(MqttQos.EXACTLY_ONCE)
        .payload(utf8("{\"n\":1}"))
        .userProperties()
        .add("unit", "degree")
        .applyUserProperties()
        .send();
    client.disconnect();
    String command = platform.api().command(device, "{\"payload\":{\"valve\":2}}", 60);
    try (var commands = client.publishes(MqttGlobalPublishFilter.ALL)) {
      var second = client.connectWith().cleanStart(false).sessionExpiryInterval(600).send();
      assertThat(second.isSessionPresent()).isTrue();
      var got = commands.receive(60, TimeUnit.SECONDS).orElseThrow();
      assertThat(got.getTopic().toString()).isEqualTo("device_control");
      assertThat(new String(got.getPayloadAsBytes(), StandardCharsets.UTF_8))
          .isEqualTo("{\"valve\":2}");
    }
    Eventually.holds(() -> assertThat(platform.api().status(device, command)).isEqualTo("指令已送达"));
    client.disconnect();
    assertThat(platform.api().reports(device)).containsExactly("{\"n\":1}");
    String reports = "/api/devices/" + device.id() + "/reports";
    assertThat(
            Rest.of(platform, directory.resolve("data"))
                .get(reports)
                .path("items")
                .path(0)
                .path("userProperties")
                .toString())
        .isEqualTo("[{\"name\":\"unit\",\"value\":\"degree\"}]");
  }

  @Test
  void hivemqIsToldWhatIsWrongWithItsPassword() throws Exception {
    Api.Device device = device("wrong");
    Mqtt5BlockingClient client =
        Mqtt5Client.builder()
            .identifier(device.id())
            .serverHost("127.0.0.1")
            .serverPort(platform.port("mqtt"))
            .simpleAuth()
            .username("anyone")
            .password(utf8("wrong"))
            .applySimpleAuth()
            .buildBlocking();
    assertThatThrownBy(client::connect)
        .isInstanceOfSatisfying(
            Mqtt5ConnAckException.class,
            refused ->
                assertThat(refused.getMqttMessage().getReasonCode())
                    .isEqualTo(Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD));
  }

  @Test
  void hivemqReportsWithVersion3() throws Exception {
    Api.Device device = device("hive3");
    Mqtt3BlockingClient client =
        Mqtt3Client.builder()
            .identifier(device.id())
            .serverHost("127.0.0.1")
            .serverPort(platform.port("mqtt"))
            .simpleAuth()
            .username("anyone")
            .password(utf8(device.token()))
            .applySimpleAuth()
            .buildBlocking();
    client.connect();
    client.subscribeWith().topicFilter("#").qos(MqttQos.EXACTLY_ONCE).send();
    String command;
    try (var commands = client.publishes(MqttGlobalPublishFilter.ALL)) {
      command = platform.api().command(device, "{\"payload\":{\"valve\":3}}", 60);
      client.publishWith().topic("t").qos(MqttQos.AT_LEAST_ONCE).payload(utf8("{}")).send();
      var got = commands.receive(60, TimeUnit.SECONDS).orElseThrow();
      assertThat(got.getQos()).isEqualTo(MqttQos.EXACTLY_ONCE);
    }
    Eventually.holds(() -> assertThat(platform.api().status(device, command)).isEqualTo("指令已送达"));
    client.disconnect();
    assertThat(platform.api().reports(device)).containsExactly("{}");
  }

  @Test
  void pahoReportsWithEveryQosAndIsToldOfATakeover() throws Exception {
    Api.Device device = device("paho5");
    MqttClient older = paho(device);
    for (int qos = 0; qos <= 2; qos++) {
      older.publish("t", utf8("{\"qos\":" + qos + "}"), qos, false);
    }
    Eventually.holds(() -> assertThat(platform.api().reports(device)).hasSize(3));
    MqttClient newer = paho(device);
    Eventually.holds(() -> assertThat(older.isConnected()).isFalse());
    IMqttToken subscribed = newer.subscribe("device_control", 2);
    assertThat(subscribed.getReasonCodes()).containsExactly(2);
    newer.disconnect();
    newer.close();
    older.close();
  }

  private static MqttClient paho(Api.Device device) throws Exception {
    MqttClient client =
        new MqttClient(
            "tcp://127.0.0.1:" + platform.port("mqtt"), device.id(), new MemoryPersistence());
    client.connect(login(device));
    return client;
  }

  private static MqttConnectionOptions login(Api.Device device) {
    MqttConnectionOptions options = new MqttConnectionOptions();
    options.setUserName("anyone");
    options.setPassword(utf8(device.token()));
    options.setAutomaticReconnect(false);
    options.setCleanStart(true);
    return options;
  }

  private static Api.Device device(String number) throws IOException {
    return platform.api().device(product, false, number);
  }

  /// @param transport `plain`, or the version of TLS
  /// @return what it printed
  private static String mosquitto(
      String program, Api.Device device, String version, String transport, String... more)
      throws Exception {
    boolean plain = transport.equals("plain");
    List<String> words =
        new ArrayList<>(
            List.of(
                program,
                "-h",
                "127.0.0.1",
                "-p",
                "" + platform.port(plain ? "mqtt" : "mqtts"),
                "-V",
                version,
                "-i",
                device.id(),
                "-u",
                "anyone",
                "-P",
                device.token()));
    if (!plain) {
      String certificate = directory.resolve("data").resolve("tls.pem").toString();
      words.addAll(List.of("--cafile", certificate, "--insecure", "--tls-version", transport));
    }
    words.addAll(List.of(more));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(printed).isZero();
    return printed;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
