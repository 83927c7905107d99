package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.journal.Content;
import io.openaep.platform.journal.Event;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import io.openaep.wire.Bytes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Versions of 2019 that the documents of 2021 no longer have, as clients of that age call them.
class OlderVersionsTest {
  @TempDir static Path path;
  private static ApiWorld world;
  private static Product tcp;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
    tcp = world.tcp("older");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static String command(Device device, String payload) {
    return world
        .call("POST", "/aep_device_command/command", "20190712225145")
        .masterKey(tcp.masterKey())
        .body(
            "{\"content\":{\"dataType\":1,\"payload\":\"%s\"},\"deviceId\":\"%s\",\"operator\":\"me\",\"productId\":%d}"
                .formatted(payload, device.ref().deviceId(), tcp.id()))
        .send()
        .result()
        .path("commandId")
        .asString();
  }

  private static ApiCall commands() {
    return world
        .call("GET", "/aep_device_command/commands", "20190712225211")
        .masterKey(tcp.masterKey())
        .query("productId", tcp.id());
  }

  private static List<String> each(JsonNode page, String member) {
    return StreamSupport.stream(page.path("list").spliterator(), false)
        .map(row -> row.path(member).asString())
        .toList();
  }

  @Test
  void commandsAreListedByStatusAndTimesInMs() {
    Device device = world.device(tcp, "\"deviceSn\":\"c1\"");
    String first = command(device, "a");
    String second = command(device, "b");
    world.commands.become(Integer.parseInt(first), CommandStatus.CANCELLED, Optional.empty(), "x");
    String id = device.ref().deviceId();
    JsonNode all = commands().query("deviceId", id).query("searchValue", "").send().result();
    assertThat(each(all, "commandId")).containsExactly(second, first);
    assertThat(all.path("total").asInt()).isEqualTo(2);
    JsonNode cancelled = commands().query("deviceId", id).query("status", 6).send().result();
    assertThat(each(cancelled, "commandId")).containsExactly(first);
    assertThat(each(cancelled, "commandStatus")).containsExactly("指令已取消");
    assertThat(cancelled.path("total").asInt()).isEqualTo(1);
    JsonNode bySn = commands().query("searchValue", "c1").query("status", 1).send().result();
    assertThat(each(bySn, "commandId")).containsExactly(second);
    String at = all.path("list").get(1).path("createTime").asString();
    JsonNode until = commands().query("deviceId", id).query("endTime", at).send().result();
    assertThat(each(until, "commandId")).containsExactly(first);
    JsonNode after =
        commands()
            .query("deviceId", id)
            .query("startTime", "" + (Long.parseLong(at) + 1))
            .send()
            .result();
    assertThat(each(after, "commandId")).containsExactly(second);
    assertThat(
            commands()
                .query("deviceId", id)
                .query("groupCommandId", "g")
                .send()
                .result()
                .path("total")
                .asInt())
        .isZero();
  }

  @Test
  void commandsOfNoDeviceAndUnknownStatusAreRefused() {
    assertThat(commands().send().code()).isEqualTo(8803);
    Device device = world.device(tcp, "\"deviceSn\":\"c2\"");
    ApiCall five = commands().query("deviceId", device.ref().deviceId()).query("status", 5);
    assertThat(five.send().code()).isEqualTo(8803);
    ApiCall local = commands().query("deviceId", device.ref().deviceId()).query("startTime", "x");
    assertThat(local.send().code()).isEqualTo(8803);
    assertThat(commands().query("searchValue", "none").send().code()).isEqualTo(1104);
  }

  private static Event event(Device device, Instant at, int level, String values) {
    return new Event.Reported(
        at,
        device.ref().number(),
        1,
        "tcp",
        "",
        Event.Reported.NO_CONTENT_FORMAT,
        true,
        0,
        Bytes.EMPTY,
        new Content.Occurrence(new Content.ServiceRef(1001, "alarm"), level, values, List.of()));
  }

  private static ApiCall events(Device device) {
    return world
        .call("GET", "/aep_device_event/events", "20190507012824")
        .masterKey(tcp.masterKey())
        .query("productId", tcp.id())
        .query("searchValue", device.ref().deviceId());
  }

  @Test
  void eventsAreListedByPageNumber() {
    Device device = world.device(tcp, "\"deviceSn\":\"e1\"");
    Instant at = ApiWorld.START;
    world.happened(
        event(device, at, 1, "{\"n\":1}"),
        event(device, at, 3, "{\"n\":2}"),
        event(device, at.plusMillis(1), 1, "{\"n\":3}"));
    JsonNode first = events(device).query("pageNow", 1).query("pageSize", 2).send().result();
    assertThat(first.propertyNames()).containsExactly("pageNum", "pageSize", "total", "list");
    assertThat(first.path("total").asInt()).isEqualTo(3);
    assertThat(each(first, "eventContent")).containsExactly("{\"n\":3}", "{\"n\":2}");
    assertThat(first.path("list").get(0).propertyNames())
        .containsExactly("deviceSn", "imei", "eventType", "eventContent", "createTime", "deviceId");
    JsonNode second = events(device).query("pageNow", 2).query("pageSize", 2).send().result();
    assertThat(each(second, "eventContent")).containsExactly("{\"n\":1}");
    JsonNode faults = events(device).query("eventType", 3).send().result();
    assertThat(each(faults, "eventContent")).containsExactly("{\"n\":2}");
    JsonNode until = events(device).query("endTime", "" + at.toEpochMilli()).send().result();
    assertThat(until.path("total").asInt()).isEqualTo(2);
    assertThat(events(device).query("eventType", 4).send().code()).isEqualTo(8803);
    assertThat(events(device).query("pageNow", 11).query("pageSize", 1000).send().code())
        .isEqualTo(8803);
  }

  @Test
  void eventsOfOneMsAreNeitherLostNorDoubledBetweenPages() {
    Device device = world.device(tcp, "\"deviceSn\":\"e2\"");
    Instant at = ApiWorld.START;
    for (int i = 0; i < 7; i++) {
      // two at exactly the same instant, others within the same ms
      world.happened(event(device, at.plusNanos(i / 2 * 1000L), 1, "{\"n\":%d}".formatted(i)));
    }
    String place = "";
    StringBuilder seen = new StringBuilder();
    do {
      JsonNode page =
          world
              .call("POST", "/aep_device_event/device/events", "20210327064751")
              .masterKey(tcp.masterKey())
              .body(
                  "{\"productId\":\"%d\",\"deviceId\":\"%s\",\"startTime\":\"%d\",\"endTime\":\"%d\",\"pageSize\":2,\"pageTimestamp\":\"%s\"}"
                      .formatted(
                          tcp.id(),
                          device.ref().deviceId(),
                          at.toEpochMilli(),
                          at.toEpochMilli(),
                          place))
              .send()
              .result();
      each(page, "eventContent").forEach(seen::append);
      place = page.path("pageTimestamp").asString();
    } while (!place.isEmpty());
    assertThat(seen.toString())
        .isEqualTo("{\"n\":6}{\"n\":5}{\"n\":4}{\"n\":3}{\"n\":2}{\"n\":1}{\"n\":0}");
  }
}
