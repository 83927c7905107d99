package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Every standard model that comes with the program, on each protocol: a product of the
/// classification, a device, its reports and events, what is odd about them, and each command to
/// 指令已完成.
@ExtendWith(SharedPlatform.class)
class StandardModelTest {
  private static final List<String> CLASSIFICATIONS = List.of("智能水表", "多路断路器", "智慧路灯", "烟感探测器");
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static PlatformProcess platform;
  private static Api api;
  private static Rest rest;

  enum Form {
    LWM2M_BINARY(
        "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":5,\"endpointFormat\":1,"
            + "\"powerModel\":2,\"payloadFormat\":2"),
    LWM2M_JSON(
        "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":5,\"endpointFormat\":1,"
            + "\"powerModel\":2,\"payloadFormat\":1"),
    MQTT("\"productProtocol\":2,\"authType\":1,\"dataEncryption\":5,\"encryptionType\":0"),
    TCP("\"productProtocol\":7,\"authType\":1,\"encryptionType\":0");

    private final String members;

    Form(String members) {
      this.members = members;
    }

    boolean lwm2m() {
      return this == LWM2M_BINARY || this == LWM2M_JSON;
    }
  }

  @BeforeAll
  static void start(PlatformProcess shared) throws Exception {
    platform = shared;
    api = platform.api();
    rest = Rest.of(platform, platform.data());
  }

  static Stream<Arguments> everyModelOnEachProtocol() {
    return CLASSIFICATIONS.stream()
        .flatMap(it -> Stream.of(Form.values()).map(form -> Arguments.of(it, form)));
  }

