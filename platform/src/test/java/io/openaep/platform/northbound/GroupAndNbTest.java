package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.command.Command;
import io.openaep.platform.command.CommandStatus;
import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `aep_device_group_management`, `aep_nb_device_management`, `aep_device_command_cancel`, bindings
/// and the detail list of commands, field by field (AEP northbound, 3.2, 3.3, 3.4, 3.9, 4.2, 4.9).
class GroupAndNbTest {
  private static final String GROUPS = "/aep_device_group_management";
  private static final String NB = "/aep_nb_device_management";

  @TempDir static Path path;
  private static ApiWorld world;
  private static Product tcp;
  private static Product nb;
  private static Device one;
  private static Device two;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
    tcp = world.tcp("grouped");
    nb = world.lwm2m("nb");
    one = world.device(tcp, "\"deviceSn\":\"g1\"");
    two = world.device(tcp, "\"deviceSn\":\"g2\"");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Reply createGroup(String members) {
    return world.call("POST", GROUPS + "/deviceGroup", "20190615001622").body(members).send();
  }

  private static long group(String name) {
    Reply reply =
        createGroup(
            "{\"deviceGroupName\":\"%s\",\"description\":\"d\",\"productId\":%d,\"groupLevel\":0}"
                .formatted(name, tcp.id()));
    assertThat(reply.code()).as(reply.msg()).isZero();
    return reply.result().path("deviceGroupId").asLong();
  }

  private static Reply relate(long group, int flag, String... devices) {
    return world
        .call("PUT", GROUPS + "/deviceGroupRelation", "20190615001526")
        .body(
            "{\"deviceGroupId\":%d,\"deviceList\":[\"%s\"],\"flag\":%d,\"productId\":%d}"
                .formatted(group, String.join("\",\"", devices), flag, tcp.id()))
        .send();
  }

  @Test
  void aGroupIsCreatedChangedAndDeletedWithTheDocumentedMembers() {
    Reply created =
        createGroup(
            "{\"deviceGroupName\":\"组1\",\"description\":\"first\",\"productId\":%d}"
                .formatted(tcp.id()));
    assertThat(created.result().propertyNames())
        .containsExactly(
            "deviceGroupId", "tenantId", "productId", "deviceGroupName", "description");
    long id = created.result().path("deviceGroupId").asLong();
    Reply again = createGroup("{\"deviceGroupName\":\"组1\",\"productId\":%d}".formatted(tcp.id()));
    assertThat(again.code()).isEqualTo(2101);
    assertThat(again.msg()).startsWith("创建群组失败: ");
    assertThat(createGroup("{\"deviceGroupName\":\"a b\",\"groupLevel\":1}").code())
        .isEqualTo(2101);
    Reply changed =
        world
            .call("PUT", GROUPS + "/deviceGroup", "20190615001615")
            .body(
                "{\"deviceGroupId\":%d,\"deviceGroupName\":\"组2\",\"productId\":%d}"
                    .formatted(id, tcp.id()))
            .send();
    assertThat(changed.result().path("deviceGroupName").asString()).isEqualTo("组2");
    assertThat(changed.result().path("description").asString()).isEqualTo("first");
    Reply unknown =
        world
            .call("PUT", GROUPS + "/deviceGroup", "20190615001615")
            .body("{\"deviceGroupId\":1,\"deviceGroupName\":\"x\"}")
            .send();
    assertThat(unknown.code()).isEqualTo(2102);
    assertThat(delete(id, Optional.empty()).code()).isEqualTo(2104);
    assertThat(delete(id, Optional.of(tcp.id())).code()).isZero();
    assertThat(delete(id, Optional.of(tcp.id())).code()).isEqualTo(2104);
  }

  private static Reply delete(long group, Optional<Long> productId) {
    ApiCall call =
        world
            .call("DELETE", GROUPS + "/deviceGroup", "20190615001601")
            .query("deviceGroupId", group);
    productId.ifPresent(id -> call.query("productId", id));
    return call.send();
  }

