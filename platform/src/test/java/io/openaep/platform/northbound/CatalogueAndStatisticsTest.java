package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.journal.Event;
import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.ApplicationGrant;
import io.openaep.platform.registry.Device;
import io.openaep.platform.registry.Tenancy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Public products, archives and statistics, field by field (AEP northbound, 3.12 and 4.11).
class CatalogueAndStatisticsTest {
  private static final String PUBLIC = "/aep_public_product_management";

  @TempDir static Path path;
  private static ApiWorld world;
  private static Product tcp;
  private static Tenancy.Entry other;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
    tcp = world.tcp("public");
    String tenant = world.registry.tenancy().createTenant("other").tenantId();
    other =
        world.registry.tenancy().createApplication(tenant, ApplicationGrant.everything("other"));
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static ApiCall byOther(ApiCall call) {
    return call.header("application", other.application().appKey())
        .secret(other.application().appSecret());
  }

  @Test
  void aPublishedProductIsSeenAndInstantiatedByOthers() {
    ApiCall all = world.call("GET", PUBLIC + "/allPublicProductList", "20200829005548");
    assertThat(byOther(all).send().result().path("total").asInt()).isZero();
    long id = world.registry.catalogue().publish(world.tenantId, tcp.id(), true).publicProductId();
    JsonNode row =
        byOther(world.call("GET", PUBLIC + "/allPublicProductList", "20200829005548"))
            .send()
            .result()
            .path("list")
            .get(0);
    assertThat(row.propertyNames())
        .containsExactly(
            "publicProductID",
            "publicProductName",
            "vendorId",
            "vendorName",
            "deviceType",
            "deviceModel",
            "productProtocol",
            "productType",
            "secondaryType",
            "thirdType",
            "productTypeValue",
            "secondaryTypeValue",
            "thirdTypeValue",
            "publicProductImage",
            "standardVersion");
    assertThat(row.path("productProtocol").asString()).isEqualTo("TCP协议");
    Reply made = instantiate(id);
    assertThat(made.result().propertyNames())
        .containsExactly("publicProductId", "productId", "masterKey");
    assertThat(instantiate(id).result()).isEqualTo(made.result());
    Reply mine =
        byOther(world.call("GET", PUBLIC + "/myPublicProductList", "20200829005359")).send();
    assertThat(mine.result().path("list").get(0).path("productId"))
        .isEqualTo(made.result().path("productId"));
    Reply behind =
        byOther(
                world
                    .call("POST", PUBLIC + "/publicProductList", "20190507004139")
                    .body("{\"productIds\":[%s]}".formatted(made.result().path("productId"))))
            .send();
    assertThat(behind.result().get(0).path("publicProductId").asLong()).isEqualTo(id);
    tokenOfItsOwnDevice(id, made.result());
    assertThat(unknown().code()).isEqualTo(1045);
    assertThat(unknown().msg()).startsWith("公共产品查询失败");
  }

  private static Reply instantiate(long id) {
    return byOther(
            world
                .call("POST", PUBLIC + "/instantiateProduct", "20200801233037")
                .body("{\"publicProductId\":%d}".formatted(id)))
        .send();
  }

  private static Reply unknown() {
    return world
        .call("POST", PUBLIC + "/publicProducts", "20190507003930")
        .body("{\"publicProductIds\":[1]}")
        .send();
  }

  private static void tokenOfItsOwnDevice(long id, JsonNode made) {
    Product own = new Product(made.path("productId").asLong(), made.path("masterKey").asString());
    Reply created =
        byOther(
                world
                    .call("POST", "/aep_device_management/device", "20181031202117")
                    .masterKey(own.masterKey())
                    .body(
                        "{\"deviceName\":\"d\",\"deviceSn\":\"p1\",\"operator\":\"o\",\"productId\":%d}"
                            .formatted(own.id())))
            .send();
    assertThat(created.code()).as(created.msg()).isZero();
    Reply token = token(id, own.masterKey(), "p1");
    assertThat(token.result().propertyNames()).containsExactly("deviceId", "token");
    assertThat(token.result().path("token")).isEqualTo(created.result().path("token"));
    assertThat(token(id, own.masterKey(), "none").code()).isEqualTo(1105);
    assertThat(token(id, tcp.masterKey(), "p1").status()).isEqualTo(403);
  }