  @Test
  void theseAreAllOfThem() throws Exception {
    assertThat(rest.get("/api/standard-models").path("items").valueStream())
        .extracting(it -> it.path("name").asString())
        .containsExactlyInAnyOrderElementsOf(CLASSIFICATIONS);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("everyModelOnEachProtocol")
  void deviceOfTheClassificationIsUnderstood(String classification, Form form) throws Exception {
    Api.Product product = product(classification, form);
    JsonNode model = rest.get("/api/products/" + product.id() + "/model");
    String number = form.lwm2m() ? SharedPlatform.imei() : "s" + NUMBERS.incrementAndGet();
    Api.Device device = api.device(product, form.lwm2m(), number);
    try (ModelMeter meter = meter(form, device, number)) {
      JsonNode report = service(model, "data_report");
      ObjectNode values = values(report.path("properties"), "propertyFlag", false);
      meter.report(report, values);
      shows(device, values);
      events(model, meter, device);
      oddReports(report, meter, device);
      commands(model, meter, device);
    }
  }

  /// The console's import takes the standard model as it is listed.
  private static Api.Product product(String classification, Form form) throws Exception {
    JsonNode made =
        api.post(
                "/aep_product_management/product",
                "20191018204154",
                "",
                """
                {"productName":"standard %d","productType":"智慧城市","secondaryType":"公共事业",\
                "thirdType":"%s","nodeType":1,"accessType":1,"networkType":2,"tupIsThrough":1,%s}\
                """
                    .formatted(NUMBERS.incrementAndGet(), classification, form.members))
            .path("result");
    Api.Product product =
        new Api.Product(made.path("productId").asLong(), made.path("apiKey").asString());
    JsonNode standard =
        rest.get("/api/standard-models")
            .path("items")
            .valueStream()
            .filter(it -> it.path("name").asString().equals(classification))
            .findFirst()
            .orElseThrow()
            .path("model");
    var _ = rest.put("/api/products/" + product.id() + "/model", standard.toString());
    return product;
  }

  private static ModelMeter meter(Form form, Api.Device device, String number) throws IOException {
    return switch (form) {
      case LWM2M_BINARY, LWM2M_JSON -> {
        RawLwm2m lwm2m = RawLwm2m.open(platform);
        lwm2m.register(number);
        yield form == Form.LWM2M_JSON ? new ModelMeter.Flat(lwm2m) : new ModelMeter.Binary(lwm2m);
      }
      case MQTT -> {
        RawMqtt mqtt = RawMqtt.open(platform);
        assertThat(mqtt.logIn(device)).isZero();
        yield new ModelMeter.Topics(mqtt);
      }
      case TCP -> {
        RawStream tcp = RawStream.open("127.0.0.1", platform.port("tcp"));
        tcp.send(RawTcp.login(device.id(), device.token(), "1.1"));
        assertThat(tcp.read(3)).containsExactly(5, 0, 0);
        yield new ModelMeter.Frames(tcp);
      }
    };
  }

  /// A service with its properties' types, which the model keeps beside.
  private static JsonNode service(JsonNode model, String flag) {
    ObjectNode service =
        (ObjectNode)
            model
                .path("services")
                .valueStream()
                .filter(it -> it.path("serviceFlag").asString().equals(flag))
                .findFirst()
                .orElseThrow();
    for (JsonNode each : service.path("properties")) {
      model
          .path("properties")
          .valueStream()
          .filter(it -> it.path("propertyFlag").equals(each.path("propertyFlag")))
          .forEach(it -> ((ObjectNode) each).setAll((ObjectNode) it));
    }
    return service;
  }

  private static List<JsonNode> services(JsonNode model, int type) {
    return model
        .path("services")
        .valueStream()
        .filter(it -> it.path("serviceType").asInt() == type)
        .map(it -> service(model, it.path("serviceFlag").asString()))
        .toList();
  }

  /// @param beyond above the range of those that have one
  private static ObjectNode values(JsonNode parts, String flag, boolean beyond) {
    ObjectNode values = JsonMapper.shared().createObjectNode();
    for (JsonNode part : parts) {
      String name = part.path(flag).asString();
      double most = Double.parseDouble(part.path("max").asString("1000"));
      boolean bounded = beyond && part.has("max");
      switch (part.path("dataType").asString()) {
        case "float", "double" -> values.put(name, bounded ? most + 1000 : 1.5);
        case "int32" -> values.put(name, bounded ? (int) most + 1 : 3);
        case "enum" -> values.put(name, 1);
        case "bool" -> values.put(name, true);
        case "date" -> values.put(name, 1_700_000_000_000L);
        default -> throw new IllegalArgumentException(part.toString());
      }
    }
    return values;
  }

  private static void shows(Api.Device device, ObjectNode values) {
    values
        .properties()
        .forEach(value ->
            Eventually.holds(() -> {
              HttpResponse<String> answer =
                  api.send(
                      ApiCall.with(
                          "POST",
                          "/aep_device_status/deviceStatus",
                          "20181031202028",
                          "",
                          "{\"productId\":\"%d\",\"deviceId\":\"%s\",\"datasetId\":\"%s\"}"
                              .formatted(device.product().id(), device.id(), value.getKey())));
              assertThat(
                      JsonMapper.shared()
                          .readTree(answer.body())
                          .path("deviceStatus")
                          .path("value")
                          .asString(""))
                  .as(answer.body())
                  .isEqualTo(value.getValue().asString());
            }));
  }

  private static void events(JsonNode model, ModelMeter meter, Api.Device device) throws Exception {
    // LwM2M products have the alarm of the module too, which the standard model does not name.
    List<JsonNode> events =
        services(model, 2).stream().filter(it -> it.path("serviceId").asInt() > 1001).toList();
    assertThat(events).isNotEmpty();
    for (JsonNode event : events) {
      meter.report(event, values(event.path("properties"), "propertyFlag", false));
    }
    Eventually.holds(() ->
        assertThat(
                rest.get("/api/devices/" + device.id() + "/events")
                    .path("items")
                    .valueStream()
                    .map(JsonNode::toString))
            .hasSize(events.size())
            .allSatisfy(it ->
                assertThat(events)
                    .anyMatch(event -> it.contains(event.path("serviceFlag").asString()))));
  }

  /// Stored all the same, with what is odd about it.
  private static void oddReports(JsonNode report, ModelMeter meter, Api.Device device)
      throws Exception {
    meter.report(report, values(report.path("properties"), "propertyFlag", true));
    meter.nonsense(report);
    Eventually.holds(() -> {
      JsonNode reports = rest.get("/api/devices/" + device.id() + "/reports").path("items");
      assertThat(reports).hasSize(3);
      assertThat(reports.get(1).path("problem").asString("")).contains("is above its maximum");
      assertThat(reports.get(0).path("problem").asString("")).isNotEmpty();
      assertThat(reports.get(2).path("problem").asString("")).isEmpty();
    });
  }

  private static void commands(JsonNode model, ModelMeter meter, Api.Device device)
      throws Exception {
    int taskId = 0;
    for (JsonNode command : services(model, 6)) {
      taskId++;
      String flag = command.path("serviceFlag").asString();
      ObjectNode values = values(command.path("parameters"), "parameterFlag", false);
      String id =
          api.command(
              device, "{\"params\":%s,\"serviceIdentifier\":\"%s\"}".formatted(values, flag), 7200);
      assertThat(meter.command(command, taskId)).isEqualTo(meter.carried(command, values));
      JsonNode response = service(model, flag + "_resp");
      meter.respond(response, taskId, JsonMapper.shared().createObjectNode().put("result", 0));
      Eventually.holds(() -> assertThat(api.status(device, id)).isEqualTo(Status.COMPLETED));
    }
    assertThat(taskId).isPositive();
  }
}
