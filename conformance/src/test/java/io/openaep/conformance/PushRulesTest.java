package io.openaep.conformance;

import static io.openaep.conformance.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whose messages a subscription tells and when it ends, with groups and devices of the API, and
/// receivers of every bad kind beside a good one.
class PushRulesTest {
  private static final String GROUPS = "/aep_device_group_management";

  @TempDir static Path directory;
  private static PlatformProcess platform;
  private static Api api;

  @BeforeAll
  static void start() throws IOException {
    Path config = directory.resolve("openaep.yaml");
    Files.writeString(
        config,
        """
        push:
          first-retry: 200ms
          slowest-retry: 1s
          post:
            allowed-networks: 127.0.0.0/8
            timeout: 2s
        """);
    platform = PlatformProcess.start(directory.resolve("data"), "--config", config.toString());
    api = platform.api();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.kill();
  }

  private static List<String> payloads(PushReceiver receiver) {
    return receiver.messages().stream()
        .filter(it -> it.path("messageType").asString("").equals("dataReport"))
        .map(it -> it.path("payload").path("APPdata").asString(""))
        .map(it -> new String(Base64.getDecoder().decode(it), StandardCharsets.UTF_8))
        .toList();
  }

  private static void subscribe(
      Api.Product product, PushReceiver receiver, int level, String member, String types)
      throws IOException {
    JsonNode _ =
        api.post(
            "/aep_subscribe_north/subscription",
            "20181031202018",
            product.masterKey(),
            "{\"productId\":%d,\"subLevel\":%d,%s,\"subTypes\":%s,\"subUrl\":\"%s\",\"operator\":\"t\"}"
                .formatted(product.id(), level, member, types, receiver.url()));
  }

  private static int subscriptions(Api.Product product) throws IOException {
    return api.get(
            "/aep_subscribe_north/subscribes",
            "20220624163719",
            product.masterKey(),
            Map.of("productId", Long.toString(product.id()), "pageNow", "1", "pageSize", "10"))
        .path("result")
        .path("total")
        .asInt();
  }

  private static void report(RawTcp tcp, String text) throws IOException {
    tcp.report(text);
    tcp.acknowledged();
  }

  private static long group(Api.Product product, String name) throws IOException {
    return api.post(
            GROUPS + "/deviceGroup",
            "20190615001622",
            "",
            "{\"deviceGroupName\":\"%s\",\"productId\":%d,\"groupLevel\":0}"
                .formatted(name, product.id()))
        .path("result")
        .path("deviceGroupId")
        .asLong();
  }

  /// @param flag 0 puts the device into the group, 1 takes it out
  private static void relate(Api.Device device, long group, int flag) throws IOException {
    ApiCall call =
        ApiCall.with(
            "PUT",
            GROUPS + "/deviceGroupRelation",
            "20190615001526",
            "",
            "{\"deviceGroupId\":%d,\"deviceList\":[\"%s\"],\"flag\":%d,\"productId\":%d}"
                .formatted(group, device.id(), flag, device.product().id()));
    String answer = api.send(call).body();
    assertThat(JsonMapper.shared().readTree(answer).path("code").asInt()).as(answer).isZero();
  }

  private static void delete(
      String path, String version, String masterKey, Map<String, String> query) throws IOException {
    ApiCall call = new ApiCall("DELETE", path, version, masterKey, query, "", Instant.now());
    String answer = api.send(call).body();
    assertThat(JsonMapper.shared().readTree(answer).path("code").asInt()).as(answer).isZero();
  }

