package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A platform that was told nothing about addresses serves every protocol on `::1` too.
@ExtendWith(SharedPlatform.class)
class Ipv6Test {
  @Test
  void tcpDeviceLogsInAndReports(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    Api.Device device = api.device(api.tcp("ipv6 tcp"), false, "six");
    try (RawTcp tcp = new RawTcp(RawStream.open("::1", platform.port("tcp")))) {
      assertThat(tcp.logIn(device)).isZero();
      tcp.report("over six");
      tcp.acknowledged();
    }
    Eventually.holds(() -> assertThat(api.reports(device)).containsExactly("over six"));
  }

  @Test
  void mqttDeviceConnectsAndPublishes(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    Api.Device device = api.device(api.mqtt("ipv6 mqtt"), false, "six");
    try (RawMqtt mqtt = new RawMqtt(RawStream.open("::1", platform.port("mqtt")))) {
      assertThat(mqtt.logIn(device)).isZero();
      mqtt.report("{\"over\":6}");
      mqtt.acknowledged();
    }
    Eventually.holds(() -> assertThat(api.reports(device)).containsExactly("{\"over\":6}"));
  }

  @Test
  void lwm2mDeviceRegistersAndNotifies(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    String imei = SharedPlatform.imei();
    Api.Device device = api.device(api.lwm2m("ipv6 lwm2m", 2), true, imei);
    try (RawLwm2m lwm2m = new RawLwm2m("::1", platform.port("lwm2m"))) {
      lwm2m.register(imei);
      lwm2m.report("over six");
    }
    Eventually.holds(() -> assertThat(api.reports(device)).containsExactly("over six"));
  }

  @Test
  void apiInfoNamesThePorts(PlatformProcess platform) throws IOException {
    URI uri = URI.create("http://[::1]:" + platform.port("http") + "/api/info");
    HttpResponse<String> answer = Api.send(HttpRequest.newBuilder(uri).build());
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode info = JsonMapper.shared().readTree(answer.body());
    assertThat(info.path("name").asString()).isEqualTo("OpenAEP");
    assertThat(info.path("version").asString()).isNotBlank();
    for (String door : new String[] {"http", "lwm2m", "lwm2ms", "mqtt", "tcp"}) {
      assertThat(info.path("ports").path(door).asInt()).as(door).isEqualTo(platform.port(door));
    }
  }
}