  private static Reply token(long id, String masterKey, String deviceSn) {
    return byOther(
            world
                .call("POST", "/aep_public_product_device/queryDeviceToken", "20230330172346")
                .masterKey(masterKey)
                .body("{\"publicProductId\":%d,\"deviceSn\":\"%s\"}".formatted(id, deviceSn)))
        .send();
  }

  private static String archive(String deviceId, long productId, String type) {
    return """
    {"deviceId":"%s","productId":%d,"deviceCode":"c","regionNote":"江苏省-南京市-玄武区",\
    "deviceAddress":"1","installTime":"2026-11-01 08:00:00","mapType":1,"longitude":118.79,\
    "latitude":32.06,"constructionName":"a","constructionContact":"b","constructionPhone":"1",\
    "managementName":"a","managementContact":"b","managementPhone":"1","maintenanceName":"a",\
    "maintenanceContact":"b","maintenancePhone":"1","deviceType":"%s","remarks":"r",\
    "customAttributes":{"floor":"3"},"operator":"me"}\
    """
        .formatted(deviceId, productId, type);
  }

  private static Reply archives(String path, String version, String body) {
    return world.call("POST", "/device_archives" + path, version).body(body).send();
  }

  @Test
  void anArchiveIsAddedChangedFoundAndDeleted() {
    Device device = world.device(tcp, "\"deviceSn\":\"arch\"");
    String id = device.ref().deviceId();
    assertThat(add(archive(id, tcp.id(), "水表")).code()).isZero();
    Reply again = add(archive(id, tcp.id(), "水表"));
    assertThat(again.code()).isEqualTo(8001);
    assertThat(again.msg()).isEqualTo("error");
    assertThat(again.result().asString()).startsWith("设备档案创建失败");
    for (String odd : new String[] {"[]", "{}", "null", "[null]", "[[]]", "[\"1\"]", "true"}) {
      String form = archive(id, tcp.id(), "水表").replace("118.79", odd);
      Reply refused = archives("/updateArchivesInfo", "20231117042738", form);
      assertThat(refused.status()).as(odd).isEqualTo(200);
      assertThat(refused.code()).as(odd).isEqualTo(8803);
    }
    Reply updated = archives("/updateArchivesInfo", "20231117042738", archive(id, tcp.id(), "电表"));
    assertThat(updated.code()).isZero();
    Reply found =
        world
            .call("GET", "/device_archives/getArchivesInfo", "20231215034340")
            .query("searchValueType", 1)
            .query("searchValue", id)
            .query("pageNow", 1)
            .query("pageSize", 10)
            .send();
    JsonNode row = found.result().path("list").get(0);
    assertThat(row.path("deviceType").asString()).isEqualTo("电表");
    assertThat(row.path("customAttributes").path("floor").asString()).isEqualTo("3");
    Reply types = archives("/getDeviceType", "20231215034248", "{\"pageNow\":1,\"pageSize\":10}");
    assertThat(types.result().path("list").toString()).isEqualTo("[\"电表\"]");
    Reply floors =
        archives(
            "/getArchivesAttr",
            "20231117042748",
            "{\"attributeType\":\"floor\",\"pageNow\":1,\"pageSize\":10}");
    assertThat(floors.result().path("list").toString()).isEqualTo("[\"3\"]");
    Reply deleted =
        archives(
            "/deleteArchivesInfo",
            "20231117042743",
            "{\"deletes\":[{\"deviceId\":\"%s\",\"productId\":%d},{\"deviceId\":\"x\",\"productId\":%d}]}"
                .formatted(id, tcp.id(), tcp.id()));
    assertThat(deleted.result().toString()).isEqualTo("[\"x\"]");
  }

