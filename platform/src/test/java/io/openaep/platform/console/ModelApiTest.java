package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Thing models over the REST API.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelApiTest {
  private static final String MODEL =
      """
      {"properties":[{"propertyFlag":"temperature","dataType":"float","max":"100"}],
       "services":[
        {"serviceFlag":"data_report","serviceType":1,"properties":[{"propertyFlag":"temperature"}]},
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

  private String product(String name, String members) {
    return "/api/products/"
        + platform
            .post(201, "/api/products", "{\"name\":\"%s\",%s}".formatted(name, members))
            .json()
            .path("productId")
            .asLong();
  }

  private RestCall.Answer put(int status, String path, String body) {
    RestCall.Answer answer = platform.call(platform.administrator, "PUT", path, body);
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
    return answer;
  }

  @Test
  void aModelIsReplacedAndShown() {
    String path = product("model", "\"protocol\":\"mqtt\",\"transparent\":false");
    JsonNode saved = put(200, path + "/model", MODEL).json();
    assertThat(saved.path("services").get(1).path("serviceId").asInt()).isEqualTo(8001);
    JsonNode shown = platform.get(path + "/model").json();
    assertThat(shown).isEqualTo(saved);
  }

  @Test
  void aModelThatBreaksARuleIsRefusedWithTheSentence() {
    String path = product("refused", "\"protocol\":\"mqtt\",\"transparent\":false");
    assertThat(put(400, path + "/model", "{\"services\":[{\"serviceFlag\":\"a\"}]}").text("detail"))
        .contains("services[0].serviceType is missing");
    String transparent = product("transparent", "\"protocol\":\"mqtt\"");
    assertThat(put(400, transparent + "/model", MODEL).text("detail")).contains("is transparent");
  }

  @Test
  void aCommandIsCheckedAgainstItsService() {
    String path = product("commands", "\"protocol\":\"tcp\",\"transparent\":false");
    put(200, path + "/model", MODEL);
    String device =
        platform
            .post(201, path + "/devices", "{\"name\":\"d\",\"deviceNumber\":\"n1\"}")
            .text("deviceId");
    String commands = "/api/devices/" + device + "/commands";
    assertThat(
            platform
                .post(
                    409, commands, "{\"service\":\"set_valve\",\"parameters\":{\"valve_onoff\":5}}")
                .text("detail"))
        .contains("valve_onoff 5 is none of its enum numbers");
    assertThat(platform.post(400, commands, "{\"hex\":\"00\"}").text("detail")).contains("service");
    JsonNode made =
        platform
            .post(201, commands, "{\"service\":\"set_valve\",\"parameters\":{\"valve_onoff\":1}}")
            .json();
    assertThat(made.path("payload").asString()).isEqualTo("AAEfQQE=");
    assertThat(platform.get("/api/devices/" + device + "/properties").json().path("items"))
        .isEmpty();
    assertThat(platform.get("/api/devices/" + device + "/events").json().path("items")).isEmpty();
  }

  @Test
  void aDeviceIsMadeFromItsFile() {
    String path = product("files", "\"protocol\":\"mqtt\",\"transparent\":false");
    assertThat(
            platform
                .post(201, path + "/device-info", "{\"DeviceNo\":\"sn7\",\"Token\":\"other\"}")
                .text("deviceId"))
        .endsWith("sn7");
  }

  @Test
  void standardModelsAreListedAndEdited() {
    assertThat(platform.get("/api/standard-models").json().path("items").toString())
        .contains("智能水表")
        .contains("多路断路器");
    put(200, "/api/standard-models/7000/V1", "{\"name\":\"新\",\"model\":%s}".formatted(MODEL));
    String path =
        product(
            "of the classification",
            "\"protocol\":\"mqtt\",\"transparent\":false,"
                + "\"classification\":{\"first\":\"a\",\"second\":\"b\",\"third\":\"新\"}");
    assertThat(platform.get(path + "/model").http().body()).contains("set_valve");
  }
}
