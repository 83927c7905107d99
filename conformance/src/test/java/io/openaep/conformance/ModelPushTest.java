package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What an application is told of a product with a thing model, on each protocol, text by text (AEP
/// northbound, 5.1, 5.3 and 5.4): a report, an event of each level, a report that does not fit, and
/// a command from its sending to its response. A second response is not told.
class ModelPushTest {
  private static final String MODEL =
      """
      {"properties":[{"propertyFlag":"volt","dataType":"uint16"},{"propertyFlag":"on","dataType":"bool"}],
       "services":[
        {"serviceFlag":"data_report","serviceType":1,"properties":[{"propertyFlag":"volt"},{"propertyFlag":"on"}]},
        {"serviceFlag":"hint","serviceType":2,"eventType":1,"properties":[{"propertyFlag":"volt"}]},
        {"serviceFlag":"low","serviceType":2,"eventType":2,"properties":[{"propertyFlag":"volt"}]},
        {"serviceFlag":"dead","serviceType":2,"eventType":3,"properties":[{"propertyFlag":"volt"}]},
        {"serviceFlag":"set","serviceType":6,"parameters":[{"parameterFlag":"valve_onoff","dataType":"enum"}]},
        {"serviceFlag":"set_resp","serviceType":7,"parameters":[{"parameterFlag":"result","dataType":"enum"}]}]}\
      """;
  private static final String COMMAND =
      "{\"params\":{\"valve_onoff\":0},\"serviceIdentifier\":\"set\"}";

  @TempDir static Path directory;
  private static PlatformProcess platform;
  private static Api api;
  private static Rest rest;

  @BeforeAll
  static void start() throws Exception {
    Path config = directory.resolve("openaep.yaml");
    Files.writeString(config, "push:\n  post:\n    allowed-networks: 127.0.0.0/8\n");
    Path data = directory.resolve("data");
    platform = PlatformProcess.start(data, "--config", config.toString());
    api = platform.api();
    rest = Rest.of(platform, data);
  }

  @AfterAll
  static void stop() throws Exception {
    platform.kill();
  }

  private static Api.Product product(String name, String members) throws Exception {
    JsonNode result =
        api.post(
                "/aep_product_management/product",
                "20191018204154",
                "",
                """
                {"productName":"%s","productType":"a","secondaryType":"b","thirdType":"c",\
                "nodeType":1,"accessType":1,"networkType":2,"tupIsThrough":1,%s}\
                """
                    .formatted(name, members))
            .path("result");
    JsonNode _ = rest.put("/api/products/" + result.path("productId").asLong() + "/model", MODEL);
    return new Api.Product(result.path("productId").asLong(), result.path("apiKey").asString());
  }

  /// What is told of one device, in the order of the messages.
  private record Expected(
      String tenant, Api.Device device, String protocol, String deviceSn, String imei) {
    static Expected of(Api.Device device, String protocol, String deviceSn, String imei)
        throws IOException {
      String tenant =
          api.get(
                  "/aep_product_management/product",
                  "20181031202055",
                  "",
                  Map.of("productId", Long.toString(device.product().id())))
              .path("result")
              .path("tenantId")
              .asString();
      return new Expected(tenant, device, protocol, deviceSn, imei);
    }

    private String head() {
      return "\"timestamp\":0,\"tenantId\":\"" + tenant + "\"";
    }

    private String where() {
      return "\"protocol\":\"%s\",\"productId\":\"%d\"".formatted(protocol, device.product().id());
    }

    String report(String topic, String serviceId, String payload) {
      return ("{\"upPacketSN\":-1,\"upDataSN\":-1,\"topic\":\"%s\",%s,\"serviceId\":%s,%s,\"payload\":%s,"
              + "\"messageType\":\"dataReport\",\"deviceType\":\"\",\"deviceId\":\"%s\","
              + "\"assocAssetId\":\"\",\"IMSI\":\"\",\"IMEI\":\"%s\"}")
          .formatted(topic, head(), serviceId, where(), payload, device.id(), imei);
    }

    String event(int serviceId, int level, int volt) {
      return ("{%s,\"serviceId\":%d,%s,\"messageType\":\"eventReport\",\"eventType\":%d,"
              + "\"eventContent\":{\"volt\":%d},\"deviceSn\":\"%s\",\"deviceId\":\"%s\",\"IMSI\":\"\","
              + "\"IMEI\":\"%s\"}")
          .formatted(head(), serviceId, where(), level, volt, deviceSn, device.id(), imei);
    }

    String command(String id, String code, String detail) {
      return "{%s,\"taskId\":%s,\"result\":{\"resultDetail\":%s,\"resultCode\":\"%s\"},%s,\"messageType\":\"commandResponse\",\"deviceId\":\"%s\"}"
          .formatted(head(), id, detail, code, where(), device.id());
    }

    /// Everything that each test here does, as it must be told.
    List<String> all(String dataTopic, String oddTopic, String odd, String command) {
      List<String> all = new ArrayList<>();
      all.add(report(dataTopic, "1", "{\"volt\":300,\"on\":true}"));
      all.add(event(1001, 1, 1));
      all.add(event(1002, 2, 2));
      all.add(event(1003, 3, 3));
      all.add(report(oddTopic, "\"\"", "{\"APPdata\":\"" + odd + "\"}"));
      all.add(command(command, "SENT", "\"\""));
      all.add(command(command, "DELIVERED", "\"\""));
      all.add(command(command, "SUCCESSFUL", "{\"result\":0}"));
      all.add(report(dataTopic, "1", "{\"volt\":7,\"on\":false}"));
      return all;
    }
  }

  private static void told(PushReceiver receiver, List<String> expected) {
    Eventually.holds(() -> assertThat(receiver.texts()).containsExactlyElementsOf(expected));
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void lwm2mInCompactBinary() throws Exception {
    String imei = SharedPlatform.imei();
    Api.Product product =
        product(
            "lwm2m",
            "\"productProtocol\":3,\"authType\":4,\"dataEncryption\":5,\"endpointFormat\":1,"
                + "\"powerModel\":2,\"payloadFormat\":2");
    Api.Device device = api.device(product, true, imei);
    try (PushReceiver receiver = PushReceiver.open();
        RawLwm2m meter = RawLwm2m.open(platform)) {
      api.subscribe(product, receiver.url(), "[1,2,3]");
      meter.register(imei);
      for (String report :
          List.of(
              "02 0001 0003 012c 01",
              "07 03e9 0002 0001",
              "07 03ea 0002 0002",
              "07 03eb 0002 0003",
              "02 0001 0002 0001")) {
        meter.exchange(meter.notification(hex(report)));
      }
      String command = api.command(device, COMMAND, 7200);
      meter.answer(meter.nextRequest(), RawLwm2m.CHANGED);
      Eventually.holds(() -> assertThat(api.status(device, command)).isEqualTo(Status.DELIVERED));
      meter.exchange(meter.notification(hex("86 2329 0001 0001 00")));
      Eventually.holds(() -> assertThat(api.status(device, command)).isEqualTo(Status.COMPLETED));
      meter.exchange(meter.notification(hex("86 2329 0001 0001 00")));
      meter.exchange(meter.notification(hex("02 0001 0003 0007 00")));
      Expected expected = Expected.of(device, "lwm2m", "", imei);
      told(receiver, expected.all("v1/up/ad19", "v1/up/ad19", "AgABAAIAAQ==", command));
    }
  }

  @Test
  void mqttByServiceTopics() throws Exception {
    Api.Product product =
        product(
            "mqtt",
            "\"productProtocol\":2,\"authType\":1,\"dataEncryption\":5,\"encryptionType\":0");
    Api.Device device = api.device(product, false, "m1");
    try (PushReceiver receiver = PushReceiver.open();
        RawStream stream = RawStream.open("127.0.0.1", platform.port("mqtt"))) {
      RawMqtt mqtt = new RawMqtt(stream);
      api.subscribe(product, receiver.url(), "[1,2,3]");
      assertThat(mqtt.logIn(device)).isZero();
      publish(stream, mqtt, 1, "data_report", "{\"volt\":300, \"on\":true}");
      publish(stream, mqtt, 2, "hint", "{\"volt\":1}");
      publish(stream, mqtt, 3, "low", "{\"volt\":2}");
      publish(stream, mqtt, 4, "dead", "{\"volt\":3}");
      publish(stream, mqtt, 5, "data_report", "{\"amp\":1}");
      publish(stream, mqtt, 9, "nosuch", "{\"volt\":1}");
      String command = api.command(device, COMMAND, 7200);
      mqtt.acknowledge(mqtt.nextCommand());
      Eventually.holds(() -> assertThat(api.status(device, command)).isEqualTo(Status.DELIVERED));
      String response = "{\"taskId\":1,\"resultPayload\":{\"result\":0}}";
      publish(stream, mqtt, 6, "set_resp", response);
      Eventually.holds(() -> assertThat(api.status(device, command)).isEqualTo(Status.COMPLETED));
      publish(stream, mqtt, 7, "set_resp", response);
      publish(stream, mqtt, 8, "data_report", "{\"volt\":7,\"on\":false}");
      Expected expected = Expected.of(device, "mqtt", "m1", "");
      List<String> all = expected.all("data_report", "data_report", "", command);
      // AEP device protocols, 2.3: what does not fit is not told.
      all.remove(4);
      told(receiver, all);
    }
  }

  private static void publish(RawStream stream, RawMqtt mqtt, int id, String topic, String json)
      throws IOException {
    stream.send(RawMqtt.publish(id, topic, json));
    assertThat(mqtt.next().first()).isEqualTo(RawMqtt.PUBACK);
  }

  @Test
  void tcpOfVersion11() throws Exception {
    Api.Product product =
        product("tcp", "\"productProtocol\":7,\"authType\":1,\"encryptionType\":0");
    Api.Device device = api.device(product, false, "t1");
    try (PushReceiver receiver = PushReceiver.open();
        RawStream tcp = RawStream.open("127.0.0.1", platform.port("tcp"))) {
      api.subscribe(product, receiver.url(), "[1,2,3]");
      tcp.send(RawTcp.login(device.id(), device.token(), "1.1"));
      assertThat(tcp.read(3)).isEqualTo(hex("05 0000"));
      for (String values :
          List.of("0001 012c 01", "03e9 0001", "03ea 0002", "03eb 0003", "0001 00")) {
        int length = 2 + hex(values).length;
        tcp.send(hex("02 %04x 0001".formatted(length) + values));
        assertThat(tcp.read(7)).startsWith(hex("82 0004 0001"));
      }
      String command = api.command(device, COMMAND, 7200);
      assertThat(tcp.read(8)).isEqualTo(hex("03 0005 0001 1f41 00"));
      Eventually.holds(() -> assertThat(api.status(device, command)).isEqualTo(Status.DELIVERED));
      tcp.send(hex("83 0005 0001 2329 00"));
      Eventually.holds(() -> assertThat(api.status(device, command)).isEqualTo(Status.COMPLETED));
      tcp.send(hex("83 0005 0001 2329 00"));
      tcp.send(hex("02 0007 0002 0001 0007 00"));
      Expected expected = Expected.of(device, "tcp", "t1", "");
      told(receiver, expected.all("ad", "ad", "AAEA", command));
    }
  }
}
