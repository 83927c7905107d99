package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// `aep_subscribe_north` (AEP northbound, 3.6 and 4.6), over HTTP and signed.
class SubscribeNorthTest {
  private static final String URL = "https://1.1.1.1/push?key=k";

  @TempDir private static Path path;
  private static ApiWorld world;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path.resolve("data"));
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Reply create(Product product, String members) {
    return world
        .call("POST", "/aep_subscribe_north/subscription", "20181031202018")
        .masterKey(product.masterKey())
        .body("{\"productId\":%d,\"operator\":\"me\",%s}".formatted(product.id(), members))
        .send();
  }

  private static String level1(String types, String url) {
    return "\"subLevel\":1,\"subTypes\":%s,\"subUrl\":\"%s\"".formatted(types, url);
  }

  private static Reply list(Product product, String version) {
    return world
        .call("GET", "/aep_subscribe_north/subscribes", version)
        .masterKey(product.masterKey())
        .query("productId", product.id())
        .query("pageNow", 1)
        .query("pageSize", 10)
        .send();
  }

  private static Reply get(Product product, String version, long subId) {
    return world
        .call("GET", "/aep_subscribe_north/subscription", version)
        .masterKey(product.masterKey())
        .query("subId", subId)
        .query("productId", product.id())
        .send();
  }

  private static Reply delete(Product product, String subId, int level) {
    return world
        .call("DELETE", "/aep_subscribe_north/subscription", "20181031202023")
        .masterKey(product.masterKey())
        .query("subId", subId)
        .query("productId", product.id())
        .query("subLevel", level)
        .send();
  }

  @Test
  void subscriptionsAreMadeListedShownAndDeleted() {
    Product product = world.tcp("subscribed");
    Reply made = create(product, level1("[1,2,1]", URL));
    assertThat(made.http().body()).isEqualTo("{\"code\":0,\"msg\":\"ok\",\"result\":null}");
    JsonNode page = list(product, "20181031202027").result();
    assertThat(page.propertyNames()).containsExactly("pageNum", "pageSize", "total", "list");
    assertThat(page.path("total").asInt()).isEqualTo(2);
    JsonNode newest = page.path("list").get(0);
    long id = newest.path("subId").asLong();
    assertThat(newest.toString())
        .isEqualTo(
            ("{\"subId\":%d,\"tenantId\":\"%s\",\"productId\":%d,\"deviceId\":null,\"subType\":2,"
                    + "\"subLevel\":1,\"subUrl\":\"%s\",\"createTime\":%d,\"createBy\":\"me\","
                    + "\"updateTime\":%d,\"updateBy\":\"me\",\"isSub\":0,\"isDel\":0}")
                .formatted(
                    id,
                    world.tenantId,
                    product.id(),
                    URL,
                    newest.path("createTime").asLong(),
                    newest.path("updateTime").asLong()));
    assertThat(get(product, "20181031202033", id).result()).isEqualTo(newest);
    assertThat(get(product, "20220624171733", id).result().get("deviceGroupId").isNull()).isTrue();
    assertThat(list(product, "20220624163719").result().path("list").get(0).has("deviceGroupId"))
        .isTrue();
    assertThat(delete(product, String.valueOf(id), 2).code()).isEqualTo(8803);
    assertThat(delete(product, String.valueOf(id), 1).code()).isZero();
    assertThat(delete(product, String.valueOf(id), 1).code()).isEqualTo(-1);
    assertThat(delete(product, "x", 1).code()).isEqualTo(-1);
    assertThat(get(product, "20181031202033", id).code()).isEqualTo(-1);
    assertThat(list(product, "20181031202027").result().path("total").asInt()).isEqualTo(1);
  }

  @Test
  void sameSubscriptionIsMadeOnce() {
    Product product = world.tcp("twice");
    create(product, level1("[1]", URL));
    create(product, level1("[1]", URL));
    create(product, level1("[1]", URL + "2"));
    assertThat(list(product, "20181031202027").result().path("total").asInt()).isEqualTo(2);
  }

  @Test
  void deviceLevelNamesItsDeviceAndIsFound() {
    Product product = world.tcp("device level");
    Device device = world.device(product, "\"deviceSn\":\"d1\"");
    String members =
        "\"subLevel\":2,\"deviceId\":\"%s\",\"subTypes\":[4],\"subUrl\":\"%s\""
            .formatted(device.ref().deviceId(), URL);
    assertThat(create(product, members).code()).isZero();
    assertThat(create(product, members.replace("d1\"", "d2\"")).code()).isEqualTo(1104);
    create(product, level1("[1]", URL));
    Reply found =
        world
            .call("GET", "/aep_subscribe_north/subscribes", "20181031202027")
            .masterKey(product.masterKey())
            .query("productId", product.id())
            .query("pageNow", 1)
            .query("pageSize", 10)
            .query("searchValue", "d1")
            .send();
    assertThat(found.result().path("total").asInt()).isEqualTo(1);
    assertThat(found.result().path("list").get(0).path("deviceId").asString())
        .isEqualTo(device.ref().deviceId());
    Reply byType =
        world
            .call("GET", "/aep_subscribe_north/subscribes", "20181031202027")
            .masterKey(product.masterKey())
            .query("productId", product.id())
            .query("pageNow", 1)
            .query("pageSize", 10)
            .query("subType", 1)
            .send();
    assertThat(byType.result().path("total").asInt()).isEqualTo(1);
  }

  @Test
  void wrongSubscriptionIsRefusedWithASentence() {
    Product product = world.tcp("wrong");
    List<String> texts = new ArrayList<>();
    for (String members :
        List.of(
            level1("[1]", "ftp://1.1.1.1/"),
            level1("[1]", "http://127.0.0.1/"),
            level1("[1]", "http://[::ffff:10.0.0.1]/"),
            level1("[9]", URL),
            level1("[]", URL),
            level1("\"1\"", URL),
            "\"subLevel\":4,\"subTypes\":[1],\"subUrl\":\"" + URL + "\"",
            "\"subLevel\":2,\"subTypes\":[1],\"subUrl\":\"" + URL + "\"",
            "\"subLevel\":3,\"deviceGroupId\":99,\"subTypes\":[1],\"subUrl\":\"" + URL + "\"")) {
      Reply reply = create(product, members);
      assertThat(reply.code()).as(members).isEqualTo(8803);
      texts.add(reply.msg());
    }
    assertThat(texts.get(0)).contains("must begin with http:// or https://");
    assertThat(texts.get(1)).contains("127.0.0.1 is not a public address");
    assertThat(texts.get(3)).contains("OpenAEP knows 1, 2, 3, 4 and 5");
    assertThat(texts.get(8)).contains("names no group");
  }

  @Test
  void anotherProductsSubscriptionIsNotThere() {
    Product mine = world.tcp("mine");
    Product other = world.tcp("other's");
    create(mine, level1("[1]", URL));
    long id = list(mine, "20181031202027").result().path("list").get(0).path("subId").asLong();
    assertThat(get(other, "20181031202033", id).code()).isEqualTo(-1);
    assertThat(delete(other, String.valueOf(id), 1).code()).isEqualTo(-1);
    assertThat(list(other, "20181031202027").result().path("total").asInt()).isZero();
  }

  @Test
  void createUrlIsKnownAndNotServed() {
    Reply reply =
        world.call("POST", "/aep_subscribe_north/createUrl", "20231109105327").body("{}").send();
    assertThat(reply.http().statusCode()).isEqualTo(404);
    assertThat(reply.msg()).contains("CreateDestHttpUrl");
  }
}