  private static Reply add(String body) {
    return archives("/addArchivesInfo", "20231215034317", body);
  }

  @Test
  void statisticsCountWhatThereIs() {
    Device device = world.device(tcp, "\"deviceSn\":\"stat\"");
    long number = device.ref().number();
    world.happened(
        new Event.Connected(ApiWorld.START, number, 5, "tcp", "peer:1", Optional.empty()),
        ApiWorld.report(device, ApiWorld.START, "one"),
        ApiWorld.report(device, ApiWorld.START, "two"));
    JsonNode count = stat("/queryTenantDeviceCount", "20201225122555").send().result();
    assertThat(count.propertyNames())
        .containsExactly(
            "tenantId",
            "terCount",
            "activeCount",
            "onlineCount",
            "offlineCount",
            "onlineRate",
            "activeRate");
    assertThat(count.path("onlineCount").asInt()).isEqualTo(1);
    assertThat(count.path("activeCount").asInt()).isEqualTo(1);
    JsonNode active = stat("/queryTenantDeviceActiveCount", "20201225122558").send().result();
    assertThat(active.path("reportCount").asInt()).isEqualTo(2);
    assertThat(active.path("monthlyActiveCount").asInt()).isEqualTo(1);
    JsonNode trend =
        stat("/queryTenantDeviceTrend", "20201225122550")
            .query("dateType", "m")
            .query("type", "3")
            .send()
            .result();
    assertThat(trend).hasSize(12);
    assertThat(trend.get(11).path("activeDeviceCount").asInt()).isEqualTo(1);
    assertThat(world.registry.deleteDevices(tcp.id(), List.of(device.ref().deviceId()))).hasSize(1);
    JsonNode without = stat("/queryTenantDeviceActiveCount", "20201225122558").send().result();
    assertThat(without.path("monthlyActiveCount").asInt()).isZero();
    assertThat(trend.get(11).path("syncDate").asString()).isEqualTo("2026/11");
    assertThat(trend.get(10).path("activeDeviceCount").asInt()).isZero();
  }

  private static ApiCall stat(String path, String version) {
    return world.call("GET", "/tenant_device_statistics" + path, version);
  }

  @Test
  void applicationsAndTheirCallsAreCounted() {
    JsonNode apps = app("/queryTenantAppCount", "20201225122611").send().result();
    assertThat(apps.toString())
        .isEqualTo("{\"ruleEngineTotalCount\":\"0\",\"appTotalCount\":\"1\"}");
    long today = world.clock.instant().plus(Duration.ofHours(8)).getEpochSecond() / 86_400;
    world.pushFile.change(handle -> {
      for (long day : new long[] {today, today - 800}) {
        handle.update("insert into push_day values (?, ?, 7)", world.tenantId, day);
      }
    });
    JsonNode month = app("/queryTenantApiMonthlyCount", "20201225122609").send().result();
    assertThat(month.path("msgPushTotalCount").asInt()).isEqualTo(7);
    assertThat(month.propertyNames())
        .containsExactly(
            "apiTotalCount",
            "apiGrowthRate",
            "msgPushTotalCount",
            "msgPushGrowthRate",
            "msgRuleTotalCount",
            "msgRuleGrowthRate");
    assertThat(month.path("apiTotalCount").asInt()).isPositive();
    JsonNode trend =
        app("/queryTenantApiTrend", "20201225122606")
            .query("dateType", "d")
            .query("dataType", "1")
            .send()
            .result();
    assertThat(trend).hasSize(30);
    assertThat(trend.get(29).path("totalCount").asInt()).isPositive();
    assertThat(trend.get(29).propertyNames())
        .containsExactly(
            "region",
            "id",
            "tenantId",
            "totalCount",
            "successCount",
            "failureCount",
            "successRate",
            "averageDelay",
            "growthRate",
            "syncDate",
            "dateType");
  }

  private static ApiCall app(String path, String version) {
    return world.call("GET", "/tenant_app_statistics" + path, version);
  }
}
