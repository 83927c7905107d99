package io.openaep.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The objects of a device through the REST API, and bootstrap, against the started program.
class ObjectsTest {
  private static final String IMEI = "868543060974334";
  private static final int BAD_METHOD = 0x85;
  private static final int DRX = 2;
  private static final int PSM = 1;

  @TempDir private Path directory;
  private PlatformProcess platform;
  private String token;

  @BeforeEach
  void start() throws Exception {
    platform = PlatformProcess.start(directory.resolve("data"), "--lwm2m-bootstrap-port", "0");
    Program made =
        Program.run(
            directory, Map.of(), "admin", "token", "--data", directory.resolve("data").toString());
    assertThat(made.status()).as(made.err()).isZero();
    token = made.out().strip();
  }

  @AfterEach
  void stop() throws Exception {
    platform.kill();
  }

  @Test
  void anObjectIsReadAtOnceWhileTheDeviceIsAwake() throws Exception {
    Api.Device device = platform.api().device(platform.api().lwm2m("objects", DRX), true, IMEI);
    RawLwm2m meter = RawLwm2m.open(platform);
    meter.register(IMEI);
    String objects = "/api/devices/" + device.id() + "/objects";
    JsonNode asked = rest("POST", objects + "/3/0/3", "{\"action\":\"read\"}", 202);
    RawCoap get = meter.nextRequest();
    assertThat(get.code()).isEqualTo(RawLwm2m.GET);
    assertThat(get.texts(RawCoap.URI_PATH)).containsExactly("3", "0", "3");
    meter.send(
        RawLwm2m.answer(
            get,
            RawLwm2m.CONTENT,
            List.of(RawCoap.Option.number(RawCoap.CONTENT_FORMAT, 0)),
            "EC800E_01".getBytes(StandardCharsets.UTF_8)));
    String own =
        "/api/devices/" + device.id() + "/operations/" + asked.path("operationId").asString();
    Eventually.holds(() ->
        assertThat(rest("GET", own, "", 200).path("status").asString()).isEqualTo("answered"));
    assertThat(rest("GET", own, "", 200).at("/values/0/value").asString()).isEqualTo("EC800E_01");
    assertThat(rest("GET", objects + "/3", "", 200).at("/values/0/value").asString())
        .isEqualTo("EC800E_01");

    JsonNode refused = rest("POST", objects + "/3/0/4", "{\"action\":\"execute\"}", 202);
    RawCoap post = meter.nextRequest();
    assertThat(post.code()).isEqualTo(RawLwm2m.POST);
    meter.send(RawLwm2m.answer(post, BAD_METHOD, List.of(), new byte[0]));
    String second =
        "/api/devices/" + device.id() + "/operations/" + refused.path("operationId").asString();
    Eventually.holds(() ->
        assertThat(rest("GET", second, "", 200).path("status").asString()).isEqualTo("failed"));
    assertThat(rest("GET", second, "", 200).path("reason").asString()).contains("4.05");
  }

  @Test
  void aSleepingDeviceIsAskedWhenItReportsAlsoAfterAKill() throws Exception {
    Api.Device device = platform.api().device(platform.api().lwm2m("sleepers", PSM), true, IMEI);
    RawLwm2m meter = RawLwm2m.open(platform);
    meter.register(IMEI);
    String objects = "/api/devices/" + device.id() + "/objects";
    JsonNode asked = rest("POST", objects + "/1/0/1", "{\"action\":\"write\",\"value\":300}", 202);
    assertThat(asked.path("reason").asString()).isNotEmpty();
    platform.kill();
    platform.restart();
    meter.report("awake");
    RawCoap put = meter.nextRequest();
    assertThat(put.code()).isEqualTo(RawLwm2m.PUT);
    assertThat(put.texts(RawCoap.URI_PATH)).containsExactly("1", "0", "1");
    assertThat(put.payload()).asString(StandardCharsets.UTF_8).isEqualTo("300");
    meter.answer(put, RawLwm2m.CHANGED);
    String own =
        "/api/devices/" + device.id() + "/operations/" + asked.path("operationId").asString();
    Eventually.holds(() ->
        assertThat(rest("GET", own, "", 200).path("status").asString()).isEqualTo("answered"));
    assertThat(platform.api().reports(device)).containsExactly("awake");
  }

  /// `AT+QLWCONFIG=1,…` to `bs_finished` and on to `+QLWREG: 0`.
  @Test
  void theModuleFindsItsServerByBootstrap() throws Exception {
    Program replayed =
        Program.run(
            directory,
            Map.of(),
            "replay",
            "--platform",
            platform.url(),
            "--app",
            PlatformProcess.app(),
            "--set",
            "port=" + platform.port("lwm2m-bootstrap"),
            PlatformProcess.root()
                .resolve("examples/transcripts/more/lwm2m-bootstrap.at")
                .toString());
    assertThat(replayed.out() + replayed.err()).contains("1 passed, 0 failed");
    assertThat(replayed.status()).isZero();
  }

  private JsonNode rest(String method, String path, String body, int status) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(platform.url() + path))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      return JsonMapper.shared().readTree(response.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
