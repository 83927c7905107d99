package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.command.Failure;
import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceCommandTest {
  private static final String PATH = "/aep_device_command/command";

  @TempDir static Path path;
  private static ApiWorld world;
  private static Product mqtt;
  private static Product tcp;
  private static Device onMqtt;
  private static Device onTcp;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
    mqtt = world.mqtt("mqtt");
    tcp = world.tcp("tcp");
    onMqtt = world.device(mqtt, "\"deviceSn\":\"1\"");
    onTcp = world.device(tcp, "\"deviceSn\":\"1\"");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Reply create(Product product, Device device, String content, String members) {
    return world
        .call("POST", PATH, "20190712225145")
        .masterKey(product.masterKey())
        .body(
            "{\"content\":%s,\"deviceId\":\"%s\",\"operator\":\"me\",\"productId\":%d%s}"
                .formatted(content, device.ref().deviceId(), product.id(), members))
        .send();
  }

  private static Command newest() {
    return world.commands.all().getLast();
  }

  private static Reply query(String commandId) {
    return world
        .call("GET", PATH, "20190712225241")
        .masterKey(tcp.masterKey())
        .query("commandId", commandId)
        .query("productId", tcp.id())
        .query("deviceId", onTcp.ref().deviceId())
        .send();
  }

  @Test
  void createdCommandIsAnsweredFieldByField() {
    Reply reply = create(mqtt, onMqtt, "{\"payload\":{\"valve\":1}}", ",\"ttl\":600,\"level\":1");
    Command command = newest();
    assertThat(reply.http().body())
        .isEqualTo(
            ("{\"code\":0,\"msg\":\"ok\",\"result\":{\"commandId\":\"%d\","
                    + "\"command\":\"{\\\"payload\\\":{\\\"valve\\\":1}}\",\"commandStatus\":\"指令已保存\","
                    + "\"deviceId\":\"%s\",\"productId\":%d,\"createBy\":\"me\",\"createTime\":%d}}")
                .formatted(
                    command.id(),
                    onMqtt.ref().deviceId(),
                    mqtt.id(),
                    command.createdAt().toEpochMilli()));
    assertThat(command.ttl()).isEqualTo(Duration.ofMinutes(10));
    assertThat(command.device()).isEqualTo(onMqtt.ref());
  }

  @Test
  void mqttDeviceGetsTheJsonTextOfThePayload() {
    Map.of(
            "{\"payload\":{\"a\" : 1.50, \"b\":[true,null]}}", "{\"a\":1.50,\"b\":[true,null]}",
            "{\"payload\":\"文字\"}", "\"文字\"",
            "{\"payload\":12345678901234567890}", "12345678901234567890",
            "{\"payload\":null}", "null")
        .forEach((content, sent) -> {
          assertThat(create(mqtt, onMqtt, content, "").code()).as(content).isZero();
          assertThat(newest().payload().toUtf8()).isEqualTo(sent);
        });
  }

  @Test
  void tcpDeviceGetsTextOrHex() {
    assertThat(create(tcp, onTcp, "{\"dataType\":1,\"payload\":\"你好\"}", "").code()).isZero();
    assertThat(newest().payload().toUtf8()).isEqualTo("你好");
    assertThat(newest().ttl()).isEqualTo(Duration.ofHours(2));
    assertThat(create(tcp, onTcp, "{\"dataType\":\"2\",\"payload\":\"00fFa1\"}", "").code())
        .isZero();
    assertThat(newest().payload().toHex()).isEqualTo("00ffa1");
  }

  @Test
  void wrongContentIs8803() {
    Map.of(
            "{\"dataType\":2,\"payload\":\"abc\"}", "content.payload must be an even number",
            "{\"dataType\":2,\"payload\":\"zz\"}", "content.payload must be an even number",
            "{\"dataType\":3,\"payload\":\"a\"}", "content.dataType must be",
            "{\"dataType\":1}", "content.payload is missing",
            "{\"payload\":\"a\"}", "content.dataType is missing",
            "{\"dataType\":1,\"payload\":{}}", "content.payload must be text",
            "\"text\"", "content must be a JSON object")
        .forEach((content, reason) -> {
          Reply reply = create(tcp, onTcp, content, "");
          assertThat(reply.code()).as(content).isEqualTo(8803);
          assertThat(reply.msg()).contains(reason);
        });
    String long65536 = "00".repeat(65_536);
    assertThat(create(tcp, onTcp, "{\"dataType\":2,\"payload\":\"" + long65536 + "\"}", "").msg())
        .contains("65536 bytes");
    assertThat(create(mqtt, onMqtt, "{}", "").msg()).contains("content.payload is missing");
  }

  @Test
  void ttlAndLevelAreBounded() {
    String content = "{\"dataType\":1,\"payload\":\"a\"}";
    assertThat(create(tcp, onTcp, content, ",\"ttl\":864001").code()).isEqualTo(8803);
    assertThat(create(tcp, onTcp, content, ",\"ttl\":-1").code()).isEqualTo(8803);
    assertThat(create(tcp, onTcp, content, ",\"level\":3").msg()).contains("deviceGroupId");
    assertThat(create(tcp, onTcp, content, ",\"ttl\":0").code()).isZero();
    assertThat(newest().ttl()).isZero();
  }

  @Test
  void unknownDeviceIs1104() {
    assertThat(create(tcp, onMqtt, "{\"dataType\":1,\"payload\":\"a\"}", "").code())
        .isEqualTo(1104);
  }

  @Test
  void boundOfHeldCommandsIsTold() {
    world.commands.limit = 0;
    Reply reply = create(tcp, onTcp, "{\"dataType\":1,\"payload\":\"a\"}", "");
    world.commands.limit = 1000;
    assertThat(reply.code()).isEqualTo(-1);
    assertThat(reply.msg()).contains("are held; cancel some");
  }

  @Test
  void commandThatIsNotStoredIs503AndMayBeSentAgain() {
    world.commands.trouble = Optional.of("The disk is full.");
    String timestamp = String.valueOf(world.clock.millis());
    ApiCall call =
        world
            .call("POST", PATH, "20190712225145")
            .masterKey(tcp.masterKey())
            .header("timestamp", timestamp)
            .body(
                ("{\"content\":{\"dataType\":1,\"payload\":\"a\"},\"deviceId\":\"%s\","
                        + "\"operator\":\"me\",\"productId\":%d}")
                    .formatted(onTcp.ref().deviceId(), tcp.id()));
    Reply reply = call.send();
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.msg()).contains("The disk is full.");
    world.commands.trouble = Optional.empty();
    assertThat(call.send().code()).isZero();
  }

  @Test
  void commandIsQueriedFieldByFieldThroughItsLife() {
    create(tcp, onTcp, "{\"dataType\":1,\"payload\":\"life\"}", "");
    long id = newest().id();
    Reply saved = query(String.valueOf(id));
    assertThat(saved.result().toString())
        .isEqualTo(
            ("{\"commandId\":\"%d\",\"command\":\"{\\\"dataType\\\":1,\\\"payload\\\":\\\"life\\\"}\","
                    + "\"commandStatus\":\"指令已保存\",\"deviceId\":\"%s\",\"imei\":null,"
                    + "\"productId\":%d,\"createBy\":\"me\",\"createTime\":%d,\"finishTime\":null,"
                    + "\"resultCode\":null,\"resultMessage\":null}")
                .formatted(
                    id, onTcp.ref().deviceId(), tcp.id(), newest().createdAt().toEpochMilli()));
    assertStatus(id, CommandStatus.SENT, Optional.empty(), "指令已发送", "null");
    assertStatus(id, CommandStatus.DELIVERED, Optional.empty(), "指令已送达", "DELIVERED");
    assertStatus(id, CommandStatus.COMPLETED, Optional.empty(), "指令已完成", "SUCCESSFUL");
    assertStatus(id, CommandStatus.CANCELLED, Optional.empty(), "指令已取消", "null");
    assertStatus(id, CommandStatus.FAILED, Optional.of(Failure.EXPIRED), "指令发送失败", "EXPIRED");
    assertStatus(id, CommandStatus.FAILED, Optional.of(Failure.TIMEOUT), "指令发送失败", "TIMEOUT");
  }

  private static void assertStatus(
      long id, CommandStatus status, Optional<Failure> failure, String text, String code) {
    world.commands.become(id, status, failure, "why");
    Reply reply = query(String.valueOf(id));
    assertThat(reply.result().path("commandStatus").asString()).isEqualTo(text);
    assertThat(reply.result().get("resultCode").toString().replace("\"", "")).isEqualTo(code);
    assertThat(reply.result().get("finishTime").isNull()).isEqualTo(status.open());
    assertThat(reply.result().get("resultMessage").toString())
        .isEqualTo(status.open() ? "null" : "\"why\"");
  }

  @Test
  void ourOwnMistakeIs8800AndTellsNothingOfTheInside() {
    world.commands.broken = true;
    try {
      Reply reply = query("1");
      assertThat(reply.http().statusCode()).isEqualTo(500);
      assertThat(reply.code()).isEqualTo(8800);
      assertThat(reply.msg()).startsWith("内部错误，请联系管理员: ").doesNotContain("inner detail");
      assertThat(reply.json().propertyNames()).containsExactly("code", "msg", "result");
    } finally {
      world.commands.broken = false;
    }
  }

  @Test
  void unknownCommandIsRefused() {
    for (String id : List.of("999999", "abc", "9".repeat(30))) {
      assertThat(query(id).code()).isEqualTo(-1);
    }
  }

  @Test
  void listGoesByLocalTimeAndPages() {
    Device device = world.device(tcp, "\"deviceSn\":\"list\"");
    for (int i = 0; i < 3; i++) {
      create(tcp, device, "{\"dataType\":1,\"payload\":\"%d\"}".formatted(i), "");
    }
    Instant created = newest().createdAt();
    assertThat(list(device, created, 2).result().propertyNames())
        .containsExactly("pageNum", "pageSize", "total", "list");
    assertThat(list(device, created, 2).result().path("total").asInt()).isEqualTo(3);
    assertThat(list(device, created, 2).result().path("list")).hasSize(2);
    assertThat(list(device, created, 2).result().path("list").get(0).propertyNames()).hasSize(11);
    assertThat(list(device, created.plusSeconds(5), 2).result().path("total").asInt()).isZero();
    assertThat(list(device, created, 41).code()).isEqualTo(8803);
  }

  private static Reply list(Device device, Instant second, int pageSize) {
    String local =
        DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .format(second.atOffset(ZoneOffset.ofHours(8)));
    String before =
        DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .format(second.minusSeconds(2).atOffset(ZoneOffset.ofHours(8)));
    return world
        .call("GET", "/aep_device_command/commands", "20200814163736")
        .masterKey(tcp.masterKey())
        .query("productId", tcp.id())
        .query("deviceId", device.ref().deviceId())
        .query("startTime", before)
        .query("endTime", local)
        .query("pageSize", pageSize)
        .send();
  }

  @Test
  void timesThatAreNoneAre8803() {
    Reply reply =
        world
            .call("GET", "/aep_device_command/commands", "20200814163736")
            .masterKey(tcp.masterKey())
            .query("productId", tcp.id())
            .query("deviceId", onTcp.ref().deviceId())
            .query("startTime", "20260231000000")
            .send();
    assertThat(reply.msg()).contains("startTime must be a time such as");
  }

  @Test
  void commandIsCancelledOnceAndOnlyBeforeItIsSent() {
    create(tcp, onTcp, "{\"dataType\":1,\"payload\":\"cancelled\"}", "");
    long id = newest().id();
    assertThat(cancel(id).http().body())
        .isEqualTo("{\"code\":0,\"msg\":\"指令取消成功\",\"result\":null}");
    assertThat(cancel(id).code()).isEqualTo(-1);
    assertThat(cancel(id).msg()).startsWith("指令取消失败");
    assertThat(cancel(999_999).msg()).startsWith("指令取消失败");
    create(tcp, onTcp, "{\"dataType\":1,\"payload\":\"sent\"}", "");
    world.commands.become(newest().id(), CommandStatus.SENT, Optional.empty(), "");
    assertThat(cancel(newest().id()).code()).isEqualTo(-1);
  }

  private static Reply cancel(long id) {
    return world
        .call("PUT", "/aep_device_command/cancelCommand", "20190615023142")
        .masterKey(tcp.masterKey())
        .body(
            "{\"commandId\":\"%d\",\"deviceId\":\"%s\",\"productId\":%d}"
                .formatted(id, onTcp.ref().deviceId(), tcp.id()))
        .send();
  }
}
