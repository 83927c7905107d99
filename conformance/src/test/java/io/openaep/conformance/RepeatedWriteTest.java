package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A write that an application sends again because its answer was lost: the same application,
/// timestamp and signature get the first answer and do nothing.
@ExtendWith(SharedPlatform.class)
@OnceIsProof
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

  /// The answer had left before the kill, so the repetition gets that answer.
  @Test
  void nothingIsMadeTwiceAfterAKill(@TempDir Path directory) throws Exception {
    try (PlatformProcess platform = PlatformProcess.start(directory.resolve("data"))) {
      Api api = platform.api();
      Api.Device device = api.device(api.tcp("killed"), false, "once");
      ApiCall command = Api.commandCall(device, Api.textContent("once"), 7200);
      ApiCall creation = createDevice(device.product(), "made-once");
      ApiCall deletion = deleteDevice(device.product(), device.product().id() + "made-once");
      String commanded = api.send(command).body();
      String created = api.send(creation).body();
      String deleted = api.send(deletion).body();
      assertThat(commanded).contains("\"code\":0");
      assertThat(created).contains("\"code\":0");
      assertThat(deleted).contains("\"code\":0");
      platform.kill();
      platform.restart();
      Api again = platform.api();
      assertThat(again.send(command).body()).isEqualTo(commanded);
      assertThat(again.send(creation).body()).isEqualTo(created);
      assertThat(again.send(deletion).body()).isEqualTo(deleted);
      assertThat(commandsOf(again, device)).isEqualTo(1);
      assertThat(again.send(createDevice(device.product(), "made-once")).body())
          .as("the device was deleted and not made again")
          .contains("\"code\":0");
    }
  }

  private static ApiCall deleteDevice(Api.Product product, String deviceId) {
    return ApiCall.with(
        "POST",
        "/aep_device_management/deleteDevice",
        "20211009132842",
        product.masterKey(),
        "{\"productId\":%d,\"deviceIdList\":[\"%s\"]}".formatted(product.id(), deviceId));
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
