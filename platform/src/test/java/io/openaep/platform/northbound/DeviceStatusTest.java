package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DeviceStatusTest {
  @TempDir static Path path;
  private static ApiWorld world;
  private static Product product;
  private static int made;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
    product = world.tcp("data");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Device device() {
    made++;
    return world.device(product, "\"deviceSn\":\"%d\"".formatted(made));
  }

  private static void report(Device device, Instant at, String text) {
    world.happened(ApiWorld.report(device, at, text));
  }

  private static Reply ask(String path, String version, Device device, String members) {
    return world
        .call("POST", "/aep_device_status" + path, version)
        .body(
            "{\"productId\":\"%d\",\"deviceId\":\"%s\"%s}"
                .formatted(product.id(), device.ref().deviceId(), members))
        .send();
  }

  private static Reply page(Device device, String members) {
    return ask(
        "/getDeviceStatusHisInPage",
        "20190928013337",
        device,
        ",\"begin_timestamp\":\"0\",\"end_timestamp\":\"9999999999999\"" + members);
  }

  @Test
  void latestValueIsBase64OfTheBytes() {
    Device device = device();
    report(device, Instant.ofEpochMilli(1_000), "old");
    report(device, Instant.ofEpochMilli(2_000), "{\"temp\":22.5}");
    assertThat(latest(device, "APPdata").http().body())
        .isEqualTo(
            "{\"code\":0,\"deviceStatus\":{\"value\":\"eyJ0ZW1wIjoyMi41fQ==\",\"timestamp\":2000}}");
    assertThat(ask("/deviceStatusList", "20181031202403", device, "").http().body())
        .isEqualTo(
            "{\"code\":0,\"deviceStatusList\":[{\"datasetId\":\"APPdata\","
                + "\"value\":\"eyJ0ZW1wIjoyMi41fQ==\",\"timestamp\":2000}]}");
  }

  @Test
  void failureHasCode1AndADescription() {
    Device device = device();
    Reply none = latest(device, "APPdata");
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.json().propertyNames()).containsExactly("code", "desc");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.json().path("desc").asString()).contains("not reported anything yet");
    assertThat(latest(device, "temp").json().path("desc").asString()).contains("APPdata");
    assertThat(
            world
                .call("POST", "/aep_device_status/deviceStatusList", "20181031202403")
                .body("{\"productId\":99999999,\"deviceId\":\"x\"}")
                .send()
                .code())
        .isEqualTo(1);
    assertThat(ask("/deviceStatusList", "20181031202403", device, "").http().body())
        .isEqualTo("{\"code\":0,\"deviceStatusList\":[]}");
  }

  private static Reply latest(Device device, String dataset) {
    return ask(
        "/deviceStatus", "20181031202028", device, ",\"datasetId\":\"%s\"".formatted(dataset));
  }

  @Test
  void totalCountsBetweenInclusiveTimes() {
    Device device = device();
    for (int ms = 1; ms <= 5; ms++) {
      report(device, Instant.ofEpochMilli(ms).plusNanos(300_000), "r" + ms);
    }
    Reply reply =
        ask(
            "/api/v1/getDeviceStatusHisInTotal",
            "20190928013529",
            device,
            ",\"begin_timestamp\":2,\"end_timestamp\":\"4\"");
    assertThat(reply.http().body()).isEqualTo("{\"code\":0,\"total\":3}");
    assertThat(
            ask(
                    "/api/v1/getDeviceStatusHisInTotal",
                    "20190928013529",
                    device,
                    ",\"begin_timestamp\":\"soon\",\"end_timestamp\":\"4\"")
                .json()
                .path("desc")
                .asString())
        .contains("begin_timestamp must be a whole number");
  }

  @Test
  void historyItemIsTimestampAndData() {
    Device device = device();
    report(device, Instant.ofEpochMilli(1_538_981_624_878L), "hello");
    assertThat(page(device, ",\"page_size\":10,\"page_timestamp\":\"\"").http().body())
        .isEqualTo(
            "{\"code\":0,\"page_timestamp\":\"\",\"deviceStatusList\":"
                + "[{\"timestamp\":1538981624878,\"APPdata\":\"aGVsbG8=\"}]}");
  }

  @Test
  void everyReportIsSeenOnceWhateverThePageSizeAlsoWithinOneMs() {
    Device device = device();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Groups of one to nine reports in the same ms, some at the very same time.
      Instant at = Instant.ofEpochMilli(1000 + i * i / 90).plusNanos((i % 3) * 250_000L);
      report(device, at, "r" + i);
      expected.add("r" + i);
    }
    for (int size : List.of(1, 2, 3, 7, 39, 40, 1000)) {
      List<String> seen = new ArrayList<>();
      String next = "";
      do {
        Reply reply =
            page(device, ",\"page_size\":%d,\"page_timestamp\":\"%s\"".formatted(size, next));
        assertThat(reply.code()).isZero();
        assertThat(reply.json().path("deviceStatusList")).hasSizeBetween(1, size);
        assertThat(seen).as("the pages end").hasSizeLessThanOrEqualTo(expected.size());
        for (JsonNode item : reply.json().path("deviceStatusList")) {
          seen.add(
              new String(
                  java.util.Base64.getDecoder().decode(item.path("APPdata").asString()),
                  java.nio.charset.StandardCharsets.UTF_8));
        }
        next = reply.json().path("page_timestamp").asString();
      } while (!next.isEmpty());
      assertThat(seen).as("page_size " + size).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void pageTimestampMayBeTheEndForTheFirstPageAndIsPlainMsBetweenDistinctTimes() {
    Device device = device();
    report(device, Instant.ofEpochMilli(1_000), "a");
    report(device, Instant.ofEpochMilli(2_000), "b");
    Reply first = page(device, ",\"page_size\":1,\"page_timestamp\":\"9999999999999\"");
    assertThat(first.json().path("page_timestamp").asString()).isEqualTo("1000");
    Reply second = page(device, ",\"page_size\":1,\"page_timestamp\":\"1000\"");
    assertThat(second.json().path("deviceStatusList").get(0).path("timestamp").asLong())
        .isEqualTo(1000);
    assertThat(second.json().path("page_timestamp").asString()).isEmpty();
  }

  @Test
  void wrongPagesAreRefused() {
    Device device = device();
    Map.of(
            ",\"page_size\":0", "page_size",
            ",\"page_size\":1001", "page_size",
            "", "page_size is missing",
            ",\"page_size\":1,\"page_timestamp\":\"x\"", "page_timestamp")
        .forEach((members, reason) ->
            assertThat(page(device, members).json().path("desc").asString())
                .as(members)
                .contains(reason));
  }
}
