package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// What devices and applications find after the platform was killed with SIGKILL and started again.
/// It is killed once: every method below lives the part before the kill and returns the part after.
@OnceIsProof
class RestartTest {
  private static final int PSM = 1;
  private static final int DRX = 2;
  private static final Duration NOTHING_FOR = Duration.ofMillis(250);

  private static PlatformProcess platform;
  private static Api api;
  private static Api.Product drx;
  private static Api.Product psm;
  private static Api.Product mqtt;
  private static Api.Product tcp;

  /// A registered LwM2M device.
  private record Meter(Api.Device made, RawLwm2m peer, List<String> location) {
    static Meter in(Api.Product product) throws IOException {
      String imei = SharedPlatform.imei();
      Api.Device made = api.device(product, true, imei);
      RawLwm2m peer = RawLwm2m.open(platform);
      return new Meter(made, peer, peer.register(imei));
    }
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    platform = PlatformProcess.start(directory.resolve("data"));
    api = platform.api();
    drx = api.lwm2m("restart drx", DRX);
    psm = api.lwm2m("restart psm", PSM);
    mqtt = api.mqtt("restart mqtt");
    tcp = api.tcp("restart tcp");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @TestFactory
  List<DynamicTest> afterAKill() throws Exception {
    List<DynamicTest> after =
        List.of(
            dynamicTest("the next notification works on the old token", notification()),
            dynamicTest("a registration is updated at its old location", update()),
            dynamicTest("a held command leaves with the next uplink", heldForTheSleeping()),
            dynamicTest("a held command leaves at the next login", heldForTheOffline()),
            dynamicTest("a command in flight ends as a timeout, not sent again", inFlight()),
            dynamicTest("a cancelled command stays cancelled", cancelled()),
            dynamicTest("an LwM2M device is still online", onlineByRegistration()),
            dynamicTest("MQTT and TCP devices are offline", offlineWithoutConnection()));
    platform.kill();
    platform.restart();
    return after;
  }

  private static Executable notification() throws IOException {
    Meter meter = Meter.in(drx);
    meter.peer.report("before");
    return () -> {
      meter.peer.report("after");
      Eventually.holds(
          () -> assertThat(api.reports(meter.made)).containsExactly("before", "after"));
      assertThat(meter.peer.hasUnread()).as("no new observe, no new anything").isFalse();
    };
  }

  private static Executable update() throws IOException {
    Meter meter = Meter.in(drx);
    return () -> {
      RawCoap answer = meter.peer.atLocation(RawLwm2m.POST, meter.location);
      assertThat(answer.code()).isEqualTo(RawLwm2m.CHANGED);
      String command = api.textCommand(meter.made, "still reachable");
      RawCoap write = meter.peer.nextRequest();
      assertThat(RawLwm2m.written(write)).isEqualTo("still reachable");
      meter.peer.answer(write, RawLwm2m.CHANGED);
      Eventually.holds(
          () -> assertThat(api.status(meter.made, command)).isEqualTo(Status.DELIVERED));
    };
  }

  private static Executable heldForTheSleeping() throws IOException {
    Meter meter = Meter.in(psm);
    String command = api.textCommand(meter.made, "held");
    return () -> {
      assertThat(api.status(meter.made, command)).isEqualTo(Status.SAVED);
      assertThat(meter.peer.nextRequest(NOTHING_FOR)).isEmpty();
      meter.peer.report("awake");
      RawCoap write = meter.peer.nextRequest();
      assertThat(RawLwm2m.written(write)).isEqualTo("held");
      meter.peer.answer(write, RawLwm2m.CHANGED);
      Eventually.holds(
          () -> assertThat(api.status(meter.made, command)).isEqualTo(Status.DELIVERED));
    };
  }

  private static Executable heldForTheOffline() throws IOException {
    Api.Device device = api.device(mqtt, false, "held");
    String command = api.command(device, "{\"payload\":{\"valve\":1}}", 7200);
    return () -> {
      try (RawMqtt connection = RawMqtt.open(platform)) {
        assertThat(connection.logIn(device)).isZero();
        RawMqtt.Delivery delivery = connection.nextCommand();
        assertThat(delivery.payload()).isEqualTo("{\"valve\":1}");
        connection.acknowledge(delivery);
        Eventually.holds(() -> assertThat(api.status(device, command)).isEqualTo(Status.DELIVERED));
      }
    };
  }

  private static Executable inFlight() throws IOException {
    Meter meter = Meter.in(drx);
    String command = api.textCommand(meter.made, "in flight");
    assertThat(RawLwm2m.written(meter.peer.nextRequest())).isEqualTo("in flight");
    return () -> {
      Eventually.holds(() -> assertThat(api.status(meter.made, command)).isEqualTo(Status.FAILED));
      assertThat(api.command(meter.made, command).toString()).contains("TIMEOUT");
      meter.peer.report("awake");
      assertThat(meter.peer.nextRequest(NOTHING_FOR)).isEmpty();
    };
  }

  private static Executable cancelled() throws IOException {
    Meter meter = Meter.in(psm);
    String command = api.textCommand(meter.made, "cancelled");
    api.cancel(meter.made, command);
    return () -> {
      meter.peer.report("awake");
      assertThat(meter.peer.nextRequest(NOTHING_FOR)).isEmpty();
      assertThat(api.status(meter.made, command)).isEqualTo(Status.CANCELLED);
    };
  }

  private static Executable onlineByRegistration() throws IOException {
    Meter meter = Meter.in(drx);
    Eventually.holds(() -> assertThat(api.online(meter.made)).isTrue());
    return () -> assertThat(api.online(meter.made)).isTrue();
  }

  private static Executable offlineWithoutConnection() throws IOException {
    Api.Device overMqtt = api.device(mqtt, false, "online");
    Api.Device overTcp = api.device(tcp, false, "online");
    RawMqtt mqttConnection = RawMqtt.open(platform);
    RawTcp tcpConnection = RawTcp.open(platform);
    assertThat(mqttConnection.logIn(overMqtt)).isZero();
    assertThat(tcpConnection.logIn(overTcp)).isZero();
    Eventually.holds(() -> assertThat(api.online(overMqtt) && api.online(overTcp)).isTrue());
    return () -> {
      mqttConnection.close();
      tcpConnection.close();
      assertThat(api.online(overMqtt)).isFalse();
      assertThat(api.online(overTcp)).isFalse();
    };
  }
}
