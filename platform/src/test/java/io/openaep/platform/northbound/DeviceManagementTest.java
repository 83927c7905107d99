package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.access.GoneCause;
import io.openaep.platform.journal.Event;
import io.openaep.platform.journal.Recorded;
import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceManagementTest {
  private static final String PATH = "/aep_device_management/device";
  private static final String OTHER = "\"other\":{\"autoObserver\":0}";
  @TempDir static Path path;
  private static ApiWorld world;
  private static Product mqtt;
  private static Product lwm2m;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
    mqtt = world.mqtt("mqtt");
    lwm2m = world.lwm2m("lwm2m");
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Reply query(Product product, String deviceId) {
    return world
        .call("GET", PATH, "20181031202139")
        .masterKey(product.masterKey())
        .query("deviceId", deviceId)
        .query("productId", product.id())
        .send();
  }

  private static Reply post(Product product, String path, String version, String members) {
    return world
        .call("POST", "/aep_device_management" + path, version)
        .masterKey(product.masterKey())
        .body("{\"productId\":%d,%s}".formatted(product.id(), members))
        .send();
  }

  /// Online at 1 s, offline at 1.5 s, online again at 2 s.
  private static void comesBack(Device device) {
    long number = device.ref().number();
    String remote = "127.0.0.1:4711";
    world.happened(
        new Event.Connected(
            Instant.ofEpochMilli(1000), number, 1, "mqtt", remote, Optional.empty()),
        new Event.Gone(Instant.ofEpochMilli(1500), number, 1, GoneCause.LEFT.name()),
        new Event.Connected(
            Instant.ofEpochMilli(2000), number, 2, "mqtt", remote, Optional.empty()));
  }

  @Test
  void createdMqttDeviceIsAnsweredFieldByField() {
    Reply reply = world.createDevice(mqtt, "\"deviceSn\":\"868543060025186\"").send();
    assertThat(reply.code()).isZero();
    assertThat(reply.result().propertyNames())
        .containsExactly(
            "deviceId", "deviceName", "tenantId", "productId", "imei", "deviceSn", "token");
    assertThat(reply.result().path("deviceId").asString()).isEqualTo(mqtt.id() + "868543060025186");
    assertThat(reply.result().path("deviceName").asString()).isEqualTo("meter");
    assertThat(reply.result().path("tenantId").asString()).isEqualTo(world.tenantId);
    assertThat(reply.result().path("productId").asLong()).isEqualTo(mqtt.id());
    assertThat(reply.result().get("imei").isNull()).isTrue();
    assertThat(reply.result().path("token").asString()).matches("[A-Za-z0-9_-]{43}");
  }

  @Test
  void createdLwm2mDeviceHasAnIdOfHexAndNoToken() {
    Reply reply = world.createDevice(lwm2m, "\"imei\":\"868543060974334\"," + OTHER).send();
    assertThat(reply.result().path("deviceId").asString()).matches("[0-9a-f]{32}");
    assertThat(reply.result().path("imei").asString()).isEqualTo("868543060974334");
    assertThat(reply.result().get("token").isNull()).isTrue();
    Reply again = world.createDevice(lwm2m, "\"imei\":\"868543060974334\"," + OTHER).send();
    assertThat(again.http().body())
        .isEqualTo("{\"code\":2010115,\"msg\":\"IMEI号已存在\",\"result\":null}");
  }

  @Test
  void oneTypeOneSecretAnswersTheProductsToken() {
    Product product =
        world.product("shared", "\"productProtocol\":7,\"authType\":1,\"encryptionType\":1");
    Reply reply = world.createDevice(product, "\"deviceSn\":\"a\"").send();
    assertThat(reply.result().path("token").asString())
        .isEqualTo(world.registry.product(product.id()).orElseThrow().sharedSecret().orElseThrow());
  }

  @Test
  void keysAreTakenAsTextOrHex() {
    Product product =
        world.product(
            "encrypted",
            "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":4,\"endpointFormat\":1,"
                + "\"powerModel\":2");
    Device text =
        world.device(
            product,
            "\"imei\":\"868543060974001\",\"other\":{\"autoObserver\":1,\"imsi\":\"460115472446714\","
                + "\"pskValue\":\"TYvoITk34D3NZ6GN\",\"pskType\":0}");
    assertThat(text.psk().orElseThrow().toHex()).isEqualTo("5459766f49546b333444334e5a36474e");
    assertThat(text.imsi()).hasValue("460115472446714");
    assertThat(text.autoObserve()).isFalse();
    Device hex =
        world.device(
            product,
            "\"imei\":\"868543060974002\",\"other\":{\"autoObserver\":0,"
                + "\"pskValue\":\"00112233445566778899AABBCCDDEEFF\",\"pskType\":1}");
    assertThat(hex.psk().orElseThrow().toHex()).isEqualTo("00112233445566778899aabbccddeeff");
    Reply refused =
        world
            .createDevice(
                product,
                "\"imei\":\"868543060974003\",\"other\":{\"autoObserver\":0,\"pskValue\":\"short\"}")
            .send();
    assertThat(refused.msg()).contains("other.pskValue must be 16 letters and digits");
  }

  @Test
  void wrongDevicesAre8803() {
    Map.of(
            "\"imei\":\"868543060974334\"", "deviceSn is missing",
            "\"deviceSn\":\"a/b\"", "deviceSn",
            "\"deviceSn\":[1]", "deviceSn must be text")
        .forEach((members, reason) -> {
          Reply reply = world.createDevice(mqtt, members).send();
          assertThat(reply.code()).as(members).isEqualTo(8803);
          assertThat(reply.msg()).contains(reason);
        });
    assertThat(world.createDevice(lwm2m, "\"imei\":\"868543060974334\"").send().msg())
        .contains("other is missing");
    assertThat(world.createDevice(lwm2m, "\"imei\":\"1\"," + OTHER).send().code()).isEqualTo(8803);
    assertThat(
            post(mqtt, "/device", "20181031202117", "\"deviceSn\":\"a\",\"operator\":\"me\"").msg())
        .contains("deviceName is missing");
  }

  @Test
  void takenNumberIs1101() {
    world.device(mqtt, "\"deviceSn\":\"taken\"");
    Reply reply = world.createDevice(mqtt, "\"deviceSn\":\"taken\"").send();
    assertThat(reply.http().body())
        .isEqualTo("{\"code\":1101,\"msg\":\"设备编号已存在\",\"result\":null}");
  }

  @Test
  void mqttDeviceIsQueriedFieldByField() {
    Device device = world.device(mqtt, "\"deviceSn\":\"queried\"");
    Reply fresh = query(mqtt, device.ref().deviceId());
    assertThat(fresh.result().toString())
        .isEqualTo(
            ("{\"deviceSn\":\"queried\",\"deviceId\":\"%s\",\"deviceName\":\"meter\",\"tenantId\":\"%s\","
                    + "\"productId\":%d,\"firmwareVersion\":null,\"deviceStatus\":0,\"createTime\":%d,"
                    + "\"updateTime\":%d,\"activeTime\":null,\"logoutTime\":null,\"netStatus\":2,"
                    + "\"onlineAt\":null,\"offlineAt\":null,\"productProtocol\":2}")
                .formatted(
                    device.ref().deviceId(),
                    world.tenantId,
                    mqtt.id(),
                    device.createdAt().toEpochMilli(),
                    device.updatedAt().toEpochMilli()));
    comesBack(device);
    Reply heard = query(mqtt, device.ref().deviceId());
    assertThat(heard.result().path("deviceStatus").asInt()).isEqualTo(1);
    assertThat(heard.result().path("activeTime").asLong()).isEqualTo(1000);
    assertThat(heard.result().path("netStatus").asInt()).isEqualTo(1);
    assertThat(heard.result().path("onlineAt").asLong()).isEqualTo(2000);
    assertThat(heard.result().path("offlineAt").asLong()).isEqualTo(1500);
  }

  @Test
  void lwm2mDeviceIsQueriedFieldByField() {
    Device device = world.device(lwm2m, "\"imei\":\"868543060974111\"," + OTHER);
    assertThat(query(lwm2m, device.ref().deviceId()).result().toString())
        .isEqualTo(
            ("{\"deviceId\":\"%s\",\"deviceName\":\"meter\",\"tenantId\":\"%s\",\"productId\":%d,"
                    + "\"imei\":\"868543060974111\",\"imsi\":null,\"firmwareVersion\":null,"
                    + "\"deviceStatus\":0,\"autoObserver\":0,\"createTime\":%d,\"createBy\":\"me\","
                    + "\"updateTime\":%d,\"updateBy\":\"me\",\"netStatus\":2,\"onlineAt\":null,"
                    + "\"offlineAt\":null}")
                .formatted(
                    device.ref().deviceId(),
                    world.tenantId,
                    lwm2m.id(),
                    device.createdAt().toEpochMilli(),
                    device.updatedAt().toEpochMilli()));
  }

  @Test
  void unknownDeviceIs1104() {
    assertThat(query(mqtt, "nothing").http().body())
        .isEqualTo("{\"code\":1104,\"msg\":\"此设备不存在\",\"result\":null}");
  }

  @Test
  void listIsSearchedByNumber() {
    world.device(mqtt, "\"deviceSn\":\"find-1\"");
    world.device(mqtt, "\"deviceSn\":\"find-2\"");
    Reply reply =
        world
            .call("GET", "/aep_device_management/devices", "20190507012134")
            .masterKey(mqtt.masterKey())
            .query("productId", mqtt.id())
            .query("searchValue", "find-")
            .query("pageSize", 1)
            .send();
    assertThat(reply.result().propertyNames())
        .containsExactly("pageNum", "pageSize", "total", "list");
    assertThat(reply.result().path("total").asInt()).isEqualTo(2);
    assertThat(reply.result().path("list")).hasSize(1);
    assertThat(reply.result().path("list").get(0).propertyNames()).hasSize(15);
  }

  @Test
  void updateChangesNameImsiAndObserve() {
    Device device = world.device(lwm2m, "\"imei\":\"868543060974222\"," + OTHER);
    Reply reply =
        world
            .call("PUT", PATH, "20181031202122")
            .masterKey(lwm2m.masterKey())
            .query("deviceId", device.ref().deviceId())
            .body(
                ("{\"productId\":%d,\"deviceName\":\"new\",\"operator\":\"you\","
                        + "\"other\":{\"autoObserver\":1,\"imsi\":\"460110000000001\"}}")
                    .formatted(lwm2m.id()))
            .send();
    assertThat(reply.http().body()).isEqualTo("{\"code\":0,\"msg\":\"ok\",\"result\":{}}");
    Reply queried = query(lwm2m, device.ref().deviceId());
    assertThat(queried.result().path("deviceName").asString()).isEqualTo("new");
    assertThat(queried.result().path("imsi").asString()).isEqualTo("460110000000001");
    assertThat(queried.result().path("autoObserver").asInt()).isEqualTo(1);
    assertThat(queried.result().path("createBy").asString()).isEqualTo("me");
    assertThat(queried.result().path("updateBy").asString()).isEqualTo("you");
  }

  @Test
  void deletedDevicesAreForgottenAndTheirSessionsClosed() {
    Device one = world.device(mqtt, "\"deviceSn\":\"gone-1\"");
    Device two = world.device(mqtt, "\"deviceSn\":\"gone-2\"");
    FakeSession session = new FakeSession(one.ref());
    assertThat(world.sessions.attach(session)).isEmpty();
    Reply reply = delete(one.ref().deviceId() + "," + two.ref().deviceId() + ",nothing");
    assertThat(reply.http().body()).isEqualTo("{\"code\":0,\"msg\":\"ok\",\"result\":{}}");
    assertThat(query(mqtt, one.ref().deviceId()).code()).isEqualTo(1104);
    assertThat(session.closed).hasValue(GoneCause.REMOVED);
    assertThat(world.journal.read(0, 1000))
        .map(Recorded::event)
        .filteredOn(Event.DeviceRemoved.class::isInstance)
        .map(Event::device)
        .contains(one.ref().number(), two.ref().number());
    assertThat(delete(one.ref().deviceId()).code()).isEqualTo(1104);
    assertThat(delete("x,".repeat(200) + "x").code()).isEqualTo(8803);
  }

  private static Reply delete(String deviceIds) {
    return world
        .call("DELETE", PATH, "20181031202131")
        .masterKey(mqtt.masterKey())
        .query("productId", mqtt.id())
        .query("deviceIds", deviceIds)
        .send();
  }

  @Test
  void nothingIsDeletedWhileTheJournalTakesNothing() {
    Device device = world.device(mqtt, "\"deviceSn\":\"kept\"");
    world.journal.refuse("The disk is full.");
    Reply reply = delete(device.ref().deviceId());
    world.journal.accept();
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.msg()).contains("Nothing was stored", "The disk is full.");
    assertThat(query(mqtt, device.ref().deviceId()).code()).isZero();
    assertThat(delete(device.ref().deviceId()).code()).isZero();
  }

  @Test
  void devicesAreDeletedByPost() {
    Device device = world.device(mqtt, "\"deviceSn\":\"posted\"");
    Reply reply =
        post(
            mqtt,
            "/deleteDevice",
            "20211009132842",
            "\"deviceIdList\":[\"%s\"]".formatted(device.ref().deviceId()));
    assertThat(reply.code()).isZero();
    assertThat(query(mqtt, device.ref().deviceId()).code()).isEqualTo(1104);
  }

  @Test
  void productIsFoundByImei() {
    world.device(lwm2m, "\"imei\":\"868543060974444\"," + OTHER);
    Reply reply = byImei("868543060974444");
    assertThat(reply.result().toString())
        .isEqualTo("{\"productId\":%d,\"productName\":\"lwm2m\"}".formatted(lwm2m.id()));
    assertThat(byImei("868543060974999").code()).isEqualTo(1104);
  }

  private static Reply byImei(String imei) {
    return world
        .call("GET", "/aep_device_management/device/getProductInfoFormApiByImei", "20191213161859")
        .query("imei", imei)
        .send();
  }

  @Test
  void devicesAreListedByTheirIds() {
    Device device = world.device(mqtt, "\"deviceSn\":\"listed\"");
    String ids = "\"deviceIdList\":[\"%s\",\"nothing\"]".formatted(device.ref().deviceId());
    Reply info = post(mqtt, "/listByDeviceIds", "20210828062945", ids);
    assertThat(info.json().propertyNames())
        .containsExactly("code", "msg", "result", "valid", "ok", "notOk");
    assertThat(info.result()).hasSize(1);
    assertThat(info.result().get(0).propertyNames())
        .containsExactly(
            "productId",
            "tenantId",
            "deviceId",
            "deviceSn",
            "deviceName",
            "imei",
            "imsi",
            "firmwareVersion",
            "deviceStatus",
            "createTime",
            "createBy",
            "updateTime",
            "updateBy",
            "netStatus",
            "onlineAt",
            "offlineAt",
            "activeTime",
            "logoutTime");
    assertThat(info.result().get(0).get("netStatus").isNull()).isTrue();
    Reply status = post(mqtt, "/listActiveStatus", "20211010063104", ids);
    assertThat(status.result().toString())
        .isEqualTo(
            "[{\"deviceId\":\"%s\",\"deviceStatus\":\"已注册\"}]".formatted(device.ref().deviceId()));
    comesBack(device);
    assertThat(post(mqtt, "/listActiveStatus", "20211010063104", ids).result().toString())
        .contains("已激活");
  }

  @Test
  void batchRowsSucceedOrFailForThemselves() {
    Reply reply =
        post(
            mqtt,
            "/batchDevice",
            "20230330043852",
            "\"operator\":\"me\",\"devices\":[{\"deviceName\":\"a\",\"deviceSn\":\"b1\"},"
                + "{\"deviceName\":\"a\",\"deviceSn\":\"b1\"},{\"deviceSn\":\"b2\"}]");
    assertThat(reply.code()).isZero();
    assertThat(reply.result().get(0).propertyNames())
        .containsExactly(
            "deviceName", "deviceSn", "imei", "deviceId", "token", "resultCode", "description");
    assertThat(reply.result().get(0).path("resultCode").asInt()).isZero();
    assertThat(reply.result().get(0).path("description").asString()).isEqualTo("ok");
    assertThat(reply.result().get(1).path("resultCode").asInt()).isEqualTo(1101);
    assertThat(reply.result().get(2).path("resultCode").asInt()).isEqualTo(8803);
    List<String> tooMany = java.util.Collections.nCopies(101, "{}");
    assertThat(
            post(
                    mqtt,
                    "/batchDevice",
                    "20230330043852",
                    "\"operator\":\"me\",\"devices\":" + tooMany)
                .msg())
        .contains("at most 100");
  }
}