  /// Each report is told to the group in which the device was when it came.
  @Test
  void groupIsToldOfItsDevicesAsTheyMove() throws Exception {
    Api.Product product = api.tcp("push groups");
    Api.Device device = api.device(product, false, "moves");
    Api.Device outside = api.device(product, false, "outside");
    long first = group(product, "first");
    long second = group(product, "second");
    try (PushReceiver ofFirst = PushReceiver.open();
        PushReceiver ofSecond = PushReceiver.open();
        RawTcp tcp = RawTcp.open(platform);
        RawTcp other = RawTcp.open(platform)) {
      subscribe(product, ofFirst, 3, "\"deviceGroupId\":" + first, "[1]");
      subscribe(product, ofSecond, 3, "\"deviceGroupId\":" + second, "[1]");
      assertThat(tcp.logIn(device)).isZero();
      assertThat(other.logIn(outside)).isZero();
      report(tcp, "in none");
      report(other, "never in one");
      // Whether a device is in a group is asked when its report is looked at, a moment later.
      settled(device, "in none");
      relate(device, first, 0);
      report(tcp, "in first");
      Eventually.holds(() -> assertThat(payloads(ofFirst)).containsExactly("in first"));
      relate(device, first, 1);
      relate(device, second, 0);
      report(tcp, "in second");
      Eventually.holds(() -> assertThat(payloads(ofSecond)).containsExactly("in second"));
      assertThat(subscriptions(product)).isEqualTo(2);
      delete(
          GROUPS + "/deviceGroup",
          "20190615001601",
          "",
          Map.of("deviceGroupId", Long.toString(second), "productId", Long.toString(product.id())));
      assertThat(subscriptions(product)).as("ends with its group").isEqualTo(1);
      relate(device, first, 0);
      report(tcp, "in first again");
      Eventually.holds(
          () -> assertThat(payloads(ofFirst)).containsExactly("in first", "in first again"));
      assertThat(payloads(ofSecond)).containsExactly("in second");
    }
  }

  /// Waits until a report has been told to the whole product, so that it has been looked at.
  private static void settled(Api.Device device, String text) throws Exception {
    Eventually.holds(() -> assertThat(api.reports(device)).contains(text));
    try (PushReceiver onlooker = PushReceiver.open();
        RawTcp tcp = RawTcp.open(platform)) {
      Api.Device last = api.device(device.product(), false, "last");
      api.subscribe(device.product(), onlooker.url(), "[1]");
      assertThat(tcp.logIn(last)).isZero();
      report(tcp, "last");
      Eventually.holds(() -> assertThat(payloads(onlooker)).containsExactly("last"));
      long id =
          api.get(
                  "/aep_subscribe_north/subscribes",
                  "20220624163719",
                  device.product().masterKey(),
                  Map.of(
                      "productId",
                      Long.toString(device.product().id()),
                      "pageNow",
                      "1",
                      "pageSize",
                      "10"))
              .path("result")
              .path("list")
              .get(0)
              .path("subId")
              .asLong();
      delete(
          "/aep_subscribe_north/subscription",
          "20181031202023",
          device.product().masterKey(),
          Map.of(
              "subId",
              Long.toString(id),
              "productId",
              Long.toString(device.product().id()),
              "subLevel",
              "1"));
    }
  }

