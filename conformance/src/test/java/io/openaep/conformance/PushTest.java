package io.openaep.conformance;

import static io.openaep.conformance.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an application is told, by a started platform: the messages field by field, and that none
/// is lost when receivers hang or are gone or the platform is killed.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PushTest {

  /// A receiver that is gone for as long as issue 5 names takes long; a shorter time shows as much.
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("openaep.outage-seconds", 8));

  private PlatformProcess platform;
  private Api api;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws IOException {
    platform = start(directory, "");
    api = platform.api();
  }

  /// @param more lines of configuration
  private static PlatformProcess start(Path directory, String more) throws IOException {
    Path config = directory.resolve("openaep.yaml");
    Files.writeString(
        config,
        """
        push:
          first-retry: 200ms
          slowest-retry: 2s
          %s
          post:
            allowed-networks: 127.0.0.0/8
            timeout: 2s
        """
            .formatted(more));
    return PlatformProcess.start(directory.resolve("data"), "--config", config.toString());
  }

  @AfterAll
  void stop() {
    platform.close();
  }

  private static List<String> payloads(List<JsonNode> messages) {
    return messages.stream().map(PushTest::payload).toList();
  }

  private static String payload(JsonNode message) {
    return new String(
        Base64.getDecoder().decode(message.path("payload").path("APPdata").asString("")),
        StandardCharsets.UTF_8);
  }

  private static String json(String text) {
    return JsonMapper.shared().readTree(text).toString();
  }

  /// The example receiver prints what a TCP device's life looks like to an application.
  @Test
  void exampleReceiverPrintsTheMessages() throws Exception {
    Process receiver =
        new ProcessBuilder(
                "python3",
                PlatformProcess.root().resolve("examples/push-receiver").toString(),
                "--port",
                "0")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(receiver.getInputStream(), StandardCharsets.UTF_8))) {
      String url = lines.readLine().replace("listening on ", "");
      Api.Product product = api.tcp("push example");
      assertThat(api.subscribe(product, url, "[1,2,4]").toString())
          .isEqualTo("{\"code\":0,\"msg\":\"ok\",\"result\":null}");
      Api.Device device = api.device(product, false, "example");
      String command;
      try (RawTcp tcp = RawTcp.open(platform)) {
        assertThat(tcp.logIn(device)).isZero();
        tcp.report("水位");
        tcp.acknowledged();
        command = api.textCommand(device, "open");
        assertThat(tcp.nextCommand()).isEqualTo("open");
      }
      List<String> told = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        told.add(lines.readLine().replaceAll("\"timestamp\": ?\\d{13}", "\"timestamp\":0"));
      }
      String who = "\"timestamp\":0,\"tenantId\":\"%s\"".formatted(tenant(product));
      String which = "\"protocol\":\"tcp\",\"productId\":\"%d\"".formatted(product.id());
      assertThat(told.stream().map(PushTest::json))
          .containsExactlyInAnyOrder(
              "{%s,%s,\"messageType\":\"deviceOnlineOfflineReport\",\"iccid\":\"undefined\",\"eventType\":1,\"deviceId\":\"%s\"}"
                  .formatted(who, which, device.id()),
              ("{\"upPacketSN\":-1,\"upDataSN\":-1,\"topic\":\"ad\",%s,\"serviceId\":\"\",%s,"
                      + "\"payload\":{\"APPdata\":\"5rC05L2N\"},\"messageType\":\"dataReport\","
                      + "\"deviceType\":\"\",\"deviceId\":\"%s\",\"assocAssetId\":\"\",\"IMSI\":\"\",\"IMEI\":\"\"}")
                  .formatted(who, which, device.id()),
              commandResponse(who, which, device, command, "SENT"),
              commandResponse(who, which, device, command, "DELIVERED"),
              "{%s,%s,\"messageType\":\"deviceOnlineOfflineReport\",\"iccid\":\"undefined\",\"eventType\":0,\"deviceId\":\"%s\"}"
                  .formatted(who, which, device.id()));
    } finally {
      receiver.destroy();
    }
  }

  private String tenant(Api.Product product) throws IOException {
    return api.get(
            "/aep_product_management/product",
            "20181031202055",
            "",
            Map.of("productId", Long.toString(product.id())))
        .path("result")
        .path("tenantId")
        .asString();
  }

  private static String commandResponse(
      String who, String which, Api.Device device, String command, String code) {
    return ("{%s,\"taskId\":%s,\"result\":{\"resultDetail\":\"\",\"resultCode\":\"%s\"},%s,"
            + "\"messageType\":\"commandResponse\",\"deviceId\":\"%s\"}")
        .formatted(who, command, code, which, device.id());
  }

  @Test
  void mqttAndLwm2mReportsAreTold() throws Exception {
    try (PushReceiver receiver = PushReceiver.open();
        RawLwm2m lwm2m = RawLwm2m.open(platform);
        RawMqtt mqtt = RawMqtt.open(platform)) {
      Api.Product meters = api.lwm2m("push lwm2m", 2);
      Api.Product sensors = api.mqtt("push mqtt");
      api.subscribe(meters, receiver.url(), "[1,5]");
      api.subscribe(sensors, receiver.url(), "[1]");
      String imei = SharedPlatform.imei();
      Api.Device meter = api.device(meters, true, imei);
      Api.Device sensor = api.device(sensors, false, "sensor");
      lwm2m.register(imei);
      RawCoap notification = lwm2m.notification("42");
      lwm2m.send(notification);
      assertThat(lwm2m.answerTo(notification, Patience.LONGEST)).isPresent();
      assertThat(mqtt.logIn(sensor)).isZero();
      mqtt.report("{\"t\":21.5,\"n\":\"中\"}");
      mqtt.acknowledged();
      await().until(() -> receiver.messages().size() == 3);
      JsonNode created = of(receiver, meter, "deviceCreatedDeletedReport");
      assertThat(created.path("eventType").asInt()).isEqualTo(1);
      assertThat(created.path("IMEI").asString()).isEqualTo(imei);
      JsonNode report = of(receiver, meter, "dataReport");
      assertThat(report.path("topic").asString()).isEqualTo("v1/up/ad");
      assertThat(report.path("protocol").asString()).isEqualTo("lwm2m");
      assertThat(report.path("IMEI").asString()).isEqualTo(imei);
      assertThat(payload(report)).isEqualTo("42");
      JsonNode published = of(receiver, sensor, "dataReport");
      assertThat(published.path("topic").asString()).isEqualTo("topic/data");
      assertThat(published.path("payload").toString()).isEqualTo("{\"t\":21.5,\"n\":\"中\"}");
    }
  }

  private static JsonNode of(PushReceiver receiver, Api.Device device, String type) {
    return receiver.messages().stream()
        .filter(it -> it.path("deviceId").asString("").equals(device.id()))
        .filter(it -> it.path("messageType").asString("").equals(type))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void privateAddressIsRefusedUnlessAllowed() throws Exception {
    Api.Product product = api.tcp("push refused");
    ApiCall call =
        ApiCall.with(
            "POST",
            "/aep_subscribe_north/subscription",
            "20181031202018",
            product.masterKey(),
            "{\"productId\":%d,\"subLevel\":1,\"subTypes\":[1],\"operator\":\"t\",\"subUrl\":\"http://169.254.169.254/x\"}"
                .formatted(product.id()));
    JsonNode answer = JsonMapper.shared().readTree(api.send(call).body());
    assertThat(answer.path("code").asInt()).isEqualTo(8803);
    assertThat(answer.path("msg").asString())
        .contains("169.254.169.254 is not a public address")
        .contains("push.post.allowed-networks");
  }

  /// Devices report while the platform is killed again and again, with one receiver that takes and
  /// one that hangs.
  @Test
  void nothingIsLostByKillsAndAHangingReceiverDelaysNobody(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    try (PushReceiver good = PushReceiver.open();
        PushReceiver hanging = PushReceiver.hanging();
        PlatformProcess mine = start(directory, "")) {
      Api.Product product = mine.api().tcp("push kill");
      mine.api().subscribe(product, good.url(), "[1]");
      mine.api().subscribe(product, hanging.url(), "[1]");
      List<RawTcpDevice> devices = new ArrayList<>();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Api.Device device = mine.api().device(product, false, "k" + i);
        devices.add(new RawTcpDevice("k" + i, mine.port("tcp"), device));
      }
      devices.forEach(it -> threads.add(Thread.ofPlatform().start(it)));
      for (int round = 0; round < 4; round++) {
        LockSupport.parkNanos(500_000_000L);
        mine.kill();
        mine.restart();
      }
      LockSupport.parkNanos(300_000_000L);
      devices.forEach(ReportingDevice::stop);
      for (Thread thread : threads) {
        thread.join();
      }
      await()
          .untilAsserted(() -> {
            List<String> told = payloads(good.messages());
            for (RawTcpDevice device : devices) {
              assertThat(told).containsAll(device.acknowledged());
            }
          });
      int all = devices.stream().mapToInt(it -> it.acknowledged().size()).sum();
      System.out.printf("push kill test: acknowledged=%d pushed=%d%n", all, good.messages().size());
      for (int i = 0; i < 4; i++) {
        String name = "k" + i + "-";
        List<Integer> first =
            payloads(good.messages()).stream()
                .distinct()
                .filter(it -> it.startsWith(name))
                .map(it -> Integer.valueOf(it.substring(name.length())))
                .toList();
        assertThat(first).as("order of %s", name).isSorted();
      }
    }
  }

  @Test
  void receiverThatWasGoneIsToldEverythingInOrder() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Api.Product product = api.tcp("push outage");
    api.subscribe(product, "http://127.0.0.1:" + port + "/push", "[1]");
    Api.Device device = api.device(product, false, "outage");
    long end = System.nanoTime() + OUTAGE.toNanos();
    List<String> sent = new ArrayList<>();
    try (RawTcp tcp = RawTcp.open(platform)) {
      assertThat(tcp.logIn(device)).isZero();
      while (System.nanoTime() < end) {
        String payload = "n" + sent.size();
        tcp.report(payload);
        tcp.acknowledged();
        sent.add(payload);
        LockSupport.parkNanos(20_000_000L);
      }
    }
    try (PushReceiver receiver = PushReceiver.openAt(port)) {
      await().until(() -> receiver.messages().size() >= sent.size());
      assertThat(payloads(receiver.messages())).isEqualTo(sent);
    }
  }

  @Test
  void whatNobodyTookIsADeadLetterThatCanBeSentAgain(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    try (PushReceiver receiver = PushReceiver.open();
        PlatformProcess mine = start(directory, "keep-for: 2s")) {
      receiver.answersWith(503);
      Api.Product product = mine.api().tcp("push dead");
      mine.api().subscribe(product, receiver.url(), "[1]");
      Api.Device device = mine.api().device(product, false, "dead");
      try (RawTcp tcp = RawTcp.open(mine)) {
        assertThat(tcp.logIn(device)).isZero();
        for (String payload : List.of("a", "b", "c")) {
          tcp.report(payload);
          tcp.acknowledged();
        }
      }
      Rest rest = Rest.of(mine, directory.resolve("data"));
      await().until(() -> rest.get("/api/dead-letters").path("items").size() == 3);
      JsonNode letters = rest.get("/api/dead-letters").path("items");
      assertThat(letters.get(2).path("reason").asString()).contains("not taken within");
      assertThat(payload(letters.get(2).path("body"))).isEqualTo("a");
      receiver.answersWith(200);
      String ids =
          Stream.of(2, 1, 0)
              .map(it -> letters.get(it).path("deadLetterId").toString())
              .reduce((a, b) -> a + "," + b)
              .orElseThrow();
      JsonNode sent = rest.post("/api/dead-letters/send", "{\"ids\":[" + ids + "]}");
      assertThat(sent.path("letters").asInt()).isEqualTo(3);
      await().until(() -> receiver.messages().size() == 3);
      assertThat(payloads(receiver.messages())).containsExactly("a", "b", "c");
      await().until(() -> rest.get("/api/dead-letters").path("items").isEmpty());
    }
  }
}
