package io.openaep.platform.console;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The resources over the whole platform.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsoleApiTest {
  private RunningPlatform platform;

  @BeforeAll
  void open(@TempDir Path path) {
    platform = new RunningPlatform(path.resolve("data"));
  }

  @AfterAll
  void close() {
    platform.close();
  }

  private long product(String body) {
    return platform.post(201, "/api/products", body).json().path("productId").asLong();
  }

  @Test
  void aProductIsMadeChangedAndDeleted() {
    RestCall.Answer made =
        platform.post(
            201,
            "/api/products",
            """
            {"name":"水表","protocol":"lwm2m","encrypted":true,"power":"edrx","edrxSeconds":20.48,
             "endpointFormat":"urn-imei","network":"nb-iot","deviceModel":"M1",
             "classification":{"first":"智慧城市","second":"水务","third":"水表"}}\
            """);
    String path = made.header("Location");
    assertThat(made.json().path("edrxSeconds").asDouble()).isEqualTo(20.48);
    assertThat(made.text("createdBy")).isEqualTo("token:test");
    JsonNode changed = platform.patch(200, path, "{\"name\":\"水表二\",\"power\":\"psm\"}").json();
    assertThat(changed.path("name").asString()).isEqualTo("水表二");
    assertThat(changed.has("edrxSeconds")).isFalse();
    assertThat(changed.path("endpointFormat").asString()).isEqualTo("urn-imei");
    assertThat(platform.patch(400, path, "{\"protocol\":\"tcp\"}").text("detail"))
        .contains("/protocol is not a member");
    assertThat(platform.patch(400, path, "{\"edrxSeconds\":30}").text("detail"))
        .contains("for the power mode edrx");
    assertThat(platform.get(path + "/secret").text("masterKey")).matches("[0-9a-f]{32}");
    assertThat(product("{\"name\":\"other\",\"protocol\":\"tcp\"}")).isPositive();
    assertThat(platform.patch(409, path, "{\"name\":\"other\"}").text("detail"))
        .contains("belongs to another product");
    platform.delete(204, path);
    platform.delete(404, path);
    platform.post(400, "/api/products", "{\"name\":\"x\",\"protocol\":\"tcp\",\"power\":\"psm\"}");
  }

  @Test
  void oneOfTwoEditorsIsToldOfTheOther() {
    long id = product("{\"name\":\"edited\",\"protocol\":\"mqtt\"}");
    String path = "/api/products/" + id;
    String tag = platform.get(path).header("ETag");
    RestCall first =
        new RestCall(platform.port("http"), "PATCH", path)
            .as(platform.administrator)
            .header("If-Match", tag)
            .body("{\"description\":\"first\"}");
    first.send().expect(200);
    RestCall.Answer second = first.body("{\"description\":\"second\"}").send().expect(412);
    assertThat(second.text("detail")).contains("read it again");
    assertThat(platform.get(path).text("description")).isEqualTo("first");
  }

  @Test
  void optionsOfAProductAreSetAsAWhole() {
    long id = product("{\"name\":\"options\",\"protocol\":\"lwm2m\"}");
    String path = "/api/products/" + id + "/options";
    platform.put(
        200,
        path,
        "{\"activeWindowSeconds\":120,\"redeliver\":true,\"ackTimeoutSeconds\":2.5,"
            + "\"readAfterRegistration\":[\"/3/0\"]}");
    JsonNode shown = platform.get(path).json();
    assertThat(shown.toString())
        .contains("\"activeWindowSeconds\":120", "\"redeliver\":true", "\"ackTimeoutSeconds\":2.5");
    assertThat(platform.put(400, path, "{\"readAfterRegistration\":[\"3/0\"]}").text("detail"))
        .contains("/3/0");
    assertThat(platform.put(200, path, "{}").json().path("redeliver").asBoolean()).isFalse();
  }

  @Test
  void devicesAreListedInPagesAndFoundByAnyOfTheirNames() {
    long id = product("{\"name\":\"fleet\",\"protocol\":\"tcp\"}");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      rows.append(i == 0 ? "" : ",")
          .append("{\"name\":\"pump %d\",\"deviceNumber\":\"P-%d\"}".formatted(i, i));
    }
    rows.append(",{\"name\":\"again\",\"deviceNumber\":\"P-3\"}");
    JsonNode batch =
        platform
            .post(
                200, "/api/products/%d/devices/batch".formatted(id), "{\"devices\":[" + rows + "]}")
            .json();
    assertThat(batch.path("made").asInt()).isEqualTo(7);
    assertThat(batch.path("items").path(7).path("detail").asString())
        .contains("has a device with the number P-3 already");

    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          platform
              .get(
                  "/api/products/%d/devices?limit=3%s"
                      .formatted(id, cursor.isEmpty() ? "" : "&cursor=" + cursor))
              .json();
      page.path("items").forEach(row -> seen.add(row.path("deviceNumber").asString()));
      cursor = page.path("next").asString("");
    } while (!cursor.isEmpty());
    assertThat(seen).containsExactly("P-6", "P-5", "P-4", "P-3", "P-2", "P-1", "P-0");
    assertThat(platform.get("/api/devices?search=pump%204").json().path("items").size())
        .isEqualTo(1);
    assertThat(platform.get("/api/devices?search=p-4").json().path("items").size()).isEqualTo(1);
    assertThat(platform.get("/api/devices?search=%25").json().path("items").size()).isZero();

    JsonNode deleted =
        platform
            .post(
                200,
                "/api/products/%d/devices/delete".formatted(id),
                "{\"deviceIds\":[\"%dP-1\",\"nobody\"]}".formatted(id))
            .json();
    assertThat(deleted.toString())
        .isEqualTo("{\"deleted\":[\"%dP-1\"],\"unknown\":[\"nobody\"]}".formatted(id));
    assertThat(platform.delete(409, "/api/products/" + id).text("detail")).contains("6 devices");
  }

  @Test
  void aDeviceIsChangedCancelledAndDeleted() {
    long id = product("{\"name\":\"one\",\"protocol\":\"lwm2m\",\"encrypted\":true}");
    RestCall.Answer made =
        platform.post(
            201,
            "/api/products/" + id + "/devices",
            "{\"name\":\"d\",\"imei\":\"869123456789012\",\"pskHex\":\"6162636465666768\"}");
    String path = made.header("Location");
    assertThat(made.text("status")).isEqualTo("registered");
    assertThat(made.json().path("autoObserve").asBoolean()).isTrue();
    JsonNode secret = platform.get(path + "/secret").json();
    assertThat(secret.path("pskText").asString()).isEqualTo("abcdefgh");
    assertThat(secret.path("pskIdentity").asString()).isEqualTo("869123456789012");
    assertThat(platform.get("/api/audit").json().path("items").path(0).path("action").asString())
        .isEqualTo("GET /api/devices/{deviceId}/secret");
    JsonNode changed =
        platform.patch(200, path, "{\"imsi\":\"460001\",\"autoObserve\":false}").json();
    assertThat(changed.path("imsi").asString()).isEqualTo("460001");
    assertThat(changed.path("name").asString()).isEqualTo("d");
    assertThat(platform.post(200, path + "/cancel", "").text("status")).isEqualTo("cancelled");
    platform.delete(204, path);
    platform.call(platform.administrator, "GET", path, "").expect(404);
  }

  @Test
  void reportsAndCommandsOfADeviceAreShown() throws MqttException {
    long id = product("{\"name\":\"live\",\"protocol\":\"mqtt\"}");
    RestCall.Answer made =
        platform.post(
            201, "/api/products/" + id + "/devices", "{\"name\":\"d\",\"deviceNumber\":\"d1\"}");
    String path = made.header("Location");
    String secret = platform.get(path + "/secret").text("token");
    assertThat(platform.get(path + "/reports/latest").json().isEmpty()).isTrue();

    JsonNode held = platform.post(201, path + "/commands", "{\"json\":{\"valve\":1.50}}").json();
    assertThat(held.path("status").asString()).isEqualTo("saved");
    String own = path + "/commands/" + held.path("commandId").asString();
    await().until(() -> platform.get(own).json().has("reason"));
    assertThat(platform.post(200, own + "/cancel", "").text("status")).isEqualTo("cancelled");
    assertThat(platform.post(409, own + "/cancel", "").text("detail"))
        .contains("cannot be cancelled");
    platform.post(400, path + "/commands", "{\"text\":\"x\"}");
    platform.post(400, path + "/commands", "{\"json\":1,\"hex\":\"00\"}");
    assertThat(platform.get(path + "/commands").json().path("total").asInt()).isEqualTo(1);

    MqttConnectOptions options = new MqttConnectOptions();
    options.setUserName("me");
    options.setPassword(secret.toCharArray());
    try (MqttClient client =
        new MqttClient(
            "tcp://127.0.0.1:" + platform.port("mqtt"),
            made.text("deviceId"),
            new MemoryPersistence())) {
      client.connect(options);
      for (int i = 0; i < 5; i++) {
        client.publish(
            "data", "{\"t\":%d}".formatted(i).getBytes(StandardCharsets.UTF_8), 1, false);
      }
      await().until(() -> platform.get(path + "/reports/count").json().path("count").asInt() == 5);
      JsonNode shown = platform.get(path).json();
      assertThat(shown.path("online").asBoolean()).isTrue();
      assertThat(shown.path("door").asString()).isEqualTo("mqtt");
      JsonNode page = platform.get(path + "/reports?limit=2").json();
      assertThat(page.path("items").path(0).path("raw").asString()).isEqualTo("eyJ0Ijo0fQ==");
      JsonNode next =
          platform.get(path + "/reports?limit=3&cursor=" + page.path("next").asString()).json();
      assertThat(next.path("items").size()).isEqualTo(3);
      assertThat(next.has("next")).isFalse();
      assertThat(platform.get(path + "/reports?to=2020-01-01T00:00:00Z").json().path("items"))
          .isEmpty();
      String all = "/api/products/" + id + "/reports?limit=3";
      JsonNode newest = platform.get(all).json();
      assertThat(newest.path("items").path(0).path("raw").asString()).isEqualTo("eyJ0Ijo0fQ==");
      assertThat(newest.path("items").path(0).path("deviceId").asString())
          .isEqualTo(made.text("deviceId"));
      JsonNode rest = platform.get(all + "&cursor=" + newest.path("next").asString()).json();
      assertThat(rest.path("items").path(1).path("raw").asString()).isEqualTo("eyJ0IjowfQ==");
      assertThat(rest.has("next")).isFalse();
      assertThat(platform.get(all + "&to=2020-01-01T00:00:00Z").json().path("items")).isEmpty();
      client.disconnect();
    }
  }

  @Test
  void groupsHoldDevicesAndAProductCanBePublic() {
    long id = product("{\"name\":\"grouped\",\"protocol\":\"tcp\"}");
    String device =
        platform
            .post(
                201, "/api/products/" + id + "/devices", "{\"name\":\"d\",\"deviceNumber\":\"g1\"}")
            .text("deviceId");
    String group =
        platform
            .post(201, "/api/groups", "{\"name\":\"g1\",\"productId\":%d}".formatted(id))
            .header("Location");
    platform.post(204, group + "/devices", "{\"deviceIds\":[\"%s\"]}".formatted(device));
    assertThat(
            platform
                .get(group + "/devices")
                .json()
                .path("items")
                .path(0)
                .path("deviceId")
                .asString())
        .isEqualTo(device);
    platform.post(204, group + "/devices/remove", "{\"deviceIds\":[\"%s\"]}".formatted(device));
    assertThat(platform.get(group + "/devices").json().path("total").asInt()).isZero();
    assertThat(platform.patch(200, group, "{\"description\":\"x\"}").text("description"))
        .isEqualTo("x");
    platform.delete(204, group);
    platform.call(platform.administrator, "GET", group, "").expect(404);

    String open = "/api/products/" + id + "/public";
    assertThat(platform.get(open).json().path("published").asBoolean()).isFalse();
    assertThat(platform.put(200, open, "{\"published\":true}").json().has("publicProductId"))
        .isTrue();
    assertThat(platform.get(open).json().path("published").asBoolean()).isTrue();
    assertThat(
            platform.put(200, open, "{\"published\":false}").json().path("published").asBoolean())
        .isFalse();
  }

  @Test
  void anApplicationGetsRightsAndSources() {
    RestCall.Answer made =
        platform.post(
            201,
            "/api/applications",
            "{\"name\":\"billing\",\"apis\":[\"aep_device_status\"],\"sources\":[\"10.0.0.0/8\"]}");
    String path = made.header("Location");
    assertThat(platform.get(path).json().has("appSecret")).isFalse();
    assertThat(platform.get(path + "/secret").text("appSecret")).isEqualTo(made.text("appSecret"));
    assertThat(platform.post(200, path + "/secret", "").text("appSecret"))
        .isNotEqualTo(made.text("appSecret"));
    assertThat(platform.put(400, path, "{\"name\":\"b\",\"sources\":[\"here\"]}").text("detail"))
        .contains("10.1.0.0/16");
    assertThat(
            platform
                .put(
                    400,
                    path,
                    "{\"name\":\"b\",\"apis\":[\"aep_device_status/QueryDeviceStatus\",\"nosuch\"]}")
                .text("detail"))
        .contains("/apis/1", "nosuch is no module or function");
    JsonNode changed = platform.put(200, path, "{\"name\":\"b\",\"enabled\":false}").json();
    assertThat(changed.has("apis")).isFalse();
    assertThat(changed.path("enabled").asBoolean()).isFalse();
    platform.delete(204, path);
    platform.delete(404, path);
  }

  @Test
  void aTenantGoesWithItsTokensButNotWithItsProducts() {
    String tenant = platform.post(201, "/api/tenants", "{\"name\":\"second\"}").text("tenantId");
    platform.patch(200, "/api/tenants/" + tenant, "{\"name\":\"zweite\"}");
    String owner = platform.token(tenant, "owner");
    String product =
        platform
            .call(owner, "POST", "/api/products", "{\"name\":\"p\",\"protocol\":\"mqtt\"}")
            .expect(201)
            .header("Location");
    assertThat(platform.delete(409, "/api/tenants/" + tenant).text("detail"))
        .contains("1 products");
    platform.call(owner, "DELETE", "/api/tenants/" + tenant, "").expect(403);
    assertThat(
            platform
                .call(platform.administrator, "GET", "/api/products", "")
                .expect(400)
                .text("detail"))
        .contains("?tenant");
    platform.call(owner, "DELETE", product, "").expect(204);
    platform.delete(204, "/api/tenants/" + tenant);
    platform.call(owner, "GET", "/api/me", "").expect(401);
  }
}