  @Test
  void devicesAreRelatedAllOrNoneAndListed() {
    long id = group("related");
    Device alone = world.device(tcp, "\"deviceSn\":\"alone\"");
    Reply bad = relate(id, 0, one.ref().deviceId(), "nothing");
    assertThat(bad.code()).isEqualTo(1104);
    assertThat(devicesOf(id)).isEmpty();
    assertThat(relate(id, 0, one.ref().deviceId(), two.ref().deviceId()).code()).isZero();
    assertThat(devicesOf(id)).containsExactly(two.ref().deviceId(), one.ref().deviceId());
    assertThat(relate(group("other"), 0, one.ref().deviceId()).code()).isEqualTo(2106);
    Reply list = list("20230218035819", id);
    assertThat(list.result().path("list").get(0).propertyNames())
        .containsExactly(
            "deviceGroupId",
            "tenantId",
            "productId",
            "deviceGroupName",
            "deviceCount",
            "groupLevel",
            "description",
            "createTime",
            "updateTime");
    assertThat(list.result().path("list").get(0).path("deviceCount").asInt()).isEqualTo(2);
    JsonNode old = list("20190615001555", 0).result().path("list").get(0);
    assertThat(old.propertyNames()).contains("activeCount").doesNotContain("groupLevel");
    JsonNode of = ofDevice(one.ref().deviceId());
    assertThat(of.propertyNames())
        .containsExactly(
            "deviceGroupId",
            "productId",
            "deviceGroupName",
            "description",
            "groupLevel",
            "maxDevNum");
    assertThat(of.path("deviceGroupId").asLong()).isEqualTo(id);
    assertThat(ofDevice(alone.ref().deviceId()).isNull()).isTrue();
    assertThat(ungrouped()).contains(alone.ref().deviceId()).doesNotContain(one.ref().deviceId());
    assertThat(relate(id, 1, one.ref().deviceId(), two.ref().deviceId()).code()).isZero();
    assertThat(devicesOf(id)).isEmpty();
    assertThat(relate(id, 1, one.ref().deviceId()).code()).isEqualTo(2106);
  }

  private static Reply list(String version, long group) {
    ApiCall call =
        world
            .call("GET", GROUPS + "/deviceGroups", version)
            .query("productId", tcp.id())
            .query("pageNow", 1)
            .query("pageSize", 10);
    return (group == 0 ? call : call.query("deviceGroupId", group)).send();
  }

  private static JsonNode ofDevice(String deviceId) {
    return world
        .call("GET", GROUPS + "/groupOfDeviceId", "20211014095939")
        .query("productId", tcp.id())
        .query("deviceId", deviceId)
        .send()
        .result();
  }

  private static List<String> devicesOf(long group) {
    return ids(
        world
            .call("GET", GROUPS + "/groupDeviceList", "20190615001540")
            .query("deviceGroupId", group)
            .query("pageNow", 1)
            .query("pageSize", 10)
            .send());
  }

  private static List<String> ungrouped() {
    return ids(
        world
            .call("GET", GROUPS + "/groupDeviceList", "20190615001540")
            .query("productId", tcp.id())
            .query("pageNow", 1)
            .query("pageSize", 100)
            .send());
  }

  private static List<String> ids(Reply reply) {
    assertThat(reply.code()).as(reply.msg()).isZero();
    List<String> ids = new ArrayList<>();
    reply.result().path("list").forEach(row -> ids.add(row.path("deviceId").asString()));
    return ids;
  }

  @Test
  void aCommandToAGroupIsOneCommandADevice() {
    Device a = world.device(tcp, "\"deviceSn\":\"ga\"");
    Device b = world.device(tcp, "\"deviceSn\":\"gb\"");
    long id = group("commanded");
    assertThat(relate(id, 0, a.ref().deviceId(), b.ref().deviceId()).code()).isZero();
    Reply reply = commandGroup(id);
    assertThat(reply.code()).as(reply.msg()).isZero();
    assertThat(reply.result()).hasSize(2);
    assertThat(reply.result().get(0).propertyNames())
        .containsExactly(
            "commandId",
            "command",
            "commandStatus",
            "deviceId",
            "productId",
            "createBy",
            "createTime");
    assertThat(world.commands.all()).map(Command::device).contains(a.ref(), b.ref());
    assertThat(commandGroup(1).code()).isEqualTo(-1);
  }

