package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The vendor's files go out and come in again as what they were.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {
  private static final String MODEL =
      """
      {"properties":[
        {"propertyFlag":"temperature","propertyName":"温度","dataType":"float","min":"-40","max":"100"},
        {"propertyFlag":"valve","dataType":"enum","enumDetail":{"0":"关","1":"开"}}],
       "services":[
        {"serviceFlag":"data_report","serviceType":1,
         "properties":[{"propertyFlag":"valve"},{"propertyFlag":"temperature"}]},
        {"serviceFlag":"too_hot","serviceType":2,"eventType":2,
         "properties":[{"propertyFlag":"temperature"}]},
        {"serviceFlag":"set_valve","serviceType":6,
         "parameters":[{"parameterFlag":"valve_onoff","dataType":"enum","enumDetail":{"0":"关","1":"开"}}]},
        {"serviceFlag":"set_valve_resp","serviceType":7}]}\
      """;

  private RunningPlatform platform;

  @BeforeAll
  void open(@TempDir Path path) {
    platform = new RunningPlatform(path.resolve("data"));
  }

  @AfterAll
  void close() {
    platform.close();
  }

  private String product(String name) {
    return "/api/products/"
        + platform
            .post(
                201,
                "/api/products",
                "{\"name\":\"%s\",\"protocol\":\"mqtt\",\"transparent\":false}".formatted(name))
            .json()
            .path("productId")
            .asLong();
  }

  @Test
  void aServiceInfoMakesTheSameModelElsewhere() {
    String one = product("model one");
    String two = product("model two");
    JsonNode model = platform.put(200, one + "/model", MODEL).json();
    RestCall.Answer file = platform.get(one + "/model/service-info");
    assertThat(file.header("Content-Disposition")).contains("service_info.json");
    platform.put(200, two + "/model/service-info", file.http().body());
    assertThat(platform.get(two + "/model").json()).isEqualTo(model);
    assertThat(platform.get(two + "/model/service-info").http().body())
        .isEqualTo(file.http().body());
  }

  @Test
  void aDeviceInfoMakesTheSameDeviceElsewhereWithASecretOfItsOwn() {
    String one = product("device one");
    String two = product("device two");
    String device =
        platform
            .post(201, one + "/devices", "{\"name\":\"d\",\"deviceNumber\":\"sn1\"}")
            .text("deviceId");
    RestCall.Answer file = platform.get("/api/devices/" + device + "/device-info");
    assertThat(file.header("Content-Disposition")).contains("device_info.json");
    String made = platform.post(201, two + "/device-info", file.http().body()).text("deviceId");
    JsonNode again = platform.get("/api/devices/" + made + "/device-info").json();
    assertThat(file.text("DeviceNo")).isEqualTo("sn1");
    assertThat(again.path("DeviceID").asString()).isEqualTo(made).isNotEqualTo(device);
    assertThat(again.path("Token").asString()).isNotBlank().isNotEqualTo(file.text("Token"));
    assertThat(shared(again)).isEqualTo(shared(file.json()));
  }

  private static JsonNode shared(JsonNode info) {
    ObjectNode shared = (ObjectNode) info.deepCopy();
    shared.remove("DeviceID");
    shared.remove("Token");
    return shared;
  }
}