  @Test
  void deletedDeviceIsToldToTheEndAndItsSubscriptionsAreGone() throws Exception {
    Api.Product product = api.tcp("push ends");
    Api.Device device = api.device(product, false, "ends");
    try (PushReceiver receiver = PushReceiver.open();
        RawTcp tcp = RawTcp.open(platform)) {
      receiver.answersWith(503);
      subscribe(product, receiver, 2, "\"deviceId\":\"" + device.id() + "\"", "[1,5]");
      assertThat(tcp.logIn(device)).isZero();
      for (int i = 0; i < 20; i++) {
        report(tcp, "r" + i);
      }
      delete(
          "/aep_device_management/device",
          "20181031202131",
          product.masterKey(),
          Map.of("productId", Long.toString(product.id()), "deviceIds", device.id()));
      assertThat(subscriptions(product)).isZero();
      receiver.answersWith(200);
      await().untilAsserted(() -> assertThat(receiver.messages()).hasSize(21));
      assertThat(payloads(receiver))
          .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> "r" + i).toList());
      assertThat(receiver.messages().getLast().path("messageType").asString())
          .isEqualTo("deviceCreatedDeletedReport");
      assertThat(receiver.messages().getLast().path("eventType").asInt()).isZero();
    }
  }

  /// The page's own configuration and blocks.
  @Test
  void thePageWorks(@TempDir Path mine) throws Exception {
    Path config = mine.resolve("openaep.yaml");
    Files.writeString(config, PageBlocks.configuration("docs/protocols/push.md"));
    try (PlatformProcess fresh =
        PlatformProcess.start(mine.resolve("data"), "--config", config.toString())) {
      List<String> printed = PageBlocks.run("docs/protocols/push.md", mine, fresh);
      JsonNode told = JsonMapper.shared().readTree(printed.getLast());
      assertThat(told.path("messageType").asString("")).isEqualTo("dataReport");
      assertThat(told.path("topic").asString("")).isEqualTo("data");
      assertThat(told.path("payload").toString()).isEqualTo("{\"temp\":22.5}");
    }
  }

  @Test
  void unboundDeviceHasNoSubscriptionsOfItsOwn() throws Exception {
    Api.Product product = api.lwm2m("push unbind", 2);
    Api.Device device = api.device(product, true, SharedPlatform.imei());
    try (PushReceiver receiver = PushReceiver.open()) {
      subscribe(product, receiver, 2, "\"deviceId\":\"" + device.id() + "\"", "[1,2]");
      api.subscribe(product, receiver.url(), "[4]");
      JsonNode _ =
          api.post(
              "/aep_device_management/unbindDevice",
              "20191024140103",
              product.masterKey(),
              "{\"deviceId\":\"%s\",\"productId\":%d}".formatted(device.id(), product.id()));
      assertThat(subscriptions(product)).isEqualTo(1);
    }
  }

  /// One that dribbles, one that redirects, one with a certificate of its own making, one that
  /// hangs, and one whose answers have no end; each would hold up the good one for seconds.
  @Test
  void badReceiversDelayNoGoodOne() throws Exception {
    Api.Product product = api.tcp("push bad receivers");
    Api.Device device = api.device(product, false, "bad");
    HttpsServer untrusted = untrusted();
    try (PushReceiver good = PushReceiver.open();
        PushReceiver trap = PushReceiver.open();
        PushReceiver hanging = PushReceiver.hanging();
        BadReceiver dribbling = BadReceiver.dribbling();
        BadReceiver endless = BadReceiver.endless();
        BadReceiver redirecting = BadReceiver.redirecting(trap.url());
        RawTcp tcp = RawTcp.open(platform)) {
      for (String url :
          List.of(
              dribbling.url(),
              redirecting.url(),
              "https://localhost:" + untrusted.getAddress().getPort() + "/push",
              hanging.url(),
              endless.url(),
              good.url())) {
        api.subscribe(product, url, "[1]");
      }
      assertThat(tcp.logIn(device)).isZero();
      List<String> sent = IntStream.range(0, 20).mapToObj(i -> "b" + i).toList();
      for (String text : sent) {
        report(tcp, text);
      }
      // Distinct ones: on a machine that stands still for longer than a push may take, the 200 of
      // the good one is read too late and its message comes again, as it must.
      await().until(() -> payloads(good).stream().distinct().count() == sent.size());
      assertThat(dribbling.requests())
          .as("one at a time for two seconds, and had the good one waited, for each message")
          .isLessThan(sent.size());
      assertThat(payloads(good).stream().distinct()).containsExactlyElementsOf(sent);
      Eventually.holds(() -> assertThat(endless.requests()).as("its 200s count").isEqualTo(20));
      Eventually.holds(() -> assertThat(redirecting.requests()).isGreaterThan(1));
      Eventually.holds(() -> assertThat(dribbling.requests()).isGreaterThan(1));
      Eventually.holds(() ->
          assertThat(Files.readString(platform.log()))
              .containsPattern("url=https://localhost:\\d+/push reason=\"TLS failed"));
      assertThat(trap.messages()).as("redirects are not followed").isEmpty();
    } finally {
      untrusted.stop(0);
    }
  }

  /// HTTPS with a certificate that no authority has signed.
  private static HttpsServer untrusted() throws Exception {
    Path store = directory.resolve("untrusted.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.start();
    return server;
  }
}
