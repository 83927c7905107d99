package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Lists over a hundred thousand devices: every row once, in one order, and no call that holds them
/// all.
class LargeListsTest {
  private static final int DEVICES = 100_000;
  private static final int REPORTS = 20_000;

  @TempDir static Path path;
  private static ApiWorld world;
  private static Product many;
  private static Device device;
  private static Device reporting;
  private static long group;

  /// The devices are copied within the database: one by one would take a minute.
  @BeforeAll
  static void open() throws SQLException {
    world = new ApiWorld(path);
    many = world.tcp("many");
    device = world.device(many, "\"deviceSn\":\"0\"");
    reporting = world.device(world.tcp("history"), "\"deviceSn\":\"h\"");
    group =
        world
            .call("POST", "/aep_device_group_management/deviceGroup", "20190615001622")
            .body("{\"deviceGroupName\":\"many\",\"productId\":%d}".formatted(many.id()))
            .send()
            .result()
            .path("deviceGroupId")
            .asLong();
    try (Connection database = connection();
        Statement statement = database.createStatement()) {
      statement.execute(
          """
          insert into device (number, product_id, device_id, device_sn, name, token, auto_observe,
              created_by, updated_by, created_at, updated_at)
          with recursive n (i) as (select 1 union all select i + 1 from n where i < %d)
          select number + 1 + i, product_id, product_id || 'n' || i, 'n' || i, 'd' || i, null, auto_observe,
              created_by, updated_by, created_at, updated_at
          from device, n where number = %d
          """
              .formatted(DEVICES - 1, device.ref().number()));
      statement.execute(
          "update product set device_count = %d where product_id = %d"
              .formatted(DEVICES, many.id()));
      statement.execute(
          "insert into device_group_member (device, group_id) select number, %d from device where product_id = %d"
              .formatted(group, many.id()));
    }
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Reply page(String path, String version, int number, int size, long inGroup) {
    ApiCall call =
        world
            .call("GET", path, version)
            .masterKey(many.masterKey())
            .query("productId", many.id())
            .query("pageNow", number)
            .query("pageSize", size);
    return (inGroup == 0 ? call : call.query("deviceGroupId", inGroup)).send();
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("list").forEach(row -> ids.add(row.path("deviceId").asString()));
    return ids;
  }

  private static void assertThatPagesJoin(String path, String version, long inGroup) {
    Set<String> seen = new HashSet<>();
    int pages = DEVICES / 100;
    for (int number : List.of(1, 2, pages / 2, pages)) {
      JsonNode page = page(path, version, number, 100, inGroup).result();
      assertThat(page.path("total").asInt()).isEqualTo(DEVICES);
      assertThat(ids(page)).hasSize(100).allMatch(seen::add);
      List<String> halves =
          new ArrayList<>(ids(page(path, version, number * 2 - 1, 50, inGroup).result()));
      halves.addAll(ids(page(path, version, number * 2, 50, inGroup).result()));
      assertThat(halves).as("the order does not depend on the page").isEqualTo(ids(page));
    }
    assertThat(ids(page(path, version, pages + 1, 100, inGroup).result())).isEmpty();
    assertThat(seen).contains(many.id() + "0", many.id() + "n" + (DEVICES - 1));
  }

  @Test
  void devicesOfAProductAreListedEachOnceInOneOrder() {
    assertThatPagesJoin("/aep_device_management/devices", "20190507012134", 0);
  }

  @Test
  void devicesOfAGroupAreListedEachOnceInOneOrder() {
    assertThatPagesJoin("/aep_device_group_management/groupDeviceList", "20190615001540", group);
  }

  @Test
  void valuesOfAnAttributeAreThoseOfAllArchives() throws SQLException {
    try (Connection database = connection();
        Statement statement = database.createStatement()) {
      statement.execute(
          """
          insert into device_archive (device, tenant_id, device_type, body, created_at, updated_at)
          select number, '%s', 't', '{"customAttributes":{"floor":"' || (number %% 3) || '"},"remarks":"r' || number || '"}', 0, 0
          from device where product_id = %d limit 2500
          """
              .formatted(world.tenantId, many.id()));
    }
    for (Map.Entry<String, Integer> one : Map.of("floor", 3, "remarks", 2500).entrySet()) {
      JsonNode page =
          world
              .call("POST", "/device_archives/getArchivesAttr", "20231117042748")
              .body("{\"attributeType\":\"%s\",\"pageSize\":100}".formatted(one.getKey()))
              .send()
              .result();
      assertThat(page.path("total").asInt()).isEqualTo(one.getValue());
    }
  }

  /// 500 archives whose texts are larger than an API call could make them.
  @Test
  void moreDistinctValuesThanFitAreRefusedWithASentence() throws SQLException {
    try (Connection database = connection();
        Statement statement = database.createStatement()) {
      statement.execute(
          """
          insert into device_archive (device, tenant_id, device_type, body, created_at, updated_at)
          select number, '%s', 't', '{"remarks":"' || number || printf('%%050000d', 7) || '"}', 0, 0
          from device where product_id = %d order by number desc limit 500
          """
              .formatted(world.tenantId, many.id()));
    }
    Reply all = values("");
    Reply few = values("none of them");
    try (Connection database = connection();
        Statement statement = database.createStatement()) {
      statement.execute("delete from device_archive where length(body) > 50000");
    }
    assertThat(all.code()).isEqualTo(8011);
    assertThat(all.result().asString()).contains("narrow them by searchValue");
    assertThat(few.result().path("total").asInt()).isZero();
  }

  private Reply values(String search) {
    return world
        .call("POST", "/device_archives/getArchivesAttr", "20231117042748")
        .body("{\"attributeType\":\"remarks\",\"searchValue\":\"%s\"}".formatted(search))
        .send();
  }

  @Test
  void aGroupIsCountedWithoutHoldingItsDevices() {
    world.happened(ApiWorld.report(device, ApiWorld.START, "x"));
    JsonNode row =
        page("/aep_device_group_management/deviceGroups", "20190615001555", 1, 10, 0)
            .result()
            .path("list")
            .get(0);
    assertThat(row.path("deviceCount").asInt()).isEqualTo(DEVICES);
    assertThat(row.path("activeCount").asInt()).isZero(); // it reported, but never came online
  }

  @Test
  void aDeviceForWhichItsProductHasNoRoomIs1102() throws SQLException {
    Product full = world.tcp("full");
    try (Connection database = connection();
        Statement statement = database.createStatement()) {
      statement.execute(
          "update product set device_count = 1000000 where product_id = " + full.id());
    }
    Reply one = world.createDevice(full, "\"deviceSn\":\"1\"").send();
    assertThat(one.code()).isEqualTo(1102);
    assertThat(one.msg()).startsWith("操作设备信息表失败: ");
    Reply batch =
        world
            .call("POST", "/aep_device_management/batchDevice", "20230330043852")
            .masterKey(full.masterKey())
            .body(
                "{\"productId\":%d,\"operator\":\"me\",\"devices\":[{\"deviceName\":\"d\",\"deviceSn\":\"2\"}]}"
                    .formatted(full.id()))
            .send();
    assertThat(batch.code()).isZero();
    assertThat(batch.result().get(0).path("resultCode").asInt()).isEqualTo(1102);
  }

  /// Ids have eight digits, so that a device id tells where the product's ends (AEP device
  /// protocols, 0).
  @Test
  void aProductForWhichNoIdIsLeftIsMinusOne() throws SQLException {
    try (Connection database = connection();
        Statement statement = database.createStatement()) {
      statement.execute("update registry_counter set last = 99999998 where name = 'product'");
      assertThat(world.tcp("the last one").id()).isEqualTo(99_999_999);
      for (int i = 0; i < 2; i++) {
        Reply refused =
            world
                .call("POST", "/aep_product_management/product", "20191018204154")
                .body(ApiWorld.productForm("one too many", "\"productProtocol\":7,\"authType\":1"))
                .send();
        assertThat(refused.http().body())
            .isEqualTo(
                "{\"code\":-1,\"msg\":\"参数校验失败: there are no product ids left\",\"result\":null}");
      }
      statement.execute("update registry_counter set last = 20000000 where name = 'product'");
    }
  }

  private static Connection connection() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path.resolve("registry.db"));
  }

  @Test
  void aCommandToATooLargeGroupIsRefusedBeforeAnyIsMade() {
    Reply reply =
        world
            .call("POST", "/aep_device_command/command", "20190712225145")
            .masterKey(many.masterKey())
            .body(
                ("{\"content\":{\"dataType\":1,\"payload\":\"x\"},\"operator\":\"me\",\"productId\":%d,"
                        + "\"level\":3,\"deviceGroupId\":%d}")
                    .formatted(many.id(), group))
            .send();
    assertThat(reply.code()).isEqualTo(-1);
    assertThat(reply.msg()).contains("has 100000 devices; a command goes to at most 10000");
    assertThat(world.commands.all()).isEmpty();
  }

  @Test
  void aHistoryOfManyReportsOfTheSameMsIsPagedWithoutLossOrRepetition() {
    for (int i = 0; i < REPORTS; i += 5_000) {
      io.openaep.platform.journal.Event[] batch = new io.openaep.platform.journal.Event[5_000];
      for (int j = 0; j < batch.length; j++) {
        // 70 reports a ms: no page of 1,000 ends where a ms does
        Instant at = ApiWorld.START.plusMillis((i + j) / 70);
        batch[j] = ApiWorld.report(reporting, at, String.valueOf(i + j));
      }
      world.happened(batch);
    }
    String place = "";
    int expected = REPORTS;
    do {
      JsonNode page =
          world
              .call("POST", "/aep_device_status/getDeviceStatusHisInPage", "20190928013337")
              .body(
                  "{\"productId\":\"%d\",\"deviceId\":\"%s\",\"begin_timestamp\":\"0\",\"end_timestamp\":\"9999999999999\",\"page_size\":1000,\"page_timestamp\":\"%s\"}"
                      .formatted(reporting.ref().productId(), reporting.ref().deviceId(), place))
              .send()
              .json();
      for (JsonNode row : page.path("deviceStatusList")) {
        expected--;
        String text =
            new String(
                java.util.Base64.getDecoder().decode(row.path("APPdata").asString()),
                java.nio.charset.StandardCharsets.UTF_8);
        assertThat(text).isEqualTo(String.valueOf(expected));
      }
      place = page.path("page_timestamp").asString();
    } while (!place.isEmpty());
    assertThat(expected).isZero();
  }
}
