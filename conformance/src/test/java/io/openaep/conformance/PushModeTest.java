package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A platform with `push.mode: aep`, which protects itself as AEP does (AEP northbound, 5): three
/// tries and no more, and the messages of a minute dropped for a receiver that fails. That the
/// minute ends is shown on a virtual clock, in the platform's own tests.
class PushModeTest {
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
          mode: aep
          first-retry: 50ms
          slowest-retry: 100ms
          post:
            allowed-networks: 127.0.0.0/8
        """);
    platform = PlatformProcess.start(directory.resolve("data"), "--config", config.toString());
    api = platform.api();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.kill();
  }

  private static List<String> reports(List<JsonNode> messages) {
    return messages.stream()
        .filter(it -> it.path("messageType").asString("").equals("dataReport"))
        .map(it -> it.path("payload").path("APPdata").asString(""))
        .map(it -> new String(Base64.getDecoder().decode(it), StandardCharsets.UTF_8))
        .toList();
  }

  private static void report(RawTcp tcp, String text) throws IOException {
    tcp.report(text);
    tcp.acknowledged();
  }

  /// Messages that were given up, of all receivers.
  private static long dropped() throws IOException {
    String metrics =
        Api.send(HttpRequest.newBuilder(URI.create(platform.url() + "/metrics")).build()).body();
    return Stream.of(metrics.split("\n"))
        .filter(it -> it.startsWith("openaep_push_messages_total{") && it.contains("\"dropped\""))
        .mapToLong(it -> (long) Double.parseDouble(it.substring(it.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void messageIsTriedThriceAndDroppedAndTheNextIsTold() throws Exception {
    Api.Product product = api.tcp("push thrice");
    Api.Device device = api.device(product, false, "thrice");
    try (PushReceiver receiver = PushReceiver.open();
        RawTcp tcp = RawTcp.open(platform)) {
      receiver.answersWith(500);
      api.subscribe(product, receiver.url(), "[1]");
      assertThat(tcp.logIn(device)).isZero();
      report(tcp, "a");
      report(tcp, "b");
      Eventually.holds(() -> assertThat(receiver.asked()).hasSize(6));
      receiver.answersWith(200);
      report(tcp, "c");
      Eventually.holds(() -> assertThat(reports(receiver.messages())).containsExactly("c"));
      assertThat(reports(receiver.asked())).containsExactly("a", "a", "a", "b", "b", "b", "c");
      assertThat(
              Rest.of(platform, directory.resolve("data")).get("/api/dead-letters").path("items"))
          .as("dropped, not kept")
          .isEmpty();
    }
  }

  @Test
  void minuteOfAReceiverThatFailsIsDroppedButForCreatedDevices() throws Exception {
    Api.Product product = api.tcp("push minute");
    try (PushReceiver receiver = PushReceiver.open();
        PushReceiver other = PushReceiver.open()) {
      receiver.answersWith(500);
      api.subscribe(product, receiver.url(), "[1,5]");
      List<RawTcp> devices = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        RawTcp tcp = RawTcp.open(platform);
        devices.add(tcp);
        assertThat(tcp.logIn(api.device(product, false, "minute" + i))).isZero();
      }
      for (RawTcp tcp : devices) {
        report(tcp, "fails");
      }
      Eventually.holds(() ->
          assertThat(Files.readString(platform.log()))
              .contains("push receiver fails, drops its messages")
              .contains("/push for=PT1M"));
      receiver.answersWith(200);
      long before = dropped();
      api.subscribe(product, other.url(), "[1]");
      report(devices.getFirst(), "within the minute");
      Api.Device made = api.device(product, false, "made-within-the-minute");
      Eventually.holds(
          () -> assertThat(reports(other.messages())).containsExactly("within the minute"));
      Eventually.holds(() -> assertThat(dropped()).isGreaterThan(before));
      Eventually.holds(() ->
          assertThat(receiver.messages().stream().map(it -> it.path("deviceId").asString()))
              .contains(made.id()));
      assertThat(reports(receiver.asked())).doesNotContain("within the minute");
      for (RawTcp tcp : devices) {
        tcp.close();
      }
    }
  }

  /// Whatever form a URL gives to an address that is not public.
  @Test
  void noFormOfAPrivateAddressIsSubscribed() throws Exception {
    Api.Product product = api.tcp("push forms");
    for (String host :
        List.of(
            "[::1]",
            "[::ffff:169.254.169.254]",
            "[fe80::1]",
            "[fd00::1]",
            "[64:ff9b::10.0.0.1]",
            "[2002:a00:1::]",
            "169.254.169.254",
            "10.1",
            "0x0a000001",
            "167772161",
            "0.0.0.0",
            "nobody.invalid",
            "user@10.0.0.1")) {
      ApiCall call =
          ApiCall.with(
              "POST",
              "/aep_subscribe_north/subscription",
              "20181031202018",
              product.masterKey(),
              "{\"productId\":%d,\"subLevel\":1,\"subTypes\":[1],\"operator\":\"t\",\"subUrl\":\"http://%s/x\"}"
                  .formatted(product.id(), host));
      JsonNode answer = JsonMapper.shared().readTree(api.send(call).body());
      assertThat(answer.path("code").asInt()).as("%s: %s", host, answer).isNotZero();
    }
  }
}
