package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A write that an application sends again because its answer was lost: the same application,
/// timestamp and signature get the first answer and do nothing.
@ExtendWith(SharedPlatform.class)
class RepeatedWriteTest {
  /// The call that creates a device with this number.
  static ApiCall createDevice(Api.Product product, String number) {
    return ApiCall.with(
        "POST",
        "/aep_device_management/device",
        "20181031202117",
        product.masterKey(),
        "{\"deviceName\":\"d\",\"operator\":\"me\",\"productId\":%d,\"deviceSn\":\"%s\"}"
            .formatted(product.id(), number));
  }

  /// How many commands the API lists for a device.
  static int commandsOf(Api api, Api.Device device) throws IOException {
    ApiCall list =
        ApiCall.get(
            "/aep_device_command/commands",
            "20200814163736",
            device.product().masterKey(),
            Map.of(
                "productId",
                Long.toString(device.product().id()),
                "deviceId",
                device.id(),
                "pageNow",
                "1",
                "pageSize",
                "40"));
    JsonNode answer = JsonMapper.shared().readTree(api.send(list).body());
    return answer.path("result").path("total").asInt(-1);
  }

  @Test
  void deviceIsNotMadeTwice(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    ApiCall call = createDevice(api.tcp("repeated device"), "once");
    String first = api.send(call).body();
    assertThat(first).contains("\"code\":0");
    assertThat(api.send(call).body()).isEqualTo(first);
  }

  @Test
  void commandIsNotMadeTwice(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    Api.Device device = api.device(api.tcp("repeated command"), false, "once");
    ApiCall call = Api.commandCall(device, Api.textContent("once"), 7200);
    String first = api.send(call).body();
    assertThat(first).contains("\"code\":0");
    assertThat(api.send(call).body()).isEqualTo(first);
    assertThat(commandsOf(api, device)).isEqualTo(1);
  }

  @Test
  void theSameWriteAtAnotherTimeIsAnother(PlatformProcess platform) throws IOException {
    Api api = platform.api();
    Api.Device device = api.device(api.tcp("repeated later"), false, "twice");
    ApiCall call = Api.commandCall(device, Api.textContent("twice"), 7200);
    api.send(call);
    api.send(call.at(call.at().plusMillis(1)));
    assertThat(commandsOf(api, device)).isEqualTo(2);
  }
}
