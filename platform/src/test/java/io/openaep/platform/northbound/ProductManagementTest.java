package io.openaep.platform.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.journal.Event;
import io.openaep.platform.northbound.ApiCall.Reply;
import io.openaep.platform.northbound.ApiWorld.Product;
import io.openaep.platform.registry.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductManagementTest {
  private static final String PATH = "/aep_product_management/product";
  private static final String CREATE_2021 = "20191018204154";
  private static final String CREATE_2022 = "20220924042921";
  private static final List<String> MEMBERS_2021 =
      List.of(
          "productId",
          "productName",
          "tenantId",
          "productDesc",
          "productType",
          "secondaryType",
          "thirdType",
          "productTypeValue",
          "secondaryTypeValue",
          "thirdTypeValue",
          "productProtocol",
          "authType",
          "payloadFormat",
          "createTime",
          "updateTime",
          "networkType",
          "endpointFormat",
          "powerModel",
          "lwm2mEdrxTime",
          "apiKey",
          "deviceCount",
          "onlineDeviceCount",
          "rootCert",
          "createBy",
          "updateBy",
          "accessType",
          "nodeType",
          "tupIsThrough",
          "dataEncryption");

  @TempDir static Path path;
  private static ApiWorld world;

  @BeforeAll
  static void open() {
    world = new ApiWorld(path);
  }

  @AfterAll
  static void close() {
    world.close();
  }

  private static Reply create(String version, String name, String members) {
    return world.call("POST", PATH, version).body(ApiWorld.productForm(name, members)).send();
  }

  private static Reply query(long productId) {
    return world.call("GET", PATH, "20181031202055").query("productId", productId).send();
  }

  @Test
  void createdProductIsAnsweredFieldByField() {
    Reply reply =
        create(
            CREATE_2021,
            "水表 1",
            "\"productDesc\":\"first\",\"productProtocol\":3,\"authType\":4,\"payloadFormat\":2,"
                + "\"dataEncryption\":4,\"endpointFormat\":3,\"powerModel\":3,"
                + "\"lwm2mEdrxTime\":20.48,\"createBy\":\"me\"");
    assertThat(reply.json().propertyNames()).containsExactly("code", "msg", "result");
    assertThat(reply.code()).isZero();
    assertThat(reply.msg()).isEqualTo("ok");
    assertThat(reply.result().propertyNames()).containsExactlyElementsOf(MEMBERS_2021);
    assertThat(reply.result().path("productId").isIntegralNumber()).isTrue();
    assertThat(reply.result().path("tenantId").isString()).isTrue();
    assertThat(reply.result().path("apiKey").asString()).matches("[0-9a-f]{32}");
    assertThat(reply.result().path("createTime").isIntegralNumber()).isTrue();
    Map<String, String> expected =
        Map.ofEntries(
            Map.entry("productName", "\"水表 1\""),
            Map.entry("productDesc", "\"first\""),
            Map.entry("productType", "\"智慧城市\""),
            Map.entry("thirdTypeValue", "\"水表\""),
            Map.entry("productProtocol", "3"),
            Map.entry("authType", "4"),
            Map.entry("payloadFormat", "2"),
            Map.entry("networkType", "2"),
            Map.entry("endpointFormat", "3"),
            Map.entry("powerModel", "3"),
            Map.entry("lwm2mEdrxTime", "20.48"),
            Map.entry("deviceCount", "0"),
            Map.entry("onlineDeviceCount", "0"),
            Map.entry("rootCert", "null"),
            Map.entry("createBy", "\"me\""),
            Map.entry("accessType", "1"),
            Map.entry("nodeType", "1"),
            Map.entry("tupIsThrough", "0"),
            Map.entry("dataEncryption", "4"));
    expected.forEach(
        (name, json) -> assertThat(reply.result().get(name).toString()).as(name).isEqualTo(json));
    Reply queried = query(reply.result().path("productId").asLong());
    assertThat(queried.result()).isEqualTo(reply.result());
  }

  @Test
  void formOf2022AnswersMoreAndNeedsMore() {
    String members =
        "\"productProtocol\":2,\"authType\":1,\"encryptionType\":1,\"tupDeviceModel\":\"M1\"";
    assertThat(create(CREATE_2022, "2022", members).msg()).contains("createBy is missing");
    Reply reply =
        create(CREATE_2022, "2022", members + ",\"createBy\":\"me\",\"productDesc\":\"d\"");
    assertThat(reply.result().propertyNames()).startsWith(MEMBERS_2021.toArray(String[]::new));
    assertThat(reply.result().propertyNames())
        .hasSize(29 + 42)
        .contains("devicdeIpPort", "dtls", "msgParserMode");
    assertThat(reply.result().path("token").asString()).matches("[A-Za-z0-9_-]{43}");
    assertThat(reply.result().path("encryptionType").asInt()).isEqualTo(1);
    assertThat(reply.result().path("tupDeviceModel").asString()).isEqualTo("M1");
    assertThat(reply.result().path("dtls").isBoolean()).isTrue();
    assertThat(reply.result().get("deptCode").isNull()).isTrue();
  }

  @Test
  void numbersMayBeSentAsTextAndUnknownMembersAreIgnored() {
    Reply reply =
        create(
            CREATE_2021,
            "text numbers",
            "\"productProtocol\":\"7\",\"authType\":\"1\",\"colour\":{\"is\":[\"ignored\"]}");
    assertThat(reply.code()).isZero();
    assertThat(reply.result().path("productProtocol").asInt()).isEqualTo(7);
    assertThat(reply.result().get("endpointFormat").isNull()).isTrue();
    assertThat(reply.result().get("powerModel").isNull()).isTrue();
    assertThat(reply.result().get("dataEncryption").isNull()).isTrue();
  }

  @Test
  void aProductWithAThingModelSaysSo() {
    Map.of(
            "\"productProtocol\":2,\"tupIsThrough\":1", "1",
            "\"productProtocol\":7,\"tupIsThrough\":1", "null",
            "\"productProtocol\":3,\"tupIsThrough\":1,\"dataEncryption\":5,\"endpointFormat\":1,\"powerModel\":2",
                "2")
        .forEach((members, payloadFormat) -> {
          Reply reply = leastForm("\"productName\":\"model " + payloadFormat + "\"," + members);
          assertThat(reply.code()).as(members).isZero();
          assertThat(reply.result().path("tupIsThrough").asInt()).isEqualTo(1);
          assertThat(reply.result().get("payloadFormat").toString()).isEqualTo(payloadFormat);
        });
  }

  @Test
  void whatIsNotServedIsRefusedWithASentence() {
    Map.of(
            "\"productProtocol\":5", "productProtocol 5",
            "\"productProtocol\":2,\"tupIsThrough\":1,\"payloadFormat\":2", "payloadFormat 2",
            "\"productProtocol\":2,\"nodeType\":2", "nodeType 2",
            "\"productProtocol\":2,\"accessType\":2", "accessType",
            "\"productProtocol\":2,\"authType\":2", "authType 2",
            "\"productProtocol\":2,\"dataEncryption\":1", "dataEncryption 1",
            "\"productProtocol\":3,\"dataEncryption\":5,\"endpointFormat\":4,\"powerModel\":1",
                "SM9")
        .forEach((members, reason) -> {
          Reply reply = leastForm(members);
          assertThat(reply.code()).as(members).isEqualTo(8803);
          assertThat(reply.msg()).contains("OpenAEP does not serve", reason);
        });
  }

  @Test
  void wrongMembersAre8803() {
    String lwm2m = "\"productProtocol\":3,\"dataEncryption\":5,\"endpointFormat\":1,";
    Map.ofEntries(
            Map.entry("\"productProtocol\":31", "productProtocol"),
            Map.entry("\"productProtocol\":true", "productProtocol must be a whole number"),
            Map.entry("\"productProtocol\":7,\"networkType\":9", "networkType"),
            Map.entry("\"productProtocol\":7,\"thirdType\":{}", "thirdType must be text"),
            Map.entry("\"productProtocol\":7,\"productName\":\"!!\"", "productName"),
            Map.entry("\"productProtocol\":7,\"productName\":\"" + "x".repeat(65) + "\"", "64"),
            Map.entry("\"productProtocol\":7,\"productDesc\":\"" + "x".repeat(101) + "\"", "100"),
            Map.entry("\"productProtocol\":3,\"powerModel\":1", "dataEncryption is missing"),
            Map.entry(
                "\"productProtocol\":3,\"dataEncryption\":5,\"powerModel\":1",
                "endpointFormat is missing"),
            Map.entry(lwm2m + "\"powerModel\":4", "powerModel must be"),
            Map.entry(lwm2m + "\"powerModel\":3", "lwm2mEdrxTime is missing"),
            Map.entry(lwm2m + "\"powerModel\":3,\"lwm2mEdrxTime\":19.99", "lwm2mEdrxTime"),
            Map.entry(lwm2m + "\"powerModel\":3,\"lwm2mEdrxTime\":10485.77", "lwm2mEdrxTime"),
            Map.entry(lwm2m + "\"powerModel\":3,\"lwm2mEdrxTime\":20.481", "lwm2mEdrxTime"))
        .forEach((members, reason) -> {
          Reply reply = leastForm(members);
          assertThat(reply.code()).as(members).isEqualTo(8803);
          assertThat(reply.msg()).startsWith("参数验证失败").contains(reason);
        });
  }

  /// The usual form with some members replaced.
  private static Reply leastForm(String members) {
    StringBuilder form = new StringBuilder("{" + members);
    Map.of(
            "productName", "\"refused\"",
            "productType", "\"a\"",
            "secondaryType", "\"b\"",
            "thirdType", "\"c\"",
            "nodeType", "1",
            "accessType", "1",
            "networkType", "2")
        .forEach((name, value) -> {
          if (!members.contains("\"" + name + "\"")) {
            form.append(",\"%s\":%s".formatted(name, value));
          }
        });
    return world.call("POST", PATH, CREATE_2021).body(form + "}").send();
  }

  @Test
  void nameIsUniqueInTheTenant() {
    world.tcp("taken");
    Reply reply = create(CREATE_2021, "taken", "\"productProtocol\":7");
    assertThat(reply.code()).isEqualTo(-1);
    assertThat(reply.msg()).startsWith("参数校验失败: ").contains("taken");
  }

  @Test
  void unknownProductIs1002() {
    Reply reply = query(99999999);
    assertThat(reply.http().body()).isEqualTo("{\"code\":1002,\"msg\":\"此产品不存在\",\"result\":null}");
  }

  @Test
  void listIsPagedAndSearched() {
    world.tcp("list one");
    world.tcp("list two");
    world.tcp("list three");
    Reply reply =
        world
            .call("GET", "/aep_product_management/products", "20190507004824")
            .query("searchValue", "list ")
            .query("pageNow", 2)
            .query("pageSize", 2)
            .send();
    assertThat(reply.result().propertyNames())
        .containsExactly("pageNum", "pageSize", "total", "list");
    assertThat(reply.result().path("pageNum").asInt()).isEqualTo(2);
    assertThat(reply.result().path("pageSize").asInt()).isEqualTo(2);
    assertThat(reply.result().path("total").asInt()).isEqualTo(3);
    assertThat(reply.result().path("list")).hasSize(1);
    assertThat(reply.result().path("list").get(0).propertyNames())
        .containsExactlyElementsOf(MEMBERS_2021);
  }

  @Test
  void listWithoutParametersIsTheFirstTen() {
    Reply reply = world.call("GET", "/aep_product_management/products", "20190507004824").send();
    assertThat(reply.result().path("pageNum").asInt()).isEqualTo(1);
    assertThat(reply.result().path("pageSize").asInt()).isEqualTo(10);
  }

  @Test
  void countsFollowDevicesAndTheFold() {
    Product product = world.tcp("counted");
    Device device = world.device(product, "\"deviceSn\":\"1\"");
    world.device(product, "\"deviceSn\":\"2\"");
    long number = device.ref().number();
    world.happened(
        new Event.Connected(ApiWorld.START, number, 5, "tcp", "peer:1", Optional.empty()));
    assertThat(query(product.id()).result().path("deviceCount").asInt()).isEqualTo(2);
    assertThat(query(product.id()).result().path("onlineDeviceCount").asInt()).isEqualTo(1);
    world.happened(new Event.Gone(ApiWorld.START, number, 5, "CLOSED"));
    assertThat(query(product.id()).result().path("onlineDeviceCount").asInt()).isZero();
  }

  @Test
  void updateChangesNameDescriptionAndPower() {
    Product product = world.lwm2m("before");
    String body =
        "{\"productId\":%d,\"productName\":\"after\",\"endpointFormat\":2,\"powerModel\":1}";
    Reply reply =
        world.call("PUT", PATH, "20191018204806").body(body.formatted(product.id())).send();
    assertThat(reply.http().body()).isEqualTo("{\"code\":0,\"msg\":\"ok\",\"result\":null}");
    Reply queried = query(product.id());
    assertThat(queried.result().path("productName").asString()).isEqualTo("after");
    assertThat(queried.result().path("endpointFormat").asInt()).isEqualTo(2);
    assertThat(queried.result().path("powerModel").asInt()).isEqualTo(1);
    Reply of2022 =
        world.call("PUT", PATH, "20220924043504").body(body.formatted(product.id())).send();
    assertThat(of2022.result().asString()).isEqualTo("Success to update product info.");
    assertThat(
            world
                .call("PUT", PATH, "20191018204806")
                .body("{\"productId\":%d,\"productName\":\"x\"}".formatted(product.id()))
                .send()
                .code())
        .isEqualTo(8803);
  }

  @Test
  void deleteIsRefusedWhileThereAreDevices() {
    Product product = world.tcp("deleted");
    Device device = world.device(product, "\"deviceSn\":\"1\"");
    assertThat(delete(product).code()).isEqualTo(-1);
    assertThat(world.registry.deleteDevices(product.id(), List.of(device.ref().deviceId())))
        .hasSize(1);
    assertThat(delete(product).http().body())
        .isEqualTo("{\"code\":0,\"msg\":\"ok\",\"result\":{}}");
    assertThat(query(product.id()).code()).isEqualTo(1002);
  }

  private static Reply delete(Product product) {
    return world
        .call("DELETE", PATH, "20181031202029")
        .masterKey(product.masterKey())
        .query("productId", product.id())
        .send();
  }
}
