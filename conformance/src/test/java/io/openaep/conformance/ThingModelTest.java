package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Products with a thing model, from outside, on each protocol: a report, an event, a command with
/// its response, and what does not fit. Bytes and JSON are literal.
class ThingModelTest {
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final String MODEL =
      """
      {"properties":[{"propertyFlag":"temperature","dataType":"float","max":"100"},
                     {"propertyFlag":"on","dataType":"bool"}],
       "services":[
        {"serviceFlag":"data_report","serviceType":1,
         "properties":[{"propertyFlag":"temperature"},{"propertyFlag":"on"}]},
        {"serviceFlag":"alarm","serviceType":2,"eventType":3,"properties":[{"propertyFlag":"temperature"}]},
        {"serviceFlag":"set_valve","serviceType":6,
         "parameters":[{"parameterFlag":"valve_onoff","dataType":"enum"}]},
        {"serviceFlag":"set_valve_resp","serviceType":7,
         "parameters":[{"parameterFlag":"result","dataType":"enum"}]}]}\
      """;
  private static final String COMMAND =
      "{\"params\":{\"valve_onoff\":0},\"serviceIdentifier\":\"set_valve\"}";

  @TempDir static Path directory;
  private static PlatformProcess platform;
  private static Api api;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    Path data = directory.resolve("data");
    platform = PlatformProcess.start(data);
    api = platform.api();
    Program made =
        Program.run(
            directory, Map.of(), "admin", "token", "--name", "test", "--data", data.toString());
    assertThat(made.status()).as(made.err()).isZero();
    token = made.out().strip();
  }

  @AfterAll
  static void stop() throws Exception {
    platform.kill();
  }

  private static Api.Product product(String members) throws IOException {
    JsonNode result =
        api.post(
                "/aep_product_management/product",
                "20191018204154",
                "",
                """
                {"productName":"model %d","productType":"a","secondaryType":"b","thirdType":"c",\
                "nodeType":1,"accessType":1,"networkType":2,"tupIsThrough":1,%s}\
                """
                    .formatted(NUMBERS.incrementAndGet(), members))
            .path("result");
    Api.Product product =
        new Api.Product(result.path("productId").asLong(), result.path("apiKey").asString());
    HttpResponse<String> saved =
        Api.send(
            HttpRequest.newBuilder(
                    URI.create(platform.url() + "/api/products/" + product.id() + "/model"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(MODEL))
                .build());
    assertThat(saved.statusCode()).as(saved.body()).isEqualTo(200);
    return product;
  }

  private static Api.Product lwm2m(int payloadFormat) throws IOException {
    return product(
        "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":5,\"endpointFormat\":1,"
            + "\"powerModel\":2,\"payloadFormat\":"
            + payloadFormat);
  }

  private static void shows(Api.Device device, String property, String value) {
    String body =
        "{\"productId\":\"%d\",\"deviceId\":\"%s\",\"datasetId\":\"%s\"}"
            .formatted(device.product().id(), device.id(), property);
    Eventually.holds(() -> {
      HttpResponse<String> answer =
          api.send(
              ApiCall.with("POST", "/aep_device_status/deviceStatus", "20181031202028", "", body));
      assertThat(
              JsonMapper.shared()
                  .readTree(answer.body())
                  .path("deviceStatus")
                  .path("value")
                  .asString(""))
          .as(answer.body())
          .isEqualTo(value);
    });
  }

  private static JsonNode history(Api.Device device) throws IOException {
    return api.post(
            "/aep_device_status/getDeviceStatusHisInPage",
            "20190928013337",
            "",
            """
            {"productId":"%d","deviceId":"%s","begin_timestamp":"0","end_timestamp":"9999999999999",\
            "page_size":100,"page_timestamp":""}\
            """
                .formatted(device.product().id(), device.id()))
        .path("deviceStatusList");
  }

  private static void hasEvent(Api.Device device, double temperature) {
    Eventually.holds(() -> {
      JsonNode items = items(device, "events");
      assertThat(items).as(items.toString()).hasSize(1);
      assertThat(items.get(0).toString()).contains("alarm", String.valueOf(temperature));
    });
  }

  /// The first page of what the REST API lists of a device.
  private static JsonNode items(Api.Device device, String what) throws IOException {
    HttpResponse<String> answer =
        Api.send(
            HttpRequest.newBuilder(
                    URI.create(platform.url() + "/api/devices/" + device.id() + "/" + what))
                .header("Authorization", "Bearer " + token)
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonMapper.shared().readTree(answer.body()).path("items");
  }

  /// What the device's trace says of responses that did nothing.
  private static List<String> ignored(Api.Device device) throws IOException {
    HttpResponse<String> answer =
        Api.send(
            HttpRequest.newBuilder(
                    URI.create(platform.url() + "/api/devices/" + device.id() + "/trace"))
                .header("Authorization", "Bearer " + token)
                .build());
    return JsonMapper.shared()
        .readTree(answer.body())
        .path("entries")
        .valueStream()
        .filter(it -> it.path("fate").asString("").startsWith("ignored: "))
        .map(it -> it.path("words").asString() + ": " + it.path("fate").asString())
        .toList();
  }

  private static void reaches(String status, Api.Device device, String command) {
    Eventually.holds(() -> assertThat(api.status(device, command)).isEqualTo(status));
  }

  private static void logged(String words) {
    Eventually.holds(() -> assertThat(Files.readString(platform.log())).contains(words));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void compactBinaryOverLwm2m() throws IOException {
    String imei = SharedPlatform.imei();
    Api.Device device = api.device(lwm2m(2), true, imei);
    try (RawLwm2m meter = RawLwm2m.open(platform)) {
      meter.register(imei);
      meter.exchange(meter.notification(hex("02 0001 0005 425e0000 01")));
      shows(device, "temperature", "55.5");
      shows(device, "on", "true");
      meter.exchange(meter.notification(hex("07 03e9 0004 41b40000")));
      hasEvent(device, 22.5);
      String command = api.command(device, COMMAND, 7200);
      RawCoap write = meter.nextRequest();
      assertThat(write.payload()).isEqualTo(hex("06 1f41 0001 0001 00"));
      meter.answer(write, RawLwm2m.CHANGED);
      reaches(Status.DELIVERED, device, command);
      meter.exchange(meter.notification(hex("86 2329 0001 0001 00")));
      reaches(Status.COMPLETED, device, command);
      assertThat(api.command(device, command).path("resultCode").asString())
          .isEqualTo("SUCCESSFUL");
      assertThat(api.command(device, command).path("resultMessage").asString())
          .isEqualTo("{\"result\":0}");
    }
  }

  /// Nothing that a device sends is refused: it is stored, and what is odd about it is said.
  @Test
  void whatIsOddIsStoredWithTheReason() throws IOException {
    String imei = SharedPlatform.imei();
    Api.Device device = api.device(lwm2m(2), true, imei);
    try (RawLwm2m meter = RawLwm2m.open(platform)) {
      meter.register(imei);
      meter.exchange(meter.notification(hex("02 0001 0005 43160000 01")));
      shows(device, "temperature", "150.0");
      meter.exchange(meter.notification(hex("03 0001 0005 425e0000 01")));
      shows(device, "temperature", "55.5");
      meter.exchange(meter.notification(hex("02 0001 0002 0001")));
      meter.exchange(meter.notification(hex("02 0099 0000")));
      meter.exchange(meter.notification(hex("86 2329 0007 0001 00")));
      Eventually.holds(() -> assertThat(items(device, "reports")).hasSize(4));
      JsonNode reports = items(device, "reports");
      assertThat(reports.get(3).path("problem").asString(""))
          .isEqualTo("temperature 150.0 is above its maximum 100.");
      assertThat(reports.get(2).path("problem").asString("")).isEmpty();
      assertThat(reports.get(1).path("problem").asString(""))
          .contains("temperature needs 4 bytes, 2 are there");
      assertThat(reports.get(0).path("problem").asString("")).contains("no service 153");
      logged("reason=\"no command of this device has the taskId 7\"");
      String command = api.command(device, COMMAND, 7200);
      meter.answer(meter.nextRequest(), RawLwm2m.CHANGED);
      reaches(Status.DELIVERED, device, command);
      meter.exchange(meter.notification(hex("86 2329 0007 0001 00")));
      meter.exchange(meter.notification(hex("86 2329 0001 0001 01")));
      reaches(Status.COMPLETED, device, command);
      meter.exchange(meter.notification(hex("86 2329 0001 0001 00")));
      logged("reason=\"the command with this taskId has a response already\"");
      assertThat(api.command(device, command).path("resultMessage").asString())
          .isEqualTo("{\"result\":1}");
      Eventually.holds(() ->
          assertThat(ignored(device))
              .containsExactly(
                  "response with taskId 7: ignored: no command of this device has the taskId 7",
                  "response with taskId 7: ignored: no command of this device has the taskId 7",
                  "response with taskId 1: ignored: the command with this taskId has a response already"));
    }
  }

  @Test
  void flatJsonOverLwm2mHasTheGuidesBytes() throws IOException {
    String imei = SharedPlatform.imei();
    Api.Device device = api.device(lwm2m(1), true, imei);
    try (RawLwm2m meter = RawLwm2m.open(platform)) {
      meter.register(imei);
      meter.report("{\"serviceId\":1,\"temperature\":-9}");
      shows(device, "temperature", "-9.0");
      String command = api.command(device, COMMAND, 7200);
      RawCoap write = meter.nextRequest();
      assertThat(RawLwm2m.written(write))
          .isEqualTo("{\"valve_onoff\":0,\"taskId\":1,\"serviceId\":8001}");
      meter.answer(write, RawLwm2m.CHANGED);
      meter.report("{\"taskId\":1,\"serviceId\":9001,\"result\":0}");
      reaches(Status.COMPLETED, device, command);
      meter.report("{\"serviceId\":1,\"pressure\":1}");
      Eventually.holds(() -> assertThat(history(device)).hasSize(2));
      assertThat(
              new String(
                  java.util.Base64.getDecoder()
                      .decode(history(device).get(0).path("APPdata").asString()),
                  StandardCharsets.UTF_8))
          .isEqualTo("{\"serviceId\":1,\"pressure\":1}");
      assertThat(history(device).get(1).path("temperature").asString()).isEqualTo("-9.0");
    }
  }

  @Test
  void serviceTopicsOverMqtt() throws IOException {
    Api.Device device =
        api.device(
            product(
                "\"productProtocol\":2,\"authType\":1,\"dataEncryption\":5,\"encryptionType\":0"),
            false,
            "m1");
    try (RawStream stream = RawStream.open("127.0.0.1", platform.port("mqtt"))) {
      RawMqtt mqtt = new RawMqtt(stream);
      assertThat(mqtt.logIn(device)).isZero();
      stream.send(RawMqtt.publish(1, "data_report", "{\"temperature\":22.5,\"on\":false}"));
      assertThat(mqtt.next().first()).isEqualTo(RawMqtt.PUBACK);
      shows(device, "temperature", "22.5");
      stream.send(RawMqtt.publish(2, "alarm", "{\n\t\"temperature\":\t99.5\n}"));
      assertThat(mqtt.next().first()).isEqualTo(RawMqtt.PUBACK);
      hasEvent(device, 99.5);
      String command = api.command(device, COMMAND, 7200);
      RawMqtt.Delivery delivery = mqtt.nextCommand();
      assertThat(delivery.topic()).isEqualTo("set_valve");
      assertThat(delivery.payload()).isEqualTo("{\"taskId\":1,\"payload\":{\"valve_onoff\":0}}");
      mqtt.acknowledge(delivery);
      reaches(Status.DELIVERED, device, command);
      stream.send(
          RawMqtt.publish(3, "set_valve_resp", "{\"taskId\":1,\"resultPayload\":{\"result\":0}}"));
      assertThat(mqtt.next().first()).isEqualTo(RawMqtt.PUBACK);
      reaches(Status.COMPLETED, device, command);
    }
  }

  @Test
  void framesOfTcp11() throws IOException {
    Api.Device device =
        api.device(
            product("\"productProtocol\":7,\"authType\":1,\"encryptionType\":0"), false, "t1");
    try (RawStream tcp = RawStream.open("127.0.0.1", platform.port("tcp"))) {
      tcp.send(RawTcp.login(device.id(), device.token(), "1.1"));
      assertThat(tcp.read(3)).isEqualTo(hex("05 0000"));
      tcp.send(hex("02 0009 0007 0001 425e0000 01"));
      assertThat(tcp.read(7)).as("stored").isEqualTo(hex("82 0004 0007 0000"));
      shows(device, "temperature", "55.5");
      tcp.send(hex("02 0005 0008 0001 42"));
      assertThat(tcp.read(7)).as("does not fit").isEqualTo(hex("82 0004 0008 0001"));
      String command = api.command(device, COMMAND, 7200);
      assertThat(tcp.read(8)).isEqualTo(hex("03 0005 0001 1f41 00"));
      reaches(Status.DELIVERED, device, command);
      tcp.send(hex("83 0005 0001 2329 00"));
      reaches(Status.COMPLETED, device, command);
    }
  }

  @Test
  void aCommandThatDoesNotFitItsServiceIsRefusedAndNotStored() throws IOException {
    String imei = SharedPlatform.imei();
    Api.Device device = api.device(lwm2m(2), true, imei);
    for (String content :
        new String[] {
          "{\"params\":{},\"serviceIdentifier\":\"set_valve\"}",
          "{\"params\":{\"valve_onoff\":\"x\"},\"serviceIdentifier\":\"set_valve\"}",
          "{\"params\":{},\"serviceIdentifier\":\"alarm\"}"
        }) {
      HttpResponse<String> answer = api.send(Api.commandCall(device, content, 7200));
      JsonNode body = JsonMapper.shared().readTree(answer.body());
      assertThat(body.path("code").asInt()).as(answer.body()).isNotZero();
    }
  }
}
