package io.openaep.platform.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Single properties and services of a thing model over the REST API.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ModelPartTest {
  private static final String TEMPERATURE =
      "{\"dataType\":\"float\",\"max\":\"100\",\"propertyName\":\"温度\"}";
  private static final String REPORT =
      "{\"serviceType\":1,\"properties\":[{\"propertyFlag\":\"temperature\"}]}";

  private RunningPlatform platform;

  @BeforeAll
  void open(@TempDir Path path) {
    platform = new RunningPlatform(path.resolve("data"));
  }

  @AfterAll
  void close() {
    platform.close();
  }

  private String model(String name) {
    return "/api/products/"
        + platform
            .post(
                201,
                "/api/products?tenant=" + platform.tenantId,
                "{\"name\":\"%s\",\"protocol\":\"mqtt\",\"transparent\":false}".formatted(name))
            .json()
            .path("productId")
            .asLong()
        + "/model";
  }

  @Test
  void partsAreMadeShownListedReplacedAndDeleted() {
    String model = model("parts");
    String property = model + "/properties/temperature";
    String service = model + "/services/data_report";
    platform.call(platform.administrator, "GET", property, "").expect(404);
    JsonNode made = platform.put(200, property, TEMPERATURE).json();
    assertThat(made.path("propertyFlag").asString()).isEqualTo("temperature");
    assertThat(made.path("propertyId").asInt()).isEqualTo(1);
    platform.put(200, model + "/properties/humidity", TEMPERATURE);
    assertThat(platform.put(200, service, REPORT).json().path("serviceId").asInt()).isEqualTo(1);
    assertThat(platform.get(property).json()).isEqualTo(made);
    JsonNode whole = platform.get(model).json();
    assertThat(platform.get(model + "/properties").json().path("items"))
        .isEqualTo(whole.path("properties"))
        .hasSize(2);
    assertThat(platform.get(model + "/services").json().path("items"))
        .isEqualTo(whole.path("services"))
        .hasSize(1);
    JsonNode changed = platform.put(200, property, TEMPERATURE.replace("100", "80")).json();
    assertThat(changed.path("propertyId").asInt()).isEqualTo(1);
    assertThat(platform.get(property).json()).isEqualTo(changed).isNotEqualTo(made);
    platform.delete(204, service);
    platform.delete(204, property);
    platform.delete(404, property);
    assertThat(platform.get(model + "/properties").json().path("items")).hasSize(1);
    assertThat(platform.get(model).json().path("services")).isEmpty();
  }

  @Test
  void aPartIsCheckedAsTheWholeModelIs() {
    String model = model("checked");
    platform.put(200, model + "/properties/temperature", TEMPERATURE);
    platform.put(200, model + "/services/data_report", REPORT);
    JsonNode before = platform.get(model).json();
    assertThat(platform.delete(400, model + "/properties/temperature").text("detail"))
        .contains("temperature");
    assertThat(
            platform
                .put(400, model + "/services/other", REPORT.replace("temperature", "nothing"))
                .text("detail"))
        .contains("no property nothing");
    platform.put(400, model + "/properties/b", "{\"dataType\":\"nonsense\"}");
    platform.put(400, model + "/properties/b", "{\"dataType\":\"float\",\"colour\":1}");
    platform.put(400, model + "/properties/b", "{\"propertyFlag\":\"c\",\"dataType\":\"float\"}");
    platform.put(400, model + "/properties/b", "[]");
    assertThat(platform.get(model).json()).isEqualTo(before);
  }

  @Test
  void whoSawAnOlderModelChangesNothing() {
    String model = model("seen");
    String property = model + "/properties/temperature";
    String tag = platform.put(200, property, TEMPERATURE).header("ETag");
    RestCall change =
        new RestCall(platform.port("http"), "PUT", property)
            .as(platform.administrator)
            .body(TEMPERATURE)
            .header("If-Match", tag);
    change.send().expect(200);
    change.send().expect(412);
  }

  @Test
  void anotherTenantSeesNone() {
    String model = model("walls");
    platform.put(200, model + "/properties/temperature", TEMPERATURE);
    String other = platform.post(201, "/api/tenants", "{\"name\":\"other\"}").text("tenantId");
    String stranger = platform.token(other, "owner");
    platform.call(stranger, "GET", model + "/properties", "").expect(404);
    platform.call(stranger, "PUT", model + "/properties/temperature", TEMPERATURE).expect(404);
    platform.call(stranger, "DELETE", model + "/properties/temperature", "").expect(404);
  }
}
