package io.openaep.platform.console;

import static io.openaep.platform.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.openaep.platform.Patience;
import io.openaep.platform.Platform;
import io.openaep.platform.PlatformConfig;
import io.openaep.platform.admin.AdminClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A whole platform: what a device says at a door, right or wrong, is found in its trace and among
/// the metrics.
class TracedDoorsTest {
  @TempDir private Path path;

  private static JsonNode admin(Path data, String target, String body) throws IOException {
    AdminClient.Answer answer =
        new AdminClient(data).call("POST", target, body.getBytes(StandardCharsets.UTF_8));
    return JsonMapper.shared().readTree(answer.body().toArray());
  }

  private static Platform start(Path data) {
    Map<String, String> changes = new HashMap<>();
    changes.put("data", data.toString());
    for (String door : List.of("https", "lwm2m", "lwm2ms", "mqtt", "mqtts")) {
      changes.put(door + "-port", "off");
    }
    changes.put("http-port", "0");
    changes.put("tcp-port", "0");
    return Platform.start(PlatformConfig.standard().with(changes), "test");
  }

  private static String sized(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return "%04x".formatted(bytes.length) + HexFormat.of().formatHex(bytes);
  }

  /// Sends bytes and reads so many.
  private static String say(int port, String hex, int answerBytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout((int) Patience.LONGEST.toMillis());
      socket.getOutputStream().write(HexFormat.of().parseHex(hex));
      return HexFormat.of().formatHex(socket.getInputStream().readNBytes(answerBytes));
    }
  }

  @Test
  void wrongPasswordAndReportOfADeviceAreInItsTrace() throws IOException {
    Path data = path.resolve("data");
    try (Platform platform = start(data)) {
      platform.ensureApplication("AK", "SECRET");
      String product =
          admin(data, "/api/products", "{\"name\":\"p\",\"protocol\":\"tcp\"}")
              .path("productId")
              .asString();
      String device =
          admin(
                  data,
                  "/api/products/" + product + "/devices",
                  "{\"name\":\"d\",\"deviceNumber\":\"n1\"}")
              .path("deviceId")
              .asString();
      String token =
          admin(data, "/api/tokens", "{\"name\":\"t\",\"role\":\"administrator\"}")
              .path("token")
              .asString();
      int http = platform.port("http").orElseThrow();
      int tcp = platform.port("tcp").orElseThrow();
      String secret =
          get(http, token, "/api/devices/" + device + "/secret").path("token").asString();

      String wrong = "not-the-secret";
      assertThat(say(tcp, "01" + sized(device) + sized(wrong) + sized("1.0"), 3))
          .isEqualTo("050003");
      assertThat(
              say(
                  tcp,
                  "01" + sized(device) + sized(secret) + sized("1.0") + "0200026869" + "04",
                  4))
          .isEqualTo("05000006");

      // A fate is told when the append answers, which is not on the connection's own thread.
      JsonNode entries =
          await()
              .until(
                  () -> get(http, token, "/api/devices/" + device + "/trace").path("entries"),
                  it -> told(it).stream().anyMatch(line -> line.contains("stored at ")));
      List<String> told = told(entries);
      assertThat(told)
          .containsSubsequence(
              "login of " + device + ", version 1.0 -> refused: bad_credentials",
              "refused -> refused: the password is not the 特征串 of this device",
              "login of " + device + ", version 1.0 -> ");
      assertThat(told)
          .anyMatch(it -> it.startsWith("data, 2 bytes -> stored at "))
          .contains("heartbeat answer: everything before is stored -> ");
      assertThat(entries.toString())
          .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)))
          .doesNotContain(HexFormat.of().formatHex(wrong.getBytes(StandardCharsets.UTF_8)));

      String metrics = new RestCall(http, "GET", "/metrics").send().http().body();
      assertThat(metrics)
          .contains("openaep_refused_total{door=\"tcp\",kind=\"bad_credentials\"} 1")
          .contains("openaep_uplinks_total{protocol=\"tcp\",result=\"stored\"}");
    }
  }

  private static List<String> told(JsonNode entries) {
    return entries
        .valueStream()
        .map(it -> it.path("words").asString() + " -> " + it.path("fate").asString(""))
        .toList();
  }

  private static JsonNode get(int port, String token, String target) {
    return new RestCall(port, "GET", target).as(token).send().expect(200).json();
  }
}