  private static Reply commandGroup(long group) {
    return world
        .call("POST", "/aep_device_command/command", "20190712225145")
        .masterKey(tcp.masterKey())
        .body(
            ("{\"content\":{\"dataType\":1,\"payload\":\"x\"},\"operator\":\"me\",\"productId\":%d,"
                    + "\"level\":3,\"deviceGroupId\":%d}")
                .formatted(tcp.id(), group))
        .send();
  }

  @Test
  void allUnsentCommandsOfADeviceAreCancelled() {
    Device device = world.device(tcp, "\"deviceSn\":\"cancel\"");
    for (int i = 0; i < 3; i++) {
      command(device);
    }
    long sent = world.commands.all().getLast().id();
    world.commands.become(sent, CommandStatus.SENT, Optional.empty(), "");
    Reply reply =
        world
            .call("PUT", "/aep_device_command_cancel/cancelAllCommand", "20230419143717")
            .masterKey(tcp.masterKey())
            .body(
                "{\"deviceId\":\"%s\",\"productId\":%d}"
                    .formatted(device.ref().deviceId(), tcp.id()))
            .send();
    assertThat(reply.code()).isZero();
    assertThat(world.commands.all())
        .filteredOn(it -> it.device().equals(device.ref()))
        .map(Command::status)
        .containsExactly(CommandStatus.CANCELLED, CommandStatus.CANCELLED, CommandStatus.SENT);
  }

  private static void command(Device device) {
    Reply reply =
        world
            .call("POST", "/aep_device_command/command", "20190712225145")
            .masterKey(tcp.masterKey())
            .body(
                ("{\"content\":{\"dataType\":1,\"payload\":\"x\"},\"deviceId\":\"%s\","
                        + "\"operator\":\"me\",\"productId\":%d}")
                    .formatted(device.ref().deviceId(), tcp.id()))
            .send();
    assertThat(reply.code()).isZero();
  }

  @Test
  void detailsOfCommandsAreContinuedByTheirPageTime() {
    Device device = world.device(tcp, "\"deviceSn\":\"details\"");
    for (int i = 0; i < 7; i++) {
      command(device);
    }
    List<String> seen = new ArrayList<>();
    String pageTime = "";
    int pages = 0;
    do {
      ApiCall call =
          world
              .call("GET", "/aep_device_command/commandDetailList", "20241218142112")
              .masterKey(tcp.masterKey())
              .query("productId", tcp.id())
              .query("deviceId", device.ref().deviceId())
              .query("startTime", 0)
              .query("endTime", 9_999_999_999_999L)
              .query("pageSize", 3);
      Reply reply = (pageTime.isEmpty() ? call : call.query("pageTime", pageTime)).send();
      assertThat(reply.result().propertyNames()).containsExactly("pageSize", "pageTime", "list");
      reply.result().path("list").forEach(row -> seen.add(row.path("commandId").asString()));
      pageTime = reply.result().path("pageTime").asString("");
      pages++;
    } while (!pageTime.isEmpty());
    assertThat(pages).isEqualTo(3);
    assertThat(seen).doesNotHaveDuplicates().hasSize(7);
  }

  @Test
  void nbDevicesAreCreatedInABatchWithEachOnesResult() {
    Reply reply =
        world
            .call("POST", NB + "/batchNBDevice", "20200828140355")
            .body(
                ("{\"productId\":%d,\"operator\":\"me\",\"devices\":["
                        + "{\"imei\":\"861111111111111\",\"deviceName\":\"a\",\"autoObserver\":0},"
                        + "{\"imei\":\"861111111111111\",\"deviceName\":\"b\"},"
                        + "{\"imei\":\"x\",\"deviceName\":\"c\"}]}")
                    .formatted(nb.id()))
            .send();
    assertThat(reply.code()).isZero();
    assertThat(reply.result().get(0).propertyNames())
        .containsExactly("imei", "resultCode", "deviceId");
    assertThat(reply.result().get(1).toString())
        .isEqualTo(
            "{\"imei\":\"861111111111111\",\"resultCode\":2010115,\"description\":\"IMEI号已存在\"}");
    assertThat(reply.result().get(2).path("resultCode").asInt()).isEqualTo(8803);
    JsonNode found = byImei("861111111111111").result();
    assertThat(found.path("deviceId")).isEqualTo(reply.result().get(0).path("deviceId"));
    assertThat(found.propertyNames())
        .containsExactly(
            "deviceId",
            "deviceName",
            "tenantId",
            "productId",
            "imei",
            "imsi",
            "firmwareVersion",
            "deviceStatus",
            "autoObserver",
            "createTime",
            "createBy",
            "updateTime",
            "updateBy",
            "netStatus",
            "onlineAt",
            "offlineAt");
    Reply deleted = deleteByImei("861111111111111");
    assertThat(deleted.result().isString()).isTrue();
    assertThat(byImei("861111111111111").code()).isEqualTo(1104);
    assertThat(deleteByImei("861111111111111").code()).isEqualTo(1104);
  }

