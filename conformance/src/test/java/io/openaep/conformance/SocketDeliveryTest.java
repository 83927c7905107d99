package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// When commands leave for MQTT and TCP devices, and what their states promise.
@ExtendWith(SharedPlatform.class)
class SocketDeliveryTest {
  private static final Duration NOTHING_FOR = Duration.ofMillis(250);
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static PlatformProcess platform;
  private static Api api;
  private static Api.Product mqtt;
  private static Api.Product tcp;

  @BeforeAll
  static void makeProducts(PlatformProcess shared) throws IOException {
    platform = shared;
    api = shared.api();
    mqtt = api.mqtt("delivery mqtt");
    tcp = api.tcp("delivery tcp");
  }

  private static Api.Device deviceIn(Api.Product product) throws IOException {
    return api.device(product, false, "d" + NUMBERS.incrementAndGet());
  }

  private static RawMqtt loggedIn(Api.Device device) throws IOException {
    RawMqtt connection = RawMqtt.open(platform);
    assertThat(connection.logIn(device)).isZero();
    return connection;
  }

  private static String mqttCommand(Api.Device device, int number, int ttlSeconds)
      throws IOException {
    return api.command(device, "{\"payload\":{\"valve\":" + number + "}}", ttlSeconds);
  }

  private static void reaches(String status, Api.Device device, String commandId) {
    Eventually.holds(() -> assertThat(api.status(device, commandId)).isEqualTo(status));
  }

  @Test
  void mqttCommandIsDeliveredByItsPubackAlone() throws IOException {
    Api.Device device = deviceIn(mqtt);
    try (RawMqtt connection = loggedIn(device)) {
      String command = mqttCommand(device, 1, 7200);
      RawMqtt.Delivery delivery = connection.nextCommand();
      assertThat(delivery.topic()).isEqualTo("device_control");
      assertThat(delivery.payload()).isEqualTo("{\"valve\":1}");
      assertThat(connection.silentFor(NOTHING_FOR)).isTrue();
      assertThat(api.status(device, command)).isEqualTo(Status.SENT);
      connection.acknowledge(delivery);
      reaches(Status.DELIVERED, device, command);
    }
  }

  @Test
  void secondMqttCommandWaitsForThePubackOfTheFirst() throws IOException {
    Api.Device device = deviceIn(mqtt);
    try (RawMqtt connection = loggedIn(device)) {
      String first = mqttCommand(device, 1, 7200);
      String second = mqttCommand(device, 2, 7200);
      RawMqtt.Delivery delivery = connection.nextCommand();
      assertThat(connection.silentFor(NOTHING_FOR)).isTrue();
      connection.acknowledge(delivery);
      RawMqtt.Delivery next = connection.nextCommand();
      assertThat(next.payload()).isEqualTo("{\"valve\":2}");
      connection.acknowledge(next);
      reaches(Status.DELIVERED, device, first);
      reaches(Status.DELIVERED, device, second);
    }
  }

  @Test
  void mqttCommandWaitsForTheNextLogin() throws IOException {
    Api.Device device = deviceIn(mqtt);
    String command = mqttCommand(device, 7, 7200);
    assertThat(api.status(device, command)).isEqualTo(Status.SAVED);
    try (RawMqtt connection = loggedIn(device)) {
      RawMqtt.Delivery delivery = connection.nextCommand();
      assertThat(delivery.payload()).isEqualTo("{\"valve\":7}");
      connection.acknowledge(delivery);
      reaches(Status.DELIVERED, device, command);
    }
  }

  @Test
  void subscribedMqttDeviceGetsACommandOnce() throws IOException {
    Api.Device device = deviceIn(mqtt);
    try (RawMqtt connection = loggedIn(device)) {
      assertThat(connection.subscribe("device_control", "anything/#", "#"))
          .hasSize(3)
          .doesNotContain((byte) 0x80);
      mqttCommand(device, 3, 7200);
      connection.acknowledge(connection.nextCommand());
      assertThat(connection.silentFor(NOTHING_FOR)).isTrue();
    }
  }

  @Test
  void connectionLostBeforeThePubackEndsAsTimeoutWithACleanSession() throws IOException {
    Api.Device device = deviceIn(mqtt);
    String command;
    try (RawMqtt connection = loggedIn(device)) {
      command = mqttCommand(device, 4, 7200);
      connection.nextCommand();
    }
    reaches(Status.FAILED, device, command);
    assertThat(api.command(device, command).toString()).contains("TIMEOUT");
    try (RawMqtt connection = loggedIn(device)) {
      assertThat(connection.silentFor(NOTHING_FOR)).as("not sent a second time").isTrue();
    }
  }

  @Test
  void commandThatMayNotWaitFailsAtOnceForAnOfflineDevice() throws IOException {
    Api.Device device = deviceIn(mqtt);
    String command = mqttCommand(device, 5, 0);
    reaches(Status.FAILED, device, command);
    assertThat(api.command(device, command).path("resultMessage").asString("")).isNotBlank();
    try (RawMqtt connection = loggedIn(device)) {
      assertThat(connection.silentFor(NOTHING_FOR)).isTrue();
    }
  }

  @Test
  void expiredCommandIsNotSentAtTheNextLogin() throws IOException {
    Api.Device device = deviceIn(tcp);
    String command = api.command(device, Api.textContent("stale"), 1);
    reaches(Status.FAILED, device, command);
    try (RawTcp connection = RawTcp.open(platform)) {
      assertThat(connection.logIn(device)).isZero();
      assertThat(connection.silentFor(NOTHING_FOR)).isTrue();
    }
  }

  @Test
  void tcpCommandWaitsForTheNextLogin() throws IOException {
    Api.Device device = deviceIn(tcp);
    String command = api.textCommand(device, "held");
    assertThat(api.status(device, command)).isEqualTo(Status.SAVED);
    try (RawTcp connection = RawTcp.open(platform)) {
      assertThat(connection.logIn(device)).isZero();
      assertThat(connection.nextCommand()).isEqualTo("held");
      reaches(Status.DELIVERED, device, command);
    }
  }

  @Test
  void tcpCommandOfHexDigitsLeavesAsBytesAtOnce() throws IOException {
    Api.Device device = deviceIn(tcp);
    try (RawTcp connection = RawTcp.open(platform)) {
      assertThat(connection.logIn(device)).isZero();
      String command = api.command(device, "{\"dataType\":2,\"payload\":\"414243\"}", 0);
      assertThat(connection.nextCommand()).isEqualTo("ABC");
      reaches(Status.DELIVERED, device, command);
    }
  }

  @Test
  void ttlBeyondTenDaysIsRefused() throws IOException {
    Api.Device device = deviceIn(tcp);
    String answer = api.send(Api.commandCall(device, Api.textContent("x"), 864_001)).body();
    assertThat(answer).doesNotContain("\"code\":0").contains("ttl");
  }
}