  private static Reply byImei(String imei) {
    return world
        .call("GET", NB + "/getDeviceByImei", "20221130175656")
        .masterKey(nb.masterKey())
        .query("productId", nb.id())
        .query("imei", imei)
        .send();
  }

  private static Reply deleteByImei(String imei) {
    return world
        .call("POST", NB + "/deleteDeviceByImei", "20220226071405")
        .masterKey(nb.masterKey())
        .body("{\"productId\":%d,\"imeiList\":[\"%s\"]}".formatted(nb.id(), imei))
        .send();
  }

  @Test
  void cancelledDevicesAreCutOffAndTheOthersNamed() {
    Device device = lwm2m("861111111111112");
    FakeSession session = new FakeSession(device.ref());
    assertThat(world.sessions.attach(session)).isEmpty();
    Reply reply = cancel(device.ref().deviceId(), "nothing");
    assertThat(reply.http().body())
        .isEqualTo(
            "{\"code\":0,\"msg\":\"ok\",\"result\":{\"errorList\":[{\"deviceId\":\"nothing\","
                + "\"errorCode\":1104,\"errorMsg\":\"此设备不存在\"}]}}");
    assertThat(session.closed).hasValue(GoneCause.REMOVED);
    assertThat(byImei("861111111111112").result().path("deviceStatus").asInt()).isEqualTo(2);
    assertThat(cancel(device.ref().deviceId()).result().toString()).isEqualTo("{}");
  }

  private static Device lwm2m(String imei) {
    return world.device(nb, "\"imei\":\"%s\",\"other\":{\"autoObserver\":0}".formatted(imei));
  }

  private static Reply cancel(String... deviceIds) {
    return world
        .call("PUT", NB + "/cancelledDevices", "20211009093738")
        .masterKey(nb.masterKey())
        .body(
            "{\"productId\":%d,\"deviceIdList\":[\"%s\"]}"
                .formatted(nb.id(), String.join("\",\"", deviceIds)))
        .send();
  }

  @Test
  void aDeviceIsBoundAndUnbound() {
    Device device = lwm2m("861111111111113");
    Reply bound =
        world
            .call("POST", "/aep_device_management/bindDevice", "20191024140057")
            .masterKey(nb.masterKey())
            .body("{\"imei\":\"861111111111113\",\"productId\":%d}".formatted(nb.id()))
            .send();
    assertThat(bound.result().propertyNames())
        .containsExactly(
            "imei",
            "deviceId",
            "deviceName",
            "tenantId",
            "productId",
            "deviceStatus",
            "netStatus",
            "bindStatus",
            "createTime");
    assertThat(bound.result().path("bindStatus").asInt()).isEqualTo(1);
    Reply unbound =
        world
            .call("POST", "/aep_device_management/unbindDevice", "20191024140103")
            .masterKey(nb.masterKey())
            .body(
                "{\"deviceId\":\"%s\",\"productId\":%d}"
                    .formatted(device.ref().deviceId(), nb.id()))
            .send();
    assertThat(unbound.result().toString())
        .isEqualTo(
            "{\"deviceId\":\"%s\",\"deviceStatus\":0,\"netStatus\":2,\"bindStatus\":2}"
                .formatted(device.ref().deviceId()));
  }
}
